#include "tutorials/capstone/task.h"

#include "datasets/batch.h"
#include "datasets/shapes.h"
#include "training/to_array.h"

namespace pixelwise {

Sample small_shapes(std::uint64_t seed, Split split, std::int64_t index) {
  const Sample large = make_shapes(ShapesTask::binary, seed, split, index, 128, 128);
  Sample small{Image(64, 64, 3), Mask(64, 64), large.name};
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      for (int k = 0; k < 3; ++k) {
        const int sum = large.image.at(2 * x, 2 * y)[k] + large.image.at(2 * x + 1, 2 * y)[k] +
                        large.image.at(2 * x, 2 * y + 1)[k] +
                        large.image.at(2 * x + 1, 2 * y + 1)[k];
        small.image.at(x, y)[k] = static_cast<std::uint8_t>((sum + 2) / 4);
      }
      small.mask.at(x, y) = large.mask.at(2 * x, 2 * y);  // labels have no mean
    }
  }
  return small;
}

SmallBatch small_batch(std::uint64_t seed, Split split, std::int64_t first, std::int64_t count) {
  std::vector<Sample> samples;
  for (std::int64_t i = first; i < first + count; ++i) {
    samples.push_back(small_shapes(seed, split, i));
  }
  const Batch batch = make_batch(samples, preprocessing("shapes"));
  return {to_array(batch), batch.labels};
}

}  // namespace pixelwise
