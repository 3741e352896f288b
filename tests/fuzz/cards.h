// Checkpoints with edited cards, used as the commands use them: for the fuzzer and for tests.
#pragma once

#include <string>

namespace pixelwise {

/// The card of a tiny trained network, as JSON.
std::string sound_card();

/// The checkpoint of that network with another card: the bytes of a safetensors file.
std::string checkpoint_with_card(const std::string& card);

/// Reads such bytes and does what inspect, predict, eval and train --resume do with a checkpoint.
/// Throws std::runtime_error that begins with "input: " if it is refused; whatever else happens is
/// a fault.
void use_checkpoint(const std::string& bytes);

}  // namespace pixelwise
