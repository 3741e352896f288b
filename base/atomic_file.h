// Files that appear under their name only when they are complete.
#pragma once

#include <functional>
#include <ostream>
#include <string>

namespace pixelwise {

/// Writes a file through a temporary file in the same folder: `write` fills a binary stream, the
/// data is flushed to disk, then the file is renamed to `path`. On any failure (full disk, no
/// permission, an exception from `write`) the temporary file is removed, a file that was at `path`
/// before does not change, and std::runtime_error says what failed.
void write_file_atomically(const std::string& path,
                           const std::function<void(std::ostream&)>& write);

/// The same for libraries that open files themselves. `write` gets the temporary path, which ends
/// like `path`. It must create that file.
void write_path_atomically(const std::string& path,
                           const std::function<void(const std::string&)>& write);

}  // namespace pixelwise
