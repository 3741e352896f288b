// Weights as safetensors files: an 8-byte header length, a JSON header, the raw values.
// Format: https://github.com/huggingface/safetensors (README, "Format").
#pragma once

#include <map>
#include <string>

#include "autograd/array.h"

namespace pixelwise {

/// What a file of weights holds.
struct WeightFile {
  std::map<std::string, Array> tensors;
  std::map<std::string, std::string> metadata;
  /// Tensors that are there but are no weights of ours (integers, more than four axes):
  /// name -> why, for example "dtype I64". Never written.
  std::map<std::string, std::string> skipped;
};

/// Reads a safetensors file: F32, F64, F16 and BF16 become Real, exactly where Real can hold the
/// value. Throws std::runtime_error with the path and what was expected where if the file is
/// missing, truncated or damaged; allocates no more than a small multiple of the file's size.
WeightFile read_safetensors(const std::string& path);

/// Writes tensors (as F32) and metadata; the file appears under its name only when complete.
/// Throws std::invalid_argument for an empty array, a name that is not UTF-8 or is
/// "__metadata__", and std::runtime_error if writing fails.
void write_safetensors(const std::string& path, const WeightFile& file);

}  // namespace pixelwise
