// The JSON header of a safetensors file, checked against the bytes that follow it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pixelwise {

/// The type of a tensor's values in the file.
enum class StoredType { f32, f64, f16, bf16, other };

/// One tensor as the header describes it. Offsets are bytes from the end of the header.
struct StoredTensor {
  std::string name;
  std::string dtype;  // as spelled in the file
  StoredType type = StoredType::other;
  std::vector<std::int64_t> shape;
  std::int64_t elements = 0;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<StoredTensor> tensors;  // by rising offset
  std::map<std::string, std::string> metadata;
};

/// Parses `json`, the header of the file at `path`, which is followed by `data_bytes` bytes.
/// As in the reference implementation the tensors must cover those bytes exactly: no overlap, no
/// hole, nothing behind. Throws std::runtime_error with the path for anything else, for names that
/// occur twice, and for sizes that do not belong to shape and dtype.
SafetensorsHeader parse_safetensors_header(const std::string& path, const std::string& json,
                                           std::int64_t data_bytes);

/// A name from a file, in quotes, fit for a message: short, without control characters.
std::string shown_name(const std::string& name);

}  // namespace pixelwise
