#include "weights/byte_listing.h"

#include "base/check.h"
#include "weights/container.h"
#include "weights/list_formats.h"
#include "weights/safetensors.h"
#include "weights/safetensors_header.h"

namespace pixelwise {
namespace {

constexpr std::size_t kHeaderShown = 300;

void list_safetensors(const FileBytes& file, ByteRows& rows) {
  constexpr std::int64_t kLengthBytes = 8;
  const std::int64_t length = safetensors_header_length(file), data = kLengthBytes + length;
  const std::string json(file.bytes().substr(kLengthBytes, static_cast<std::size_t>(length)));
  rows.heads("part", false);
  rows.row({0, kLengthBytes}, "length", text("the header has ", length, " bytes"));
  rows.row({kLengthBytes, data}, "header", "JSON:");
  rows.note(cut_text(json, kHeaderShown));
  const SafetensorsHeader header = parse_safetensors_header(file.path(), json, file.size() - data);
  rows.title(text("Where the numbers are: data_offsets count from byte ", data));
  FilePart values(file, data, file.size());
  for (const SafetensorsEntry& entry : header.tensors) {
    const StoredArray& array = entry.array;
    rows.title(text(cut_text(array.name, 60), "  ", cut_text(array.dtype, 20), " ",
                    list_text(array.shape), ", bytes ", data + array.begin, " to ",
                    data + entry.end));
    if (array.type == StoredType::other) {
      rows.note("of a type that is not read");
    } else {
      rows.numbers(file.path(), array, values, data);
    }
  }
}

}  // namespace

void list_npy(const FileBytes& file, const FileRange& range, ByteRows& rows) {
  FilePart source(file, range.begin, range.end);
  std::string why;
  const std::optional<StoredArray> array = describe_npy(file.path(), "arr_0", source, why);
  const auto at = [&](std::int64_t begin, std::int64_t end) {
    return FileRange{range.begin + begin, range.begin + end};
  };
  rows.row(at(0, 6), "magic", "\\x93NUMPY: an array of NumPy");
  rows.row(at(6, 8), "version",
           text("version ", static_cast<int>(source.read(6, 7)[0]), ".",
                static_cast<int>(source.read(7, 8)[0])));
  if (!array) {
    rows.note("left out: " + cut_text(why, 60));
    return;
  }
  const std::int64_t header = source.read(6, 7)[0] == 1 ? 10 : 12;
  rows.row(at(8, header), "length", text("the header has ", array->begin - header, " bytes"));
  const std::string_view words(source.read(header, array->begin),
                               static_cast<std::size_t>(array->begin - header));
  rows.row(at(header, array->begin), "header",
           cut_text(words.substr(0, words.find_last_not_of(" \n") + 1), kHeaderShown));
  rows.numbers(file.path(), *array, source, range.begin);
}

void list_bytes(const FileBytes& file, std::ostream& out) {
  ByteRows rows(out, file.bytes());
  const Container container = container_of(file.bytes());
  if (container == Container::caffemodel || container == Container::unknown) {
    fail_file(file.path(), "cannot be listed byte by byte; .pth (zip or legacy), .npz, .npy and ",
              "safetensors can");
  }
  out << cut_text(file.path(), 60) << ": " << file.size() << " bytes\n";
  switch (container) {
    case Container::safetensors:
      return list_safetensors(file, rows);
    case Container::zip:
      return list_zip(file, rows);
    case Container::npy:
      rows.heads("part", false);
      return list_npy(file, {0, file.size()}, rows);
    default:
      return list_legacy_pth(file, rows);
  }
}

}  // namespace pixelwise
