// The weights that a training run starts from.
#pragma once

#include <string>
#include <vector>

#include "layers/module.h"
#include "training/note.h"

namespace pixelwise {

/// Copies into `network`, which is called `model`, the tensors of the weight file at `path` that
/// fit; `note` hears which. Throws std::runtime_error if none does.
void start_from_weights(Network& network, const std::string& model, const std::string& path,
                        const Note& note = no_note);

/// The first of these names in brackets, " (a, b, ...)", for a message; empty for none.
std::string first_names(const std::vector<std::string>& names);

}  // namespace pixelwise
