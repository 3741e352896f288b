// A weight file byte by byte, in words: what `pixelwise inspect --bytes` prints.
#pragma once

#include <ostream>

#include "base/file_bytes.h"

namespace pixelwise {

/// Writes what the bytes of a .pth (zip or legacy), .npz, .npy or safetensors file mean, in lines
/// of at most 80 columns: the headers, the opcodes of pickles, and for each tensor where its
/// numbers are and the first of them. Data are cut, so that the listing of a large file is short,
/// too.
///
/// Throws std::runtime_error as read_weights() does, for files of other formats, too; what was
/// understood before a damaged place has then been written.
void list_bytes(const FileBytes& file, std::ostream& out);

}  // namespace pixelwise
