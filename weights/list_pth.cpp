// Listings of .pth files, of both forms, and of the zip archives that .npz files are.
#include <set>

#include "base/check.h"
#include "weights/list_formats.h"
#include "weights/list_zip_headers.h"
#include "weights/pickle_words.h"
#include "weights/pth.h"

namespace pixelwise {
namespace {

constexpr std::string_view kPickleTitle =
    "a program for a machine with a stack. Python carries it out; this reader calls nothing";

using StoragePlace = std::function<const FileRange*(const std::string& key)>;

void list_tensors(const FileBytes& file, const TorchState& state, const StoragePlace& place_of,
                  ByteRows& rows) {
  rows.title("Where the numbers are: [index in the tensor], and the number.");
  for (const TorchTensor& tensor : state.tensors) {
    const StoredArray& array = tensor.array;
    rows.title(text(cut_text(array.name, 60), "  ", cut_text(array.dtype, 20), " ",
                    list_text(array.shape), ", strides ", list_text(array.strides), ", storage '",
                    cut_text(tensor.storage, 20), "'"));
    if (array.type == StoredType::other) {
      rows.note("of a type that is not read");
      continue;
    }
    const FileRange* const place = place_of(tensor.storage);
    if (place == nullptr) {
      rows.note("the file has these numbers compressed, or not at all");
      continue;
    }
    FilePart source(file, place->begin, place->end);
    rows.numbers(file.path(), array, source, place->begin);
  }
  for (const auto& [name, why] : state.skipped) {
    rows.note(text(cut_text(name, 60), "  left out: ", cut_text(why, 80)));
  }
}

void list_zip_pth(const FileBytes& file, const ZipArchive& archive,
                  const std::map<std::string, FileRange>& places, ByteRows& rows) {
  const std::string folder = folder_of(archive);
  std::set<std::string> stored;
  for (const ZipEntry& entry : archive.entries()) {
    if (entry.stored) stored.insert(entry.name);
  }
  const auto stored_place = [&](const std::string& name) {
    const auto found = places.find(name);
    return found == places.end() || !stored.contains(name) ? nullptr : &found->second;
  };
  const FileRange* const program = stored_place(folder + "/data.pkl");
  if (program == nullptr) {
    fail_file(file.path(), "its pickle is compressed, so that its bytes mean nothing by ",
              "themselves; save it again with torch.save");
  }
  rows.title(text(cut_text(folder, 40), "/data.pkl, the pickle: ", kPickleTitle, "."));
  rows.heads("opcode", true);
  const std::string_view bytes = file.bytes().substr(0, static_cast<std::size_t>(program->end));
  PickleRows opcodes(rows, bytes);
  const Pickle pickle = read_torch_pickle(
      file.path(), bytes, static_cast<std::size_t>(program->begin), opcodes.observer());
  opcodes.end();
  list_tensors(
      file, torch_state(file.path(), pickle),
      [&](const std::string& key) { return stored_place(folder + "/data/" + key); }, rows);
}

}  // namespace

void list_zip(const FileBytes& file, ByteRows& rows) {
  const ZipArchive archive(file);
  const std::map<std::string, FileRange> places = list_zip_headers(file, archive, rows);
  if (is_zip_pth(archive)) return list_zip_pth(file, archive, places, rows);
  for (const ZipEntry& entry : archive.entries()) {
    const auto place = places.find(entry.name);
    if (!entry.name.ends_with(".npy") || place == places.end()) continue;
    rows.title(cut_text(entry.name, 70));
    if (entry.stored) {
      list_npy(file, place->second, rows);
    } else {
      rows.note("compressed: its bytes mean nothing by themselves");
    }
  }
}

void list_legacy_pth(const FileBytes& file, ByteRows& rows) {
  constexpr const char* kPickles[] = {"the magic number of torch.save", "the version of the format",
                                      "the machine that wrote it", "the object: its tensors",
                                      "the keys of the storages, in the order of their data"};
  std::optional<PickleRows> opcodes;
  const LegacyPth parsed = parse_legacy_pth(file, [&](int number) {
    if (opcodes) opcodes->end();
    rows.title(text("Pickle ", number + 1, " of 5, ", kPickles[number],
                    number == 0 ? text(": ", kPickleTitle) : "", "."));
    rows.heads("opcode", true);
    opcodes.emplace(rows, file.bytes());
    return opcodes->observer();
  });
  opcodes->end();
  rows.title(
      "Behind the pickles, for each storage: how many numbers, in 8 bytes, and the numbers.");
  for (const auto& [key, range] : parsed.storages) {
    rows.row({range.begin - 8, range.begin}, "count", text("storage '", cut_text(key, 30), "'"));
    rows.row(range, "data", text(range.end - range.begin, " bytes"));
  }
  list_tensors(
      file, parsed.state,
      [&](const std::string& key) {
        const auto found = parsed.storages.find(key);
        return found == parsed.storages.end() ? nullptr : &found->second;
      },
      rows);
}

}  // namespace pixelwise
