#include "base/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <regex>
#include <set>
#include <vector>

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

// The process in ".NAME.PROCESS.partial.END" (libzip adds six letters), or 0 for any other name.
pid_t writer_of(const std::string& name) {
  static const std::regex form(R"(\..+\.([1-9][0-9]{0,8})\.partial(\..*)?)");
  std::smatch parts;
  return std::regex_match(name, parts, form) ? std::stoi(parts[1]) : 0;
}

bool is_running(pid_t process) { return ::kill(process, 0) == 0 || errno != ESRCH; }

// Once for each folder: it can hold many files, and much can be written into it.
void remove_left_behind(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  static std::mutex mutex;
  static std::set<fs::path> done;
  const std::lock_guard lock(mutex);
  std::error_code error;
  if (!done.insert(fs::absolute(folder, error)).second) return;
  std::vector<fs::path> dead;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const pid_t writer = writer_of(entry->path().filename().string());
    if (writer > 0 && !is_running(writer)) dead.push_back(entry->path());
  }
  for (const fs::path& path : dead) fs::remove(path, error);
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
  remove_left_behind(target.has_parent_path() ? target.parent_path() : fs::path("."));
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
