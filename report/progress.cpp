#include "report/progress.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "base/check.h"
#include "base/terminal.h"

namespace pixelwise {
namespace {

constexpr double kSecondsBetweenBars = 0.1;
constexpr std::size_t kWidestBar = 30;
constexpr std::size_t kNarrowestBar = 5;
constexpr std::size_t kUsualWidth = 80;

bool is_terminal() {
  const char* const term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::string(term) != "dumb";
}

// Asked for every bar, because windows change their size.
std::size_t terminal_width() {
  const std::size_t columns = terminal_columns(STDERR_FILENO);
  return columns > 0 ? columns : kUsualWidth;
}

// Three digits are enough to compare speeds.
std::string format_rate(double rate, const std::string& unit) {
  std::array<char, 32> number{};
  const char* const format = rate >= 100 ? "%.0f" : rate >= 1 ? "%.1f" : "%.3f";
  std::snprintf(number.data(), number.size(), format, rate);
  return std::string(number.data()) + " " + unit + "/s";
}

}  // namespace

std::string format_duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return "?";
  const auto whole = static_cast<long>(std::lround(seconds));
  std::array<char, 40> buffer{};
  if (whole >= 3600) {
    std::snprintf(buffer.data(), buffer.size(), "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  } else {
    std::snprintf(buffer.data(), buffer.size(), "%ld:%02ld", whole / 60, whole % 60);
  }
  return buffer.data();
}

Progress::Progress(std::string title, std::int64_t total, ProgressOptions options)
    : title_(std::move(title)),
      total_(total),
      options_(std::move(options)),
      out_(options_.out != nullptr ? options_.out : &std::cerr),
      started_(now()),
      last_output_(started_),
      done_(options_.start) {
  require(total >= 0, "Progress: ", total, " steps");
  if (options_.style == ProgressStyle::automatic) {
    options_.style = is_terminal() ? ProgressStyle::bar : ProgressStyle::lines;
  }
}

Progress::~Progress() {
  if (!finished_) clear_bar();
}

void Progress::update(std::int64_t done, const std::string& note) {
  done_ = std::clamp<std::int64_t>(done, 0, total_);
  note_ = note;
  if (options_.style == ProgressStyle::quiet || finished_) return;
  const double waited = now() - last_output_;
  if (options_.style == ProgressStyle::bar) {
    if (!any_output_ || waited >= kSecondsBetweenBars) draw_bar();
  } else if (!any_output_ || waited >= options_.seconds_between_lines) {
    print_line(status(false, 0));
  }
}

void Progress::message(const std::string& line) {
  if (options_.style == ProgressStyle::quiet) return;
  const bool draw_again = bar_visible_;
  clear_bar();
  *out_ << for_terminal(line) << '\n' << std::flush;
  if (draw_again) draw_bar();
}

void Progress::finish(const std::string& note) {
  if (finished_) return;
  finished_ = true;
  if (options_.style == ProgressStyle::quiet) return;
  clear_bar();
  std::string line = text(title_, "  ", done_ - options_.start, ' ', options_.unit, " in ",
                          format_duration(now() - started_));
  if (rate() > 0) line += " (" + format_rate(rate(), options_.unit) + ")";
  const std::string& last = note.empty() ? note_ : note;
  if (!last.empty()) line += "  " + last;
  print_line(for_terminal(line));
}

double Progress::now() const {
  if (options_.clock) return options_.clock();
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since_start).count();
}

double Progress::rate() const {
  const double elapsed = now() - started_;
  const auto steps = static_cast<double>(done_ - options_.start);
  return elapsed > 0 && steps > 0 ? steps / elapsed : 0;
}

// The parts of the line from the most to the least important, as many as fit; the bar takes what
// is left.
std::string Progress::status(bool with_bar, std::size_t columns) const {
  const auto percent = total_ > 0 ? 100 * done_ / total_ : 100;
  const std::string total = std::to_string(total_);
  std::string done = std::to_string(done_), share = std::to_string(percent);
  if (with_bar) {  // always equally wide, or the bar's end would jump about
    done.insert(0, total.size() - done.size(), ' ');
    share.insert(0, 3 - share.size(), ' ');
  }
  std::string line = text("  ", done, '/', total, "  ", share, '%');
  if (rate() > 0) {
    line += "  " + format_rate(rate(), options_.unit);
    const auto left = static_cast<double>(total_ - done_);
    if (with_bar || done_ < total_) line += "  " + format_duration(left / rate()) + " left";
  }
  if (!note_.empty()) line += "  " + note_;
  if (!with_bar) return title_ + line;

  const std::size_t used = title_.size() + line.size() + 4;
  std::string bar;
  if (used + kNarrowestBar <= columns) {
    const std::size_t length = std::min(kWidestBar, columns - used);
    const std::size_t filled = length * static_cast<std::size_t>(percent) / 100;
    bar = std::string(filled, '=') + (filled < length ? ">" : "");
    bar.resize(length, ' ');
    bar = "  [" + bar + "]";
  }
  return fitted(title_ + bar + line, columns);
}

std::size_t Progress::width() const {
  return options_.width > 0 ? static_cast<std::size_t>(options_.width) : terminal_width();
}

// Only a person at a terminal wants lines to be broken; programs read log files line by line.
std::string Progress::for_terminal(const std::string& line) const {
  return options_.style == ProgressStyle::bar ? wrapped(line, width()) : line;
}

void Progress::draw_bar() {
  // One column stays free: writing into the last one makes some terminals start a new line.
  // ESC [K clears what a longer line left behind.
  *out_ << '\r' << status(true, std::max<std::size_t>(width(), 2) - 1) << "\x1b[K" << std::flush;
  bar_visible_ = true;
  any_output_ = true;
  last_output_ = now();
}

void Progress::clear_bar() {
  if (!bar_visible_) return;
  *out_ << "\r\x1b[K" << std::flush;
  bar_visible_ = false;
}

void Progress::print_line(const std::string& line) {
  *out_ << line << '\n' << std::flush;
  any_output_ = true;
  last_output_ = now();
}

}  // namespace pixelwise
