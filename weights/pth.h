// .pth: what torch.save writes. Since PyTorch 1.6 a zip archive, before that five pickles followed
// by the values; VGG-16 and the FCNs are published in the older form.
// Source: torch/serialization.py (_save, _legacy_save).
#pragma once

#include "weights/torch_state.h"
#include "weights/zip_archive.h"

namespace pixelwise {

/// Reads NAME/data.pkl and the storages NAME/data/KEY of an archive that was opened from `file`.
WeightFile read_zip_pth(const FileBytes& file, const ZipArchive& archive);

/// Whether an archive is one of torch.save.
bool is_zip_pth(const ZipArchive& archive);

/// The folder that everything of a .pth is in: "vgg16" of "vgg16/data.pkl"; "" if it has no pickle.
std::string folder_of(const ZipArchive& archive);

/// Reads the older form; is_legacy_pth looks at the first bytes.
WeightFile read_legacy_pth(const FileBytes& file);
bool is_legacy_pth(std::string_view bytes);

/// Before each of the older form's five pickles, 0 to 4: who hears of its opcodes.
using PickleStart = std::function<PickleObserver(int number)>;

/// What is in a file of the older form.
struct LegacyPth {
  TorchState state;
  std::map<std::string, FileRange> storages;  // by key
};
LegacyPth parse_legacy_pth(const FileBytes& file, const PickleStart& observer = {});

}  // namespace pixelwise
