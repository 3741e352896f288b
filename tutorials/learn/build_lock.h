// BuildLock: one build at a time in build/release.
#pragma once

namespace pixelwise {

/// While it lives, every other build by `./run` or learn waits: two at once would spoil Ninja's log
/// (cmake/setup.sh says how, and takes the same lock, build/release.lock). Paths start at the
/// project's folder. If the file cannot be made, nobody waits.
class BuildLock {
 public:
  BuildLock();
  ~BuildLock();
  BuildLock(const BuildLock&) = delete;
  BuildLock& operator=(const BuildLock&) = delete;

 private:
  int file_;
};

}  // namespace pixelwise
