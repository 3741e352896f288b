#include "weights/weight_file.h"

#include <cstdio>

#include "base/check.h"
#include "weights/caffemodel.h"
#include "weights/container.h"
#include "weights/npy.h"
#include "weights/npz.h"
#include "weights/pth.h"
#include "weights/safetensors.h"

namespace pixelwise {
namespace {

constexpr std::string_view kNpzEnding = ".npz", kSafetensorsEnding = ".safetensors";

// What people have where they expected weights.
struct OtherFormat {
  std::string_view begins;
  const char* hint;
};
constexpr OtherFormat kOtherFormats[] = {
    {"\x89HDF", "an HDF5 file (Keras); save the weights as .npz or safetensors"},
    {"\x1f\x8b", "compressed by gzip; unpack it first"},
    {"<", "a web page; a download that failed?"},
    {"version https://git-lfs", "a Git LFS pointer; the file itself is still to be fetched"},
    {"\x80", "a Python pickle, but not one of torch.save"},
};

[[noreturn]] void fail_unknown(const FileBytes& file) {
  std::string begin;
  for (const char c : file.bytes().substr(0, 8)) {
    char digits[4];
    std::snprintf(digits, sizeof digits, " %02x", static_cast<unsigned>(c) & 0xffU);
    begin += digits;
  }
  std::string hint;
  for (const OtherFormat& other : kOtherFormats) {
    if (hint.empty() && file.bytes().starts_with(other.begins))
      hint = text("; it looks like ", other.hint);
  }
  fail_file(file.path(),
            "is no weight file: expected safetensors, npy, npz, .pth (zip or legacy) or ",
            "caffemodel, but ", begin.empty() ? "it is empty" : "it begins with" + begin, hint);
}

WeightFile read_zip(const FileBytes& file) {
  const ZipArchive archive(file);
  if (is_zip_pth(archive)) return read_zip_pth(file, archive);
  for (const ZipEntry& entry : archive.entries()) {
    if (entry.name.ends_with(".npy")) return read_npz(file, archive);
  }
  fail_file(file.path(), "is a zip archive of ", archive.entries().size(),
            " entries, but holds neither NAME/data.pkl (.pth) nor .npy arrays (.npz)");
}

}  // namespace

WeightFile read_weights(const std::string& path) { return read_weights(FileBytes(path)); }

WeightFile read_weights(const FileBytes& file) {
  switch (container_of(file.bytes())) {
    case Container::safetensors:
      return read_safetensors(file);
    case Container::zip:
      return read_zip(file);
    case Container::npy:
      return read_npy(file);
    case Container::legacy_pth:
      return read_legacy_pth(file);
    case Container::caffemodel:
      return read_caffemodel(file);
    case Container::unknown:
      break;
  }
  fail_unknown(file);
}

void require_tensors(const std::string& path, const WeightFile& file) {
  constexpr std::size_t kShown = 8;
  if (!file.tensors.empty()) return;
  std::string list, hint;
  std::size_t shown = 0;
  for (const auto& [name, why] : file.skipped) {
    if (why.starts_with("an object")) hint = "; of a whole model, save model.state_dict()";
    if (shown++ == kShown) break;
    list += text(shown == 1 ? "; it holds " : ", ", shown_name(name), " (", why, ")");
  }
  if (file.skipped.size() > kShown) list += text(", and ", file.skipped.size() - kShown, " more");
  fail_file(path, "holds no tensors of floating-point numbers",
            list.empty() ? "; it is empty" : list, hint);
}

void write_weights(const std::string& path, const WeightFile& file) {
  require(is_weight_name(path), path, ": weights are written as .safetensors or .npz");
  if (path.ends_with(kNpzEnding)) {
    write_npz(path, file);
  } else {
    write_safetensors(path, file);
  }
}

bool is_weight_name(const std::string& path) {
  return path.ends_with(kNpzEnding) || path.ends_with(kSafetensorsEnding);
}

std::string shown_name(const std::string& name) {
  constexpr std::size_t kLongest = 80;
  std::string shown = name.substr(0, kLongest);
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  }
  return "'" + shown + (name.size() > kLongest ? "...'" : "'");
}

}  // namespace pixelwise
