// The local headers of a zip archive, which say where in the file each entry is.
#pragma once

#include <map>
#include <string>

#include "weights/byte_rows.h"
#include "weights/zip_archive.h"

namespace pixelwise {

/// Writes a row for each header, with all its fields for the first one. Returns where the data of
/// each entry are. Throws std::runtime_error with the path if header and directory disagree.
std::map<std::string, FileRange> list_zip_headers(const FileBytes& file, const ZipArchive& archive,
                                                  ByteRows& rows);

}  // namespace pixelwise
