// Zip archives, read through libzip: the container of .npz and of .pth files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "weights/stored_array.h"

struct zip;  // of libzip

namespace pixelwise {

/// False in a build without libzip (no_zip.cpp), which reads and writes no archive.
bool has_libzip();

struct ZipEntry {
  std::string name;
  std::uint64_t index;
  std::int64_t size;    // unpacked
  std::int64_t packed;  // as it is in the file
  bool stored;          // as it is, not compressed
};

/// An archive in a mapped file, which must outlive it.
class ZipArchive {
 public:
  /// Throws std::runtime_error with the path for a damaged archive, and for one whose entries claim
  /// to unpack to more than the file can hold: 1032 times its size for a compressed entry (the most
  /// that deflate can do), 100 times for the whole file.
  explicit ZipArchive(const FileBytes& file);

  const std::vector<ZipEntry>& entries() const { return entries_; }

  /// Bytes of all entries, unpacked.
  std::int64_t unpacked_bytes() const { return unpacked_bytes_; }

  /// The bytes of an entry, unpacked piece by piece. Reading to the end checks them against the
  /// archive's checksum. The archive must outlive the result.
  std::unique_ptr<ByteSource> open(const ZipEntry& entry) const;

 private:
  struct Close {
    void operator()(struct zip* archive) const;
  };

  const FileBytes& file_;
  std::unique_ptr<struct zip, Close> archive_;
  std::vector<ZipEntry> entries_;
  std::int64_t unpacked_bytes_ = 0;
};

}  // namespace pixelwise
