#include "base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/check.h"

namespace pixelwise {
namespace {

std::string reason() { return std::strerror(errno); }

// A file is only safe under its final name once its bytes have reached the disk.
void flush_to_disk(const std::string& path, const std::string& final_path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail_file(final_path, "cannot write: ", reason());
  const bool synced = ::fsync(file) == 0;
  const std::string why = reason();
  ::close(file);
  if (!synced) fail_file(final_path, "cannot write: ", why);
}

}  // namespace

void write_path_atomically(const std::string& path,
                           const std::function<void(const std::string&)>& write) {
  namespace fs = std::filesystem;
  const fs::path target(path);
  std::error_code unknown;
  const fs::file_status before = fs::status(target, unknown);
  if (fs::is_directory(before)) fail_file(path, "cannot write: is a folder, not a file");
  // A rename would replace a device such as /dev/null by a plain file.
  if (fs::exists(before) && !fs::is_regular_file(before)) {
    fail_file(path, "cannot write: is not a regular file");
  }
  const std::string name =
      text(".", target.stem().string(), ".", ::getpid(), ".partial", target.extension().string());
  const std::string temporary = (target.parent_path() / name).string();
  try {
    write(temporary);
    flush_to_disk(temporary, path);
    if (std::rename(temporary.c_str(), path.c_str()) != 0) {
      fail_file(path, "cannot write: ", reason());
    }
  } catch (...) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw;
  }
}

void write_file_atomically(const std::string& path,
                           const std::function<void(std::ostream&)>& write) {
  write_path_atomically(path, [&](const std::string& temporary) {
    errno = 0;
    std::ofstream out(temporary, std::ios::binary);
    if (!out) fail_file(path, "cannot write: ", reason());
    write(out);
    errno = 0;
    out.close();
    if (!out) fail_file(path, "cannot write: ", errno != 0 ? reason() : "the disk may be full");
  });
}

}  // namespace pixelwise
