// .npy: one array, as NumPy stores it. Format: numpy/lib/format.py.
#pragma once

#include <optional>
#include <string>

#include "weights/stored_array.h"

namespace pixelwise {

/// Reads a .npy file; its only array is called "arr_0", as NumPy calls an array without a name.
WeightFile read_npy(const FileBytes& file);

/// Adds the array in `source`, the bytes of a .npy file, to what is collected: versions 1 to 3, C
/// and Fortran order. Other types, and tables whose header is longer than 64 KiB, are skipped.
/// Throws std::runtime_error with `path` and the name for what is no .npy or damaged.
void read_npy(const std::string& path, const std::string& name, ByteSource& source,
              WeightCollector& collector);

/// The array that the bytes of a .npy file describe. None, and `why`, for what read_npy() skips.
std::optional<StoredArray> describe_npy(const std::string& path, const std::string& name,
                                        ByteSource& source, std::string& why);

/// Whether bytes begin as those of a .npy file do.
bool is_npy(ByteSource& source);

/// What comes before the values of an array: version 1.0, float32, C order.
std::string npy_header(const Shape& shape);

/// Writes float32 values in C order. The file appears under its name only when complete.
void write_npy(const std::string& path, const Array& array);

}  // namespace pixelwise
