// Errors: three kinds of failure, one way to write their messages.
//
//   require(...)        the caller misused a function          -> std::invalid_argument
//   fail_file(...)      a file is missing, damaged, unwritable -> std::runtime_error
//   require_internal()  pixelwise itself is wrong              -> std::logic_error
//
// A message reads `op: what is wrong, with numbers and all shapes; hint`.
// Its parts are only turned into text when the check fails, so a check costs one branch.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace pixelwise {

/// The parts written one after another, as `std::ostream << part` writes them.
template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

/// Throws std::invalid_argument: the caller asked for something that makes no sense.
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  throw std::invalid_argument(text(parts...));
}

/// Throws std::invalid_argument with the given message unless `condition` holds.
template <class... Parts>
void require(bool condition, const Parts&... parts) {
  if (!condition) fail(parts...);
}

/// Throws std::runtime_error about the file at `path`; the message starts with the path.
template <class... Parts>
[[noreturn]] void fail_file(const std::string& path, const Parts&... parts) {
  throw std::runtime_error(text(path, ": ", parts...));
}

/// Throws std::logic_error: an assumption of pixelwise's own code does not hold.
template <class... Parts>
void require_internal(bool condition, const Parts&... parts) {
  if (!condition) throw std::logic_error(text("internal error: ", parts...));
}

}  // namespace pixelwise
