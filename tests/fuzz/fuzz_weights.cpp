// A fuzzer of one reader of weight files (libFuzzer): whatever the bytes, reading either works or
// throws std::runtime_error; anything else ends the program.
#include <stdexcept>

#include "tests/fuzz/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pixelwise::WeightReader kRead =
      pixelwise::weight_readers().at(PIXELWISE_FUZZ_FORMAT);
  try {
    kRead(pixelwise::FileBytes("input", std::string(data, data + size)));
  } catch (const std::runtime_error&) {
  }
  return 0;
}
