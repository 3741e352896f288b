// Rows of a listing of a file, byte by byte: offset, bytes, a name, and words; 80 columns wide.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "weights/stored_array.h"

namespace pixelwise {

/// Writes rows about `bytes`. Both must outlive this.
class ByteRows {
 public:
  ByteRows(std::ostream& out, std::string_view bytes);

  /// An empty line and a line of words.
  void title(const std::string& words);

  /// Words without bytes.
  void note(const std::string& words);

  /// Bytes of the file, at most five of them shown. Long words continue on the next line. `height`
  /// is that of a pickle's stack.
  void row(const FileRange& range, const std::string& name, const std::string& words,
           std::optional<std::size_t> height = std::nullopt);

  /// The heads of the columns: of rows with a height, too, or without.
  void heads(const std::string& name, bool with_height);

  /// The first values of an array in `source`, which begins at byte `source_begin` of the file.
  /// Throws std::runtime_error with `path` if the array is not inside.
  void numbers(const std::string& path, const StoredArray& array, ByteSource& source,
               std::int64_t source_begin);

 private:
  void wrapped(std::string line, std::size_t indent, const std::string& words);

  std::ostream& out_;
  const std::string_view bytes_;
  const std::size_t offset_width_;
};

/// Text of a file, fit for a terminal: at most `most` bytes, then "..."; '?' for what is not ASCII.
std::string cut_text(std::string_view text, std::size_t most);

/// "[4, 3, 3, 3]"
std::string list_text(const std::vector<std::int64_t>& numbers);

}  // namespace pixelwise
