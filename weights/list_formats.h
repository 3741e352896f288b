// Listings of single formats, see byte_listing.h.
#pragma once

#include "weights/byte_rows.h"
#include "weights/npy.h"

namespace pixelwise {

/// A zip archive: its headers, then the .pth or the .npy arrays in it.
void list_zip(const FileBytes& file, ByteRows& rows);

/// The pickles of an older .pth, and its tensors.
void list_legacy_pth(const FileBytes& file, ByteRows& rows);

/// A .npy array in bytes `range` of the file.
void list_npy(const FileBytes& file, const FileRange& range, ByteRows& rows);

}  // namespace pixelwise
