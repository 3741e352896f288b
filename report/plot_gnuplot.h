// Runs gnuplot as a child process.
#pragma once

#include <stdexcept>
#include <string>

namespace pixelwise {

/// gnuplot is not installed; the message says how to install it.
class MissingGnuplot : public std::runtime_error {
 public:
  MissingGnuplot();
};

/// Feeds `script` to gnuplot and returns what it prints on standard output. No shell is involved,
/// and the user's own gnuplot settings are not read. Throws MissingGnuplot, or
/// std::runtime_error if gnuplot fails (with what it said).
std::string run_gnuplot(const std::string& script);

/// Text as a gnuplot string that nothing can break out of; ' becomes a typographic apostrophe.
std::string gnuplot_string(const std::string& text);

/// A number as gnuplot reads it, whatever the locale.
std::string gnuplot_number(double value);

}  // namespace pixelwise
