#include "tests/base/temporary_folder.h"
// Runs the built `pixelwise` as a user would, in folders that vanish afterwards.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pixelwise {

struct Outcome {
  int status = -1;  // exit status; 1000 + n: ended by signal n
  std::string out;  // standard output
  std::string err;  // standard error
  double cpu_seconds = 0;
  double peak_bytes = 0;  // of memory (macOS counts in other units)
};

/// What a run may be limited to, and where its standard output goes.
struct RunLimits {
  std::uint64_t file_bytes = 0;   // no file can grow larger; 0: no limit
  std::uint64_t cpu_seconds = 0;  // after them it is ended by a signal; 0: no limit
  std::string out_to = {};        // standard output goes to this file
};

/// A program that has been started and not yet waited for.
class RunningApp {
 public:
  RunningApp(const std::vector<std::string>& arguments, const RunLimits& limits = {});
  ~RunningApp();
  RunningApp(const RunningApp&) = delete;
  RunningApp& operator=(const RunningApp&) = delete;

  void signal(int number) const;
  bool has_ended();
  std::string error_so_far() const;
  Outcome wait();

 private:
  const TemporaryFolder folder_;
  std::string out_file_;
  pid_t process_ = -1;
  int state_ = 0;
  rusage usage_{};
  bool ended_ = false;
};

/// `pixelwise ARGUMENTS`, until it ends.
Outcome run_app(const std::vector<std::string>& arguments, const RunLimits& limits = {});

/// A folder for folder:DIR: `count` images of shapes with 6 classes and their masks.
void write_shapes_folder(const std::string& folder, int count, int width, int height);

/// Names of all files in a folder, sorted.
std::vector<std::string> file_names(const std::string& folder);

}  // namespace pixelwise
