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

// The folder that everything lies in: "vgg16" of "vgg16/data.pkl"; none if there is no pickle.
std::string folder_of(const ZipArchive& archive) {
  for (const ZipEntry& entry : archive.entries()) {
    if (!entry.name.ends_with(kPickleName)) continue;
    return entry.name.substr(0, entry.name.size() - kPickleName.size());
  }
  return "";
}

std::string contents(const ZipArchive& archive, const ZipEntry& entry) {
  const auto source = archive.open(entry);
  return {source->read(0, entry.size), static_cast<std::size_t>(entry.size)};
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
  for (const TorchTensor& tensor : state.tensors) {
    const TorchStorage& storage = state.storages.at(tensor.storage);
    const auto entry = entries.find(folder + "/data/" + tensor.storage);
    if (entry == entries.end()) {
      fail_file(path, "lacks the entry ", shown_name(folder + "/data/" + tensor.storage),
                ", the values of ", shown_name(tensor.array.name));
    }
    if (entry->second->size / storage.value_bytes != storage.values ||
        entry->second->size % storage.value_bytes != 0) {
      fail_file(path, "the entry ", shown_name(entry->first), " has ", entry->second->size,
                " bytes, but its ", storage.dtype, " has ", storage.values, " values of ",
                storage.value_bytes, " bytes");
    }
    // Tensors may share a storage; what is compressed would be unpacked again for each of them.
    if (!entry->second->stored) {
      fail_file(path, "the entry ", shown_name(entry->first),
                " is compressed, which torch.save never does; save it again with torch.save");
    }
    collector.add(tensor.array, *archive.open(*entry->second));
  }
  return collector.take();
}

}  // namespace pixelwise
