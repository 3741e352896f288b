#include "weights/safetensors.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/check.h"
#include "weights/safetensors_header.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kLengthBytes = 8;           // the header's length, before the header
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the limit of the reference implementation

}  // namespace

std::int64_t safetensors_header_length(const FileBytes& file) {
  const std::int64_t size = file.size();
  if (size < kLengthBytes) {
    fail_file(file.path(), "has ", size, " bytes; a safetensors file starts with 8 bytes that ",
              "give the length of its header");
  }
  std::uint64_t length = 0;
  std::memcpy(&length, file.bytes().data(), sizeof length);
  if (length > static_cast<std::uint64_t>(size - kLengthBytes)) {
    fail_file(file.path(), "bytes 0 to 7 announce a header of ", length, " bytes, but ",
              size - kLengthBytes, " follow; truncated, or not a safetensors file");
  }
  if (length > kMaxHeader) {
    fail_file(file.path(), "has a header of ", length, " bytes; ", kMaxHeader, " are allowed");
  }
  return static_cast<std::int64_t>(length);
}

namespace {

std::string header_json(const WeightFile& file) {
  nlohmann::json header = nlohmann::json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::int64_t offset = 0;
  for (const auto& [name, array] : file.tensors) {
    require(!array.is_empty(), "write_safetensors: tensor ", shown_name(name), " has no values");
    require(name != "__metadata__", "write_safetensors: a tensor cannot be named __metadata__");
    const std::int64_t end = offset + array.size() * std::int64_t{sizeof(float)};
    header[name] = {
        {"dtype", "F32"}, {"shape", sizes_of(array.shape())}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string json;
  try {
    json = header.dump();
  } catch (const nlohmann::json::exception& error) {
    fail("write_safetensors: a name or a metadata value is not UTF-8 (", error.what(), ")");
  }
  // Readers that map the file into memory want the values aligned; the format allows spaces.
  json.append((8 - json.size() % 8) % 8, ' ');
  return json;
}

}  // namespace

WeightFile read_safetensors(const FileBytes& file) {
  const std::int64_t length = safetensors_header_length(file), data = kLengthBytes + length;
  SafetensorsHeader header = parse_safetensors_header(
      file.path(), std::string(file.bytes().substr(kLengthBytes, static_cast<std::size_t>(length))),
      file.size() - data);
  WeightCollector collector(file.path(), "safetensors", file.size());
  FilePart values(file, data, file.size());
  for (const SafetensorsEntry& entry : header.tensors) {  // by offset: one pass over the file
    collector.add(entry.array, values);
  }
  WeightFile result = collector.take();
  result.metadata = std::move(header.metadata);
  return result;
}

void write_safetensors(const std::string& path, const WeightFile& file) {
  const std::string json = header_json(file);
  write_file_atomically(path, [&](std::ostream& out) {
    const std::uint64_t length = json.size();
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out.write(json.data(), static_cast<std::streamsize>(json.size()));
    for (const auto& [name, array] : file.tensors) {
      FloatBlocks blocks(array);
      while (blocks.next()) out << blocks.bytes();
    }
  });
}

}  // namespace pixelwise
