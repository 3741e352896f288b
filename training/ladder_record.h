// Finished stages of the ladder on disk. An interrupted ladder goes on after them, and tutorials
// start from a stage that was trained before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "report/results.h"
#include "training/checkpoint.h"
#include "training/ladder.h"

namespace pixelwise {

/// What is needed to use a network that was trained in this stage.
ModelCard stage_card(const LadderStage& stage);

/// The file of a stage's weights: FOLDER/NAME.safetensors, a checkpoint that load_model reads.
std::string stage_checkpoint(const std::string& folder, const std::string& stage);

/// Writes the checkpoint, and everything else in the result as FOLDER/NAME.json.
void save_stage(const std::string& folder, std::uint64_t seed, const StageResult& result);

/// The saved result, bit for bit. Nothing if there is none, or if it has another seed or recipe.
/// Throws std::runtime_error if the files are damaged.
std::optional<StageResult> load_stage(const std::string& folder, std::uint64_t seed,
                                      const LadderStage& stage);

/// Removes what save_stage wrote, if it is there.
void forget_stage(const std::string& folder, const std::string& stage);

/// The row of results.json.
StageResults stage_results(const StageResult& result);

}  // namespace pixelwise
