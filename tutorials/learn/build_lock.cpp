#include "tutorials/learn/build_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace pixelwise {

// The programs that the build starts do not inherit the file: it is locked by this object alone.
BuildLock::BuildLock() : file_(open("build/release.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
  if (file_ >= 0) flock(file_, LOCK_EX);
}

BuildLock::~BuildLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace pixelwise
