#include <algorithm>

#include "base/check.h"
#include "weights/pth.h"
#include "weights/torch_state.h"

namespace pixelwise {
namespace {

constexpr std::string_view kPickleName = "/data.pkl";

const ZipEntry* find(const ZipArchive& archive, const std::string& name) {
  const auto& entries = archive.entries();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const ZipEntry& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace

std::string folder_of(const ZipArchive& archive) {
  for (const ZipEntry& entry : archive.entries()) {
    if (!entry.name.ends_with(kPickleName)) continue;
    return entry.name.substr(0, entry.name.size() - kPickleName.size());
  }
  return "";
}

namespace {

std::string contents(const ZipArchive& archive, const ZipEntry& entry) {
  const auto source = archive.open(entry);
  return {source->read(0, entry.size), static_cast<std::size_t>(entry.size)};
}

// A whole entry that was compressed.
class Unpacked : public ByteSource {
 public:
  explicit Unpacked(std::string bytes) : bytes_(std::move(bytes)) {}
  std::int64_t size() const override { return static_cast<std::int64_t>(bytes_.size()); }
  const char* read(std::int64_t begin, std::int64_t) override { return bytes_.data() + begin; }

 private:
  const std::string bytes_;
};

std::unique_ptr<ByteSource> open_values(const ZipArchive& archive, const ZipEntry& entry,
                                        const TorchStorage& storage, const std::string& path) {
  if (entry.size / storage.value_bytes != storage.values || entry.size % storage.value_bytes != 0) {
    fail_file(path, "the entry ", shown_name(entry.name), " has ", entry.size, " bytes, but its ",
              storage.dtype, " has ", storage.values, " values of ", storage.value_bytes, " bytes");
  }
  if (entry.stored) return archive.open(entry);
  return std::make_unique<Unpacked>(contents(archive, entry));
}

}  // namespace

bool is_zip_pth(const ZipArchive& archive) { return !folder_of(archive).empty(); }

WeightFile read_zip_pth(const FileBytes& file, const ZipArchive& archive) {
  const std::string& path = file.path();
  const std::string folder = folder_of(archive);
  const ZipEntry* const order = find(archive, folder + "/byteorder");
  if (order != nullptr && contents(archive, *order) != "little") {
    fail_file(path, "holds big-endian values, which are not read");
  }
  const std::string program = contents(archive, *find(archive, folder + std::string(kPickleName)));
  const Pickle pickle = read_torch_pickle(path, program, 0);
  TorchState state = torch_state(path, pickle);

  std::map<std::string, const ZipEntry*> entries;
  for (const ZipEntry& entry : archive.entries()) entries[entry.name] = &entry;
  WeightCollector collector(path, "pth", std::max(file.size(), archive.unpacked_bytes()));
  for (const auto& [name, why] : state.skipped) collector.skip(name, why);
  // Storage by storage: tensors may share one, and what is compressed is unpacked only once.
  std::stable_sort(
      state.tensors.begin(), state.tensors.end(),
      [](const TorchTensor& a, const TorchTensor& b) { return a.storage < b.storage; });
  std::string open_storage;
  std::unique_ptr<ByteSource> values;
  for (const TorchTensor& tensor : state.tensors) {
    if (tensor.array.type == StoredType::other) {
      collector.skip(tensor.array.name, "dtype " + tensor.array.dtype);
      continue;
    }
    if (values == nullptr || open_storage != tensor.storage) {
      const auto entry = entries.find(folder + "/data/" + tensor.storage);
      if (entry == entries.end()) {
        fail_file(path, "lacks the entry ", shown_name(folder + "/data/" + tensor.storage),
                  ", the values of ", shown_name(tensor.array.name));
      }
      values = open_values(archive, *entry->second, state.storages.at(tensor.storage), path);
      open_storage = tensor.storage;
    }
    collector.add(tensor.array, *values);
  }
  return collector.take();
}

}  // namespace pixelwise
