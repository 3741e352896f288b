// Weights as safetensors files: an 8-byte header length, a JSON header, the raw values.
// Format: https://github.com/huggingface/safetensors (README, "Format").
#pragma once

#include "weights/weight_file.h"

namespace pixelwise {

/// Reads F32, F64, F16 and BF16 tensors and the metadata; see read_weights.
WeightFile read_safetensors(const FileBytes& file);

/// The length of the header, which stands in the first 8 bytes and is compared with the file's.
std::int64_t safetensors_header_length(const FileBytes& file);

/// Writes tensors (as F32) and metadata; the file appears under its name only when complete.
/// Throws std::invalid_argument for an empty array, a name that is not UTF-8 or is
/// "__metadata__", and std::runtime_error if writing fails.
void write_safetensors(const std::string& path, const WeightFile& file);

}  // namespace pixelwise
