// The bytes of a file, without a copy of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pixelwise {

/// A file mapped into memory: the system reads a part of it when this part is first used, and
/// release() gives its memory back. The file must not become shorter meanwhile: the system would
/// end the program. Not copyable.
class FileBytes {
 public:
  /// Maps a regular file. Throws std::runtime_error with the path and the reason.
  explicit FileBytes(const std::string& path);

  /// Bytes that are in memory already; `path` is the name used in messages.
  FileBytes(std::string path, std::string bytes);

  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  const std::string& path() const { return path_; }
  std::string_view bytes() const { return bytes_; }
  std::int64_t size() const { return static_cast<std::int64_t>(bytes_.size()); }

  /// Frees the memory of bytes [begin, end). If they are used again, the system reads them again.
  void release(std::int64_t begin, std::int64_t end) const;

 private:
  std::string path_;
  std::string owned_;       // empty if mapped
  std::string_view bytes_;  // of the mapping, or of owned_
  bool mapped_ = false;
};

}  // namespace pixelwise
