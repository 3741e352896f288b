#include "tests/fuzz/readers.h"

#include "weights/caffemodel.h"
#include "weights/npy.h"
#include "weights/npz.h"
#include "weights/pth.h"
#include "weights/safetensors.h"
#include "weights/torch_state.h"

namespace pixelwise {
namespace {

WeightFile read_archive(const FileBytes& file) {
  const ZipArchive archive(file);
  return is_zip_pth(archive) ? read_zip_pth(file, archive) : read_npz(file, archive);
}

// The pickle of a zip .pth by itself, where no checksum protects it from the fuzzer.
WeightFile read_pickle_alone(const FileBytes& file) {
  const Pickle pickle = read_torch_pickle(file.path(), file.bytes(), 0);
  WeightFile result;
  result.skipped = torch_state(file.path(), pickle).skipped;
  return result;
}

}  // namespace

const std::map<std::string, WeightReader>& weight_readers() {
  static const std::map<std::string, WeightReader> readers = {
      {"safetensors", read_safetensors},
      {"npy", read_npy},
      {"zip", read_archive},
      {"pickle", read_pickle_alone},
      {"legacy_pth", read_legacy_pth},
      {"caffemodel", read_caffemodel},
      {"any", read_weights},
  };
  return readers;
}

}  // namespace pixelwise
