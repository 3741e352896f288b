// What the borders in masks tell: whether they lie on the edges of the image, and whether some
// classes exist at borders alone.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

/// Every void pixel takes the label of the nearest one that has a label: void along a border
/// shrinks to a line in its middle.
void fill_void(Mask& mask);

/// How strong the image is at the borders of its mask, for each shift of the mask against it.
/// Borders of good labels are where the image has its edges, so the strength is largest at (0, 0).
class EdgeAlignment {
 public:
  static constexpr int kReach = 4;  // pixels in each direction

  /// Adds an image and its mask. A border lies between two neighbours with different labels, an
  /// edge is the sum over the channels of |difference of two neighbours|.
  void add(const Sample& sample);

  struct Shift {
    int x = 0, y = 0;  // the mask must go so far right and down to fit
    bool operator==(const Shift&) const = default;
  };
  Shift best() const;
  double strength(Shift shift) const;  // mean edge at the borders of the shifted mask
  std::int64_t border_pixels() const { return count_; }

 private:
  static constexpr int kSide = 2 * kReach + 1;
  std::array<double, kSide * kSide> sum_{};
  std::int64_t count_ = 0;
};

/// Where two classes a and b with |a - b| >= 2 meet. A mask that was resized smoothly has there
/// numbers between a and b; a good one has them side by side.
struct Crossings {
  std::int64_t direct = 0;   // a beside b
  std::int64_t through = 0;  // a, then at most 4 pixels of rising or falling numbers, then b
};
Crossings count_crossings(const Mask& mask);

/// How many pixels a class has, and how many of them lie in bands of at most 6 pixels with two
/// different other classes on their sides (in the row or in the column of the pixel).
struct BandPixels {
  std::int64_t all = 0, band = 0;
};
void count_bands(const Mask& mask, std::vector<BandPixels>& of_class);

/// The largest box around connected pixels of one class counts: for each class, its pixels in
/// objects that are wider or higher than `width` x `height`, beside `all` of its pixels.
struct LargeObjects {
  std::int64_t all = 0, large = 0;
};
void count_large_objects(const Mask& mask, int width, int height,
                         std::vector<LargeObjects>& of_class);

}  // namespace pixelwise
