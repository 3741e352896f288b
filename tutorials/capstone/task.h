// The task of the capstone: objects before a background, on small images.
#pragma once

#include "autograd/array.h"
#include "base/labels.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Image `index`: 64x64 pixels with 2 to 4 objects of radius 10 to 18; labels 0 background,
/// 1 object, 255 at boundaries. (The shapes of 128x128 pixels, at half the size.)
Sample small_shapes(std::uint64_t seed, Split split, std::int64_t index);

/// `count` of them from `first` on.
struct SmallBatch {
  Array images;  // [count, 3, 64, 64]
  Labels labels;
};
SmallBatch small_batch(std::uint64_t seed, Split split, std::int64_t first, std::int64_t count);

}  // namespace pixelwise
