// The program of a pickle, byte by byte: what pickle.cpp's machine reads its opcodes from.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"

namespace pixelwise {

/// A number of at most 8 bytes: two's complement, little-endian.
inline std::int64_t signed_number(std::string_view digits) {
  std::uint64_t value = !digits.empty() && (digits.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  std::memcpy(&value, digits.data(), digits.size());
  return static_cast<std::int64_t>(value);
}

/// A place in a program. `path` names the file in messages; program and path must outlive this.
class PickleBytes {
 public:
  PickleBytes(const std::string& path, std::string_view bytes, std::size_t begin)
      : path_(path), bytes_(bytes), at_(begin) {}

  const std::string& path() const { return path_; }
  std::size_t at() const { return at_; }
  std::size_t start_of_opcode() const { return start_; }

  unsigned char opcode() {
    start_ = at_;
    return number<unsigned char>();
  }

  [[noreturn]] void wrong(const std::string& what) const {
    fail_file(path_, "the pickle has, at byte ", start_, ", ", what, "; is the file damaged?");
  }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size() - at_) {
      fail_file(path_, "the pickle ends at byte ", bytes_.size(), ", where ", count,
                " more bytes from byte ", at_, " on were expected; is the file truncated?");
    }
    const std::string_view taken = bytes_.substr(at_, static_cast<std::size_t>(count));
    at_ += static_cast<std::size_t>(count);
    return taken;
  }

  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string_view line() {
    const std::size_t end = bytes_.substr(at_, 4096).find('\n');
    if (end == std::string_view::npos) wrong("a name without an end");
    const std::string_view found = take(end);
    take(1);
    return found;
  }

 private:
  const std::string& path_;
  const std::string_view bytes_;
  std::size_t at_;
  std::size_t start_ = 0;  // of the current opcode
};

}  // namespace pixelwise
