// A whole ladder: its stages one after another, those that are done already taken from disk.
#pragma once

#include <string>
#include <vector>

#include "app/common.h"
#include "report/results.h"
#include "training/ladder.h"

namespace pixelwise {

struct LadderRun {
  LadderResults results;
  std::vector<StageResult> stages;
  LadderData data;
};

/// Trains all stages, saving each in common.out when it is finished. With `resume`, stages that are
/// there from the same seed and recipe are not trained again. Throws Interrupted after Ctrl-C.
LadderRun run_ladder(const CommonOptions& common, bool scratch, bool resume);

/// The stage of that name, or null if the ladder has none.
const StageResult* find_stage(const LadderRun& run, const std::string& name);

}  // namespace pixelwise
