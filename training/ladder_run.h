// A whole ladder: its stages one after another, those that are done already taken from disk.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/results.h"
#include "training/ladder.h"
#include "training/run_owner.h"

namespace pixelwise {

struct LadderRun {
  LadderResults results;
  std::vector<StageResult> stages;
  LadderData data;
};

/// Trains all stages on `data` (ladder_task.h), saving each in owner.folder when it is finished.
/// Stages that are there from the same seed and recipe are not trained again, unless
/// owner.overwrite. Throws Interrupted if the owner wants to stop.
LadderRun run_ladder(const RunOwner& owner, std::uint64_t seed, bool scratch,
                     const std::string& data = "shapes");

/// The stage of that name, or null if the ladder has none.
const StageResult* find_stage(const LadderRun& run, const std::string& name);

}  // namespace pixelwise
