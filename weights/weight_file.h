// Files of weights, whatever their format.
#pragma once

#include <map>
#include <string>

#include "autograd/array.h"
#include "base/file_bytes.h"

namespace pixelwise {

/// What a file of weights holds.
struct WeightFile {
  std::map<std::string, Array> tensors;
  std::map<std::string, std::string> metadata;  // safetensors only
  /// What is there but is no weight of ours (integers, more than four axes, the number of epochs):
  /// name -> why, for example "dtype I64". Never written.
  std::map<std::string, std::string> skipped;
  /// "safetensors", "npy", "npz", "pth", "legacy pth" or "caffemodel".
  std::string format;
};

/// Reads a file of any of these formats, which it tells by the first bytes, not by the name.
/// Single, double, half and bfloat16 values become Real, exactly where Real can hold them. Values
/// are converted straight from the mapped file, so that reading takes little more memory than the
/// tensors. Names stay as the file has them (see names.h).
///
/// Nothing in a file is executed, and none of its sizes is believed before it was compared with the
/// size of the file. Throws std::runtime_error with the path and what was expected where if the
/// file is missing, truncated, damaged, of another format, or asks for more than tensors.
WeightFile read_weights(const std::string& path);
WeightFile read_weights(const FileBytes& file);

/// Throws std::runtime_error if a file that was read from `path` holds no tensors: it names what it
/// does hold, and why that is no tensor of ours.
void require_tensors(const std::string& path, const WeightFile& file);

/// Writes tensors as safetensors or npz, as the name ends (.safetensors, .npz); npz has no place
/// for metadata. The file appears under its name only when complete. Throws std::invalid_argument
/// for another ending or tensors that cannot be written, std::runtime_error if writing fails.
void write_weights(const std::string& path, const WeightFile& file);

/// Whether write_weights knows the ending of this path.
bool is_weight_name(const std::string& path);

/// A name from a file, in quotes, fit for a message: short, without control characters.
std::string shown_name(const std::string& name);

}  // namespace pixelwise
