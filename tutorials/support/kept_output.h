// Standard output that is kept as well as shown.
#pragma once

#include <iostream>
#include <streambuf>
#include <string>

namespace pixelwise {

/// While it lives, what is written to std::cout is kept, too. Several may live inside each other.
class KeptOutput : public std::streambuf {
 public:
  KeptOutput() : screen_(std::cout.rdbuf(this)) {}
  ~KeptOutput() override { std::cout.rdbuf(screen_); }
  KeptOutput(const KeptOutput&) = delete;
  KeptOutput& operator=(const KeptOutput&) = delete;
  const std::string& text() const { return text_; }

 private:
  int overflow(int c) override {
    text_ += static_cast<char>(c);
    return screen_->sputc(static_cast<char>(c));
  }
  int sync() override { return screen_->pubsync(); }

  std::streambuf* screen_;
  std::string text_;
};

}  // namespace pixelwise
