// The JSON header of a safetensors file, checked against the bytes that follow it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "weights/stored_array.h"

namespace pixelwise {

/// One tensor as the header describes it. `begin` and `end` are bytes from the end of the header.
struct SafetensorsEntry {
  StoredArray array;
  std::int64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> tensors;  // by rising offset
  std::map<std::string, std::string> metadata;
};

/// Parses `json`, the header of the file at `path`, which is followed by `data_bytes` bytes.
/// As in the reference implementation the tensors must cover those bytes exactly: no overlap, no
/// hole, nothing behind. Throws std::runtime_error with the path for anything else, for names that
/// occur twice, and for sizes that do not belong to shape and dtype. A dtype that is not known here
/// stays StoredType::other, its size unchecked.
SafetensorsHeader parse_safetensors_header(const std::string& path, const std::string& json,
                                           std::int64_t data_bytes);

}  // namespace pixelwise
