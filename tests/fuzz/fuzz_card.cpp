// A fuzzer of a checkpoint's card (libFuzzer): whatever JSON stands there, the checkpoint is
// refused with std::runtime_error, or can be used.
#include <cstdint>
#include <stdexcept>

#include "tests/fuzz/cards.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string card(data, data + size);
  try {
    pixelwise::use_checkpoint(pixelwise::checkpoint_with_card(card));
  } catch (const std::runtime_error&) {
  }
  return 0;
}
