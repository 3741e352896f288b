// A checkpoint's card compared with itself, with the tensors beside it, and with a run's settings.
#pragma once

#include <string>

#include "training/checkpoint.h"

namespace pixelwise {

/// Throws std::runtime_error, naming `path` and both sides, if a field of a checkpoint's card
/// contradicts another one or the tensors: as many names and colours as classes, sizes that the
/// tensors can have, a model and its options that go together, counts that are possible. What is
/// left for load_model() is to compare the shape of every tensor. Nothing is checked without a
/// card.
void check_card(const std::string& path, const Checkpoint& checkpoint);

/// The same if the checkpoint of a run is not of the model, the preprocessing and the classes that
/// the run's settings say, or went further than they say.
void require_same_run(const std::string& path, const Checkpoint& checkpoint,
                      const ModelCard& expected, std::int64_t iterations);

}  // namespace pixelwise
