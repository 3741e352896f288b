#include "tests/app/run_app.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/shapes.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

void redirect(int descriptor, const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  if (file < 0 || ::dup2(file, descriptor) < 0) ::_exit(120);
  ::close(file);
}

}  // namespace

RunningApp::RunningApp(const std::vector<std::string>& arguments, const RunLimits& limits)
    : out_file_(limits.out_to.empty() ? folder_ / "out" : limits.out_to) {
  std::vector<std::string> words = {PIXELWISE_APP};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  process_ = ::fork();
  if (process_ != 0) return;
  redirect(STDOUT_FILENO, out_file_);
  redirect(STDERR_FILENO, folder_ / "err");
  if (limits.cpu_seconds > 0) {
    const rlimit limit{limits.cpu_seconds, limits.cpu_seconds};
    ::setrlimit(RLIMIT_CPU, &limit);
  }
  if (limits.file_bytes > 0) {
    std::signal(SIGXFSZ, SIG_IGN);  // writing beyond the limit then fails, as on a full disk
    const rlimit limit{limits.file_bytes, limits.file_bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ::execv(pointers[0], pointers.data());
  ::_exit(121);
}

RunningApp::~RunningApp() {
  if (!has_ended()) {
    ::kill(process_, SIGKILL);
    wait();
  }
}

void RunningApp::signal(int number) const { ::kill(process_, number); }

bool RunningApp::has_ended() {
  if (!ended_) ended_ = ::wait4(process_, &state_, WNOHANG, &usage_) == process_;
  return ended_;
}

std::string RunningApp::error_so_far() const { return contents(folder_ / "err"); }

Outcome RunningApp::wait() {
  if (!ended_) ::wait4(process_, &state_, 0, &usage_);
  ended_ = true;
  const int status = WIFEXITED(state_) ? WEXITSTATUS(state_) : 1000 + WTERMSIG(state_);
  return {.status = status,
          .out = fs::is_regular_file(out_file_) ? contents(out_file_) : "",
          .err = contents(folder_ / "err"),
          .cpu_seconds = seconds(usage_.ru_utime) + seconds(usage_.ru_stime),
          .peak_bytes = 1024.0 * static_cast<double>(usage_.ru_maxrss)};
}

Outcome run_app(const std::vector<std::string>& arguments, const RunLimits& limits) {
  return RunningApp(arguments, limits).wait();
}

void write_shapes_folder(const std::string& folder, int count, int width, int height) {
  fs::create_directories(folder + "/images");
  fs::create_directories(folder + "/masks");
  std::ofstream classes(folder + "/classes.txt");
  for (const std::string& name : shapes_classes().names) classes << name << "\n";
  for (int i = 0; i < count; ++i) {
    const Sample sample = make_shapes(ShapesTask::segmentation, 0, Split::train, i, width, height);
    const std::string name = "image" + std::to_string(i) + ".png";
    write_png(folder + "/images/" + name, sample.image);
    write_mask(folder + "/masks/" + name, sample.mask, shapes_classes().palette);
  }
}

std::vector<std::string> file_names(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace pixelwise
