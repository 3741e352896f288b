// Where the cells of a feature map lie on the image: the algebra behind every crop of an FCN.
//
// A layer takes coordinate x of its input to coordinate a x + b of its output:
//
//   convolution or pooling (kernel k, stride s, padding p)    a = 1/s   b = (p - (k - 1) / 2) / s
//   transposed convolution (kernel k, stride s, padding p)    a = s     b = (k - 1) / 2 - p
//
// (from the kernel's centre; operations tell it to an observer as their AxisMap). Layers one after
// the other compose. Of two maps A and B of one image, cell i of A lies on cell i + offset of B,
// where the offset is the intercept of B after the inverse of A. No crop offset is written down
// anywhere: 19 (FCN-32s), 5 and 27 (16s), 5, 9 and 31 (8s), 18 (AlexNet) come out of this.
#pragma once

#include <cstdint>
#include <map>

#include "autograd/observer.h"
#include "autograd/tensor.h"

namespace pixelwise {

/// Along one axis: coordinate x of the image is coordinate scale x + shift of the map.
struct CoordinateMap {
  double scale = 1;
  double shift = 0;
};

/// `second` after `first`: (a2 a1, a2 b1 + b2).
CoordinateMap compose(const CoordinateMap& first, const CoordinateMap& second);

/// From coordinates of the map back to those of the image.
CoordinateMap inverse(const CoordinateMap& map);

/// The cell of `larger` that lies under cell 0 of `frame`: where to crop `larger` so that the two
/// cover each other. Throws std::invalid_argument, with the numbers, if their cells are not equally
/// far apart, or if the offset is negative or no whole number.
std::int64_t crop_offset(const CoordinateMap& frame, const CoordinateMap& larger);

/// Knows of every map that is computed from an image, while it lives, where its cells lie: it
/// listens to the operations.
class Alignment {
 public:
  explicit Alignment(const Tensor& image);

  /// One axis of a map.
  struct Axis {
    CoordinateMap map;
    double field = 1;         // receptive field: pixels of the image that one cell depends on
    std::int64_t extent = 1;  // cells, remembered where flatten() hides the axis
  };
  struct Place {
    Axis rows, columns;
    Shape shape;
  };

  /// Throws std::invalid_argument if `map` was not computed from the image while this listened.
  const Place& place(const Tensor& map) const;
  bool knows(const Tensor& map) const { return find(map) != nullptr; }

  /// The part of `larger` that lies under `frame`, of its height and width; `larger` itself if that
  /// is all of it. Throws std::invalid_argument as crop_offset() does, or if `larger` ends first.
  Tensor crop(const Tensor& larger, const Tensor& frame) const;

  /// a + b for two maps that cover each other. Throws std::invalid_argument if they do not, with
  /// both names and shapes, the offset, and what to do.
  Tensor fuse(const char* name_a, const Tensor& a, const char* name_b, const Tensor& b) const;

 private:
  void record(const OpEvent& event);
  const Place* find(const Tensor& map) const;

  std::map<std::uint64_t, Place> places_;
  ObserverScope listening_;
};

}  // namespace pixelwise
