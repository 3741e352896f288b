// Standard output whose long lines are broken between words, for a terminal.
#pragma once

#include <algorithm>
#include <iostream>
#include <streambuf>
#include <string>

#include "base/terminal.h"

namespace pixelwise {

/// While it lives, lines that are written to std::cout and longer than `width` are broken at
/// blanks; with the width 0 (no terminal: see terminal_columns) nothing is changed.
class WrappedOutput : public std::streambuf {
 public:
  explicit WrappedOutput(std::size_t width) : width_(width), screen_(std::cout.rdbuf(this)) {}
  ~WrappedOutput() override {
    write_line();
    std::cout.rdbuf(screen_);
  }
  WrappedOutput(const WrappedOutput&) = delete;
  WrappedOutput& operator=(const WrappedOutput&) = delete;

 private:
  // A line is held back until it ends: only then it is known where it has to be broken.
  int overflow(int c) override {
    if (width_ > 0 && c != '\n') {
      line_ += static_cast<char>(c);
      return c;
    }
    write_line();
    return screen_->sputc(static_cast<char>(c));
  }
  int sync() override {
    write_line();
    return screen_->pubsync();
  }

  void write_line() {
    // What stands before the first word stays.
    const std::size_t margin = std::min(line_.find_first_not_of(' '), line_.size());
    const std::string broken =
        columns_of(line_) <= width_ || margin >= width_
            ? line_
            : line_.substr(0, margin) + wrapped(line_.substr(margin), width_ - margin);
    screen_->sputn(broken.data(), static_cast<std::streamsize>(broken.size()));
    line_.clear();
  }

  std::size_t width_;
  std::streambuf* screen_;
  std::string line_;
};

}  // namespace pixelwise
