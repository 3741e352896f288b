// Scores and shares as text.
#pragma once

#include <optional>
#include <string>

namespace pixelwise {

/// 0.791 for a score between 0 and 1, a dash for none.
std::string score_text(const std::optional<double>& score);

/// "41.3 %" for 0.413.
std::string percent_text(double share);

}  // namespace pixelwise
