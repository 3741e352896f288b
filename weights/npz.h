// .npz: a zip archive of .npy arrays, as numpy.savez and numpy.savez_compressed write it.
#pragma once

#include "weights/zip_archive.h"

namespace pixelwise {

/// Reads all arrays of an archive that was opened from `file`.
WeightFile read_npz(const FileBytes& file, const ZipArchive& archive);

/// Writes all tensors, not compressed, for numpy.load; metadata have no place. The file appears
/// under its name only when complete. Throws std::invalid_argument for an empty array or a name
/// that is not UTF-8, std::runtime_error if writing fails.
void write_npz(const std::string& path, const WeightFile& file);

}  // namespace pixelwise
