#include "base/file_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace pixelwise {
namespace {

// Closes the file at the end of the scope. A mapping of it stays.
struct OpenFile {
  explicit OpenFile(const std::string& path) : descriptor(::open(path.c_str(), kFlags)) {}
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  static constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a pipe must not block
  const int descriptor;
};

}  // namespace

FileBytes::FileBytes(const std::string& path) : path_(path) {
  const OpenFile file(path);
  if (file.descriptor < 0) fail_file(path, "cannot open: ", std::strerror(errno));
  struct stat status {};
  if (::fstat(file.descriptor, &status) != 0) {
    fail_file(path, "cannot find its size: ", std::strerror(errno));
  }
  if (S_ISDIR(status.st_mode)) fail_file(path, "is a folder, not a file");
  if (!S_ISREG(status.st_mode)) fail_file(path, "is not a regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return;  // an empty file cannot be mapped
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0);
  if (start == MAP_FAILED) fail_file(path, "cannot map into memory: ", std::strerror(errno));
  mapped_ = true;
  bytes_ = {static_cast<const char*>(start), size};
}

FileBytes::FileBytes(std::string path, std::string bytes)
    : path_(std::move(path)), owned_(std::move(bytes)), bytes_(owned_) {}

FileBytes::~FileBytes() {
  if (mapped_) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

void FileBytes::release(std::int64_t begin, std::int64_t end) const {
  if (!mapped_) return;
  const std::int64_t page = ::sysconf(_SC_PAGESIZE);
  const std::int64_t first = (begin + page - 1) / page * page, last = end / page * page;
  // The pages belong to a read-only mapping of a file: dropping them loses nothing. It may fail.
  if (first < last) {
    ::madvise(const_cast<char*>(bytes_.data()) + first, static_cast<std::size_t>(last - first),
              MADV_DONTNEED);
  }
}

}  // namespace pixelwise
