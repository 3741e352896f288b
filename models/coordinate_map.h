// Where the cells of a feature map are on the image. Every crop of an FCN follows from this.
//
// A layer takes coordinate x of its input to coordinate a x + b of its output:
//
//   convolution or pooling (kernel k, stride s, padding p)    a = 1/s   b = (p - (k - 1) / 2) / s
//   transposed convolution (kernel k, stride s, padding p)    a = s     b = (k - 1) / 2 - p
//
// (a, b are for the centre of the kernel; operations tell them to an observer as their AxisMap).
// Layers one after the other compose. For two maps A and B of one image, cell i of A is on cell i +
// offset of B. The offset is the intercept of B after the inverse of A. No crop offset is written
// down anywhere: 19 (FCN-32s), 5 and 27 (16s), 5, 9 and 31 (8s), 18 (AlexNet) follow from this.
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

/// The cell of `larger` at the place of cell 0 of `frame`: if `larger` is cropped from there on,
/// the two cover each other. Throws std::invalid_argument, with the numbers, if the distances of
/// their cells differ, or if the offset is negative or no whole number.
std::int64_t crop_offset(const CoordinateMap& frame, const CoordinateMap& larger);

/// Knows where the cells are of every map that is computed from an image while this lives: it
/// listens to the operations.
class Alignment {
 public:
  explicit Alignment(const Tensor& image);

  /// One axis of a map.
  struct Axis {
    CoordinateMap map;
    double field = 1;         // receptive field: pixels of the image that one cell depends on
    std::int64_t extent = 1;  // cells, remembered because flatten() hides the axis
  };
  struct Place {
    Axis rows, columns;
    Shape shape;
  };

  /// Throws std::invalid_argument if `map` was not computed from the image while this listened.
  const Place& place(const Tensor& map) const;
  bool knows(const Tensor& map) const { return find(map) != nullptr; }

  /// The part of `larger` that is under `frame`, with its height and width; `larger` itself if that
  /// is all of it. Throws std::invalid_argument like crop_offset(), or if `larger` ends too early.
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
