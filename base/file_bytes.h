// The bytes of a file that is read in place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pixelwise {

/// A file mapped into memory: nothing is read before it is looked at, and what was looked at does
/// not count as memory of ours for longer than wanted. The file must not shrink meanwhile (the
/// system then ends the program). Not copyable.
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

  /// Bytes [begin, end) are not needed for now: their memory is free for other uses. They can be
  /// looked at again, which reads them again.
  void release(std::int64_t begin, std::int64_t end) const;

 private:
  std::string path_;
  std::string owned_;       // empty if mapped
  std::string_view bytes_;  // of the mapping, or of owned_
  bool mapped_ = false;
};

}  // namespace pixelwise
