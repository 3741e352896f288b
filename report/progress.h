// Progress: how far long work has come, how fast it goes, and when it will be done.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace pixelwise {

enum class ProgressStyle {
  automatic,  // a bar if standard error is a terminal, lines otherwise
  bar,        // one line that is drawn again and again
  lines,      // a line now and then: for log files
  quiet,      // nothing at all
};

struct ProgressOptions {
  ProgressStyle style = ProgressStyle::automatic;
  std::string unit = "it";  // what is counted, as in "12.3 it/s"
  std::int64_t start = 0;   // what was done before (resuming); it does not count as speed
  double seconds_between_lines = 10;
  // For tests; by default standard error, a steady clock (seconds), the terminal's width.
  std::ostream* out = nullptr;
  std::function<double()> clock;
  int width = 0;
};

/// Shows the progress of `total` steps on standard error:
///
///     FCN-32s  [=========>           ]  84/200  42%  13.1 it/s  0:09 left  loss 0.512
///
/// A bar is drawn at most ten times a second, never wider than the terminal, and stays as a closing
/// line when finished. Lines come after the first step, then every ten seconds, and at the end. The
/// destructor leaves no half-drawn bar behind.
class Progress {
 public:
  Progress(std::string title, std::int64_t total, ProgressOptions options = {});
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` steps of the total are done; `note` is short news such as "loss 0.512".
  void update(std::int64_t done, const std::string& note = "");

  /// Prints a line of its own without disturbing the bar. Quiet progress prints nothing.
  void message(const std::string& line);

  /// Closes with the time taken: "FCN-32s  200 it in 0:15 (13.1 it/s)  loss 0.402".
  void finish(const std::string& note = "");

 private:
  double now() const;
  double rate() const;  // steps per second, 0 while unknown
  std::string status(bool with_bar, std::size_t columns) const;
  std::size_t width() const;  // of the terminal
  std::string for_terminal(const std::string& line) const;
  void draw_bar();
  void clear_bar();
  void print_line(const std::string& line);

  std::string title_;
  std::int64_t total_;
  ProgressOptions options_;
  std::ostream* out_;
  double started_;
  double last_output_;
  std::int64_t done_;
  std::string note_;
  bool any_output_ = false;
  bool bar_visible_ = false;
  bool finished_ = false;
};

/// 0:07, 12:05, 3:04:05.
std::string format_duration(double seconds);

}  // namespace pixelwise
