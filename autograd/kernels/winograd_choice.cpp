// When Winograd's method is worth it, by measurement.
#include <cstdlib>
#include <initializer_list>

#include "autograd/kernels/winograd.h"

namespace pixelwise::kernels {
namespace {

double ceil_div(std::int64_t a, std::int64_t b) { return static_cast<double>((a + b - 1) / b); }

}  // namespace

int winograd_tile(std::int64_t n, std::int64_t out_h, std::int64_t out_w, std::int64_t channels,
                  std::int64_t columns) {
  if (const char* t = std::getenv("WT")) return std::atoi(t);
  if (channels < 12 || columns < 12) return 0;
  // Costs in multiply-adds per pair of channels: products, transforms of x and y, of filters.
  const double c = static_cast<double>(channels), o = static_cast<double>(columns);
  const double transforms = 1.0 + 10.0 * (1.0 / c + 1.0 / o);
  double best = 9.0 * static_cast<double>(n * out_h * out_w);
  int choice = 0;
  for (int m : {2, 4}) {
    const double tiles = static_cast<double>(n) * ceil_div(out_h, m) * ceil_div(out_w, m);
    const double cost = (m + 2) * (m + 2) * (tiles * transforms + 7.0);
    if (cost < best) {
      best = cost;
      choice = m;
    }
  }
  return choice;
}

}  // namespace pixelwise::kernels
