#include "report/score_text.h"

#include <array>
#include <cstdio>

namespace pixelwise {
namespace {

std::string formatted(const char* format, double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), format, value);
  return digits.data();
}

}  // namespace

std::string score_text(const std::optional<double>& score) {
  return score ? formatted("%.3f", *score) : "\u2013";
}

std::string percent_text(double share) { return formatted("%.1f %%", 100 * share); }

}  // namespace pixelwise
