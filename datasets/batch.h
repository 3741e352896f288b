// Batches: samples made into one block of numbers, in an order that only depends on a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/labels.h"
#include "datasets/dataset.h"
#include "datasets/preprocess.h"

namespace pixelwise {

/// N inputs of one size, and their labels.
struct Batch {
  std::int64_t n = 0, c = 0, h = 0, w = 0;
  std::vector<float> values;  // n * h * w * c in memory: channels last
  Labels labels;              // [N, H, W], or [N, 1, 1] for classes of whole images
  std::vector<std::string> names;
};

/// Samples of one size as a batch. Throws std::invalid_argument, naming both sizes, if they differ.
Batch make_batch(const std::vector<Sample>& samples, const Preprocessing& how);

struct BatchOptions {
  std::int64_t batch_size = 1;
  std::uint64_t seed = 0;  // of order and augmentation
  bool shuffle = true;
  bool flip_left_right = false;  // of all samples of a batch at once, with probability 1/2
  bool flip_up_down = false;     // the same, independently
  double scale_low = 1.0;        // each sample resized by a random factor of its own
  double scale_high = 1.0;
  double rotate = 0.0;  // each sample turned by a random angle, at most so many degrees either way
  double jitter = 0.0;  // brightness, contrast, saturation: random factors in [1 - this, 1 + this)
  int crop_width = 0;   // each sample cropped or padded to this size at random; 0: no crop
  int crop_height = 0;
};

/// The endless sequence of training batches. Batch i is a pure function of the data set, the
/// options and i, so that whoever resumes at iteration i needs nothing but i.
///
/// Order: the permutations of all epochs follow one another, and batch i takes the places
/// i * batch_size up to (i+1) * batch_size. Each epoch so shows every sample exactly once; a batch
/// that spans two epochs takes the rest of one and the beginning of the next.
class BatchSource {
 public:
  BatchSource(DatasetPtr dataset, Preprocessing how, BatchOptions options);

  /// Batch i >= 0; may be called by several threads at once.
  Batch batch(std::int64_t i) const;

  /// The numbers of the samples in batch i.
  std::vector<std::int64_t> samples_of(std::int64_t i) const;

  const Dataset& dataset() const { return *dataset_; }
  const Preprocessing& preprocessing() const { return how_; }
  const BatchOptions& options() const { return options_; }

 private:
  DatasetPtr dataset_;
  Preprocessing how_;
  BatchOptions options_;
};

}  // namespace pixelwise
