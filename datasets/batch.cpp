#include "datasets/batch.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/random.h"
#include "datasets/transforms.h"

namespace pixelwise {
namespace {

// Streams of random numbers: one for the order of each epoch; for each batch one for rotations, one
// for colours, and one for the rest of the augmentation.
constexpr std::uint64_t kOrderStream = 0x4f52ULL << 48;
constexpr std::uint64_t kAugmentStream = 0x4155ULL << 48;
constexpr std::uint64_t kRotationStream = 0x524fULL << 48;
constexpr std::uint64_t kColourStream = 0x434fULL << 48;

void require_equal_sizes(const std::vector<Sample>& samples) {
  require(!samples.empty(), "batch: no samples");
  const Sample& first = samples[0];
  for (const Sample& sample : samples) {
    require(sample.image.width == first.image.width && sample.image.height == first.image.height,
            "batch: '", first.name, "' is ", first.image.width, "x", first.image.height, " but '",
            sample.name, "' is ", sample.image.width, "x", sample.image.height,
            "; crop to one size, or use batches of one image");
    require(sample.mask.width == first.mask.width && sample.mask.height == first.mask.height,
            "batch: the mask of '", first.name, "' is ", first.mask.width, "x", first.mask.height,
            " but that of '", sample.name, "' is ", sample.mask.width, "x", sample.mask.height);
    require(sample.image.channels == 3, "batch: '", sample.name, "' has ", sample.image.channels,
            " channels; expected RGB");
  }
}

void check_options(const BatchOptions& options) {
  require(options.batch_size >= 1, "batch: a batch of ", options.batch_size,
          " samples; expected at least 1");
  require(options.scale_low > 0.0 && options.scale_high >= options.scale_low, "batch: scales from ",
          options.scale_low, " to ", options.scale_high, "; expected 0 < low <= high");
  require(options.rotate >= 0.0 && options.rotate <= 180.0, "batch: rotation by up to ",
          options.rotate, " degrees; expected 0 to 180");
  require(options.jitter >= 0.0 && options.jitter <= 1.0, "batch: jitter of ", options.jitter,
          "; expected 0 to 1");
  require((options.crop_width > 0) == (options.crop_height > 0) && options.crop_width >= 0,
          "batch: a crop to ", options.crop_width, "x", options.crop_height,
          "; expected a width and a height, or 0x0 for none");
  // A mask of 1x1 is the class of a whole image.
  require(options.crop_width != 1 || options.crop_height != 1,
          "batch: a crop to 1x1; expected more than one pixel");
}

}  // namespace

Batch make_batch(const std::vector<Sample>& samples, const Preprocessing& how) {
  require_equal_sizes(samples);
  Batch batch;
  batch.n = static_cast<std::int64_t>(samples.size());
  batch.c = 3;
  batch.h = samples[0].image.height;
  batch.w = samples[0].image.width;
  batch.labels.n = batch.n;
  batch.labels.h = samples[0].mask.height;
  batch.labels.w = samples[0].mask.width;
  const std::size_t image_values = samples[0].image.pixels.size();
  batch.values.resize(samples.size() * image_values);
  for (std::size_t k = 0; k < samples.size(); ++k) {
    preprocess(samples[k].image, how, batch.values.data() + k * image_values);
    const std::vector<std::uint8_t>& ids = samples[k].mask.ids;
    batch.labels.ids.insert(batch.labels.ids.end(), ids.begin(), ids.end());
    batch.names.push_back(samples[k].name);
  }
  return batch;
}

BatchSource::BatchSource(DatasetPtr dataset, Preprocessing how, BatchOptions options)
    : dataset_(std::move(dataset)), how_(std::move(how)), options_(options) {
  check_options(options_);
}

std::vector<std::int64_t> BatchSource::samples_of(std::int64_t i) const {
  require(i >= 0, "batch: there is no batch ", i);
  const std::int64_t size = dataset_->size();
  std::vector<std::int64_t> samples, order;
  std::int64_t epoch = -1;
  for (std::int64_t k = 0; k < options_.batch_size; ++k) {
    const std::int64_t place = i * options_.batch_size + k;
    if (options_.shuffle && place / size != epoch) {
      epoch = place / size;
      order =
          Rng(options_.seed, kOrderStream | static_cast<std::uint64_t>(epoch)).permutation(size);
    }
    const std::int64_t within = place % size;
    samples.push_back(options_.shuffle ? order[static_cast<std::size_t>(within)] : within);
  }
  return samples;
}

Batch BatchSource::batch(std::int64_t i) const {
  std::vector<Sample> samples;
  for (const std::int64_t k : samples_of(i)) samples.push_back(dataset_->get(k));

  // Always drawn in this order, so that switching one augmentation on leaves the others alone.
  const auto number = static_cast<std::uint64_t>(i);
  Rng rng(options_.seed, kAugmentStream | number);
  Rng rotations(options_.seed, kRotationStream | number);
  Rng colours(options_.seed, kColourStream | number);
  const bool left_right = rng.chance(0.5), up_down = rng.chance(0.5);
  const Colour fill = zero_colour(how_);
  for (Sample& sample : samples) {
    // First of all, so that `fill` stays what it is.
    if (options_.jitter > 0.0) sample = random_jitter(sample, options_.jitter, colours);
    if (options_.scale_low != 1.0 || options_.scale_high != 1.0) {
      sample = random_scale(sample, options_.scale_low, options_.scale_high, rng);
    }
    if (options_.rotate > 0.0) {
      sample = random_rotation(sample, options_.rotate, fill, rotations);
    }
    if (options_.crop_width > 0) {
      sample = random_crop(sample, options_.crop_width, options_.crop_height, fill, rng);
    }
    if (options_.flip_left_right && left_right) flip_left_right(sample);
    if (options_.flip_up_down && up_down) flip_up_down(sample);
  }
  return make_batch(samples, how_);
}

}  // namespace pixelwise
