// The usual mistakes in the overlap map, and what to say of each.
#include "tutorials/08_checkerboards/exercises/1_overlap/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Overlap = decltype(&yours::overlap_map);

namespace {

enum class Slip { assigned, stride_ignored, padding_ignored, sum_of_axes, rows_only, whole_copy };

template <Slip slip>
CheckedArray count(std::int64_t rows, std::int64_t columns, std::int64_t k, std::int64_t stride,
                   std::int64_t padding) {
  const auto along = [&](std::int64_t in) {
    std::vector<Real> copies(static_cast<std::size_t>((in - 1) * stride + k - 2 * padding));
    const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
    const std::int64_t shift = slip == Slip::padding_ignored ? 0 : padding;
    for (std::int64_t i = 0; i < in; ++i) {
      const std::int64_t begin = i * step - shift, size = static_cast<std::int64_t>(copies.size());
      if (slip == Slip::whole_copy && (begin < 0 || begin + k > size)) continue;
      for (std::int64_t u = 0; u < k; ++u) {
        const std::int64_t row = begin + u;
        if (row >= 0 && row < size) copies[static_cast<std::size_t>(row)] += 1;
      }
    }
    return copies;
  };
  const std::vector<Real> down = along(rows), across = along(columns);
  CheckedArray result(
      {static_cast<std::int64_t>(down.size()), static_cast<std::int64_t>(across.size())});
  for (std::size_t i = 0; i < down.size(); ++i) {
    for (std::size_t j = 0; j < across.size(); ++j) {
      Real number = down[i] * across[j];
      if (slip == Slip::assigned) number = number > 0 ? 1 : 0;
      if (slip == Slip::sum_of_axes) number = down[i] + across[j];
      if (slip == Slip::rows_only) number = down[i];
      result(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)) = number;
    }
  }
  return result;
}

}  // namespace

std::vector<Mutant<Overlap>> mutants() {
  return {
      {"= in place of +=",
       "This map says whether any copy lies over a pixel. You are asked how many: copies that lie "
       "`stride` pixels apart overlap where k is larger, and each one counts (+=).",
       count<Slip::assigned>},
      {"stride ignored",
       "This is what comes out when copies lie one pixel apart. They lie `stride` pixels apart.",
       count<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is used for the size only. It also cuts the first "
       "rows and columns off: row = i * stride + u - padding.",
       count<Slip::padding_ignored>},
      {"axes added",
       "This is what comes out when the counts of rows and columns are added. A copy that lies "
       "over a pixel does so in both: multiply.",
       count<Slip::sum_of_axes>},
      {"along rows only",
       "Your numbers do not change along a row: copies overlap in columns as well.",
       count<Slip::rows_only>},
      {"cut copies left out",
       "This is what comes out when copies that padding has cut are not counted at all. The part "
       "of them that is left counts.",
       count<Slip::whole_copy>},
  };
}

}  // namespace pixelwise
