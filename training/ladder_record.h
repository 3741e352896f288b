// Finished stages of the ladder on disk, so that an interrupted ladder goes on where it stopped and
// tutorials start from a stage that was trained before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "report/results.h"
#include "training/checkpoint.h"
#include "training/ladder.h"

namespace pixelwise {

/// What a network trained in this stage needs to be used.
ModelCard stage_card(const LadderStage& stage);

/// Where the weights of a stage lie: FOLDER/NAME.safetensors, a checkpoint that load_model reads.
std::string stage_checkpoint(const std::string& folder, const std::string& stage);

/// Writes the checkpoint, and everything else in the result as FOLDER/NAME.json.
void save_stage(const std::string& folder, std::uint64_t seed, const StageResult& result);

/// The result as it was saved, bit for bit; nothing if there is none, or if it comes from another
/// seed or recipe. Throws std::runtime_error if the files are damaged.
std::optional<StageResult> load_stage(const std::string& folder, std::uint64_t seed,
                                      const LadderStage& stage);

/// Removes what save_stage wrote, if it is there.
void forget_stage(const std::string& folder, const std::string& stage);

/// The row of results.json.
StageResults stage_results(const StageResult& result);

}  // namespace pixelwise
