// .npy: one array for NumPy.
#pragma once

#include <string>

#include "autograd/array.h"

namespace pixelwise {

/// Writes float32 values in C order (format version 1.0, numpy/lib/format.py). The file appears
/// under its name only when complete.
void write_npy(const std::string& path, const Array& array);

}  // namespace pixelwise
