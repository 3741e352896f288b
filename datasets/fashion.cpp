#include "datasets/fashion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/exact_math.h"
#include "base/labels.h"
#include "datasets/canvas.h"
#include "datasets/palette.h"
#include "datasets/transforms.h"

namespace pixelwise {
namespace {

constexpr double kMostTurn = exact::kPi / 8;

// The kind of each label: what only a careful eye tells apart at 28x28 pixels is one.
enum GarmentKind : std::uint8_t { kTop, kTrousers, kDress, kShoe, kBag };
constexpr std::array<GarmentKind, kGarmentKinds> kKindOfLabel = {
    kTop,              // T-shirt/top
    kTrousers, kTop,   // pullover
    kDress,    kTop,   // coat
    kShoe,     kTop,   // shirt
    kShoe,             // sneaker
    kBag,      kShoe,  // ankle boot
};

// A photograph, and where on it the garment is, looked up between its pixels. The garment is where
// the value is above 0; but the photographs were made smaller, which left a dust of values up to
// about 5 around the garments. So a value counts in full from 16 on only.
constexpr double kFullCover = 16.0;

class Photograph {
 public:
  Photograph(const IdxImages& images, std::int64_t index)
      : pixels_(images.image(index)), width_(images.width), height_(images.height) {}

  // At (u, v) from -1 to 1: how bright (0 to 1), and how much of the garment is there (0 to 1),
  // both by bilinear interpolation.
  struct Look {
    double light = 0, cover = 0;
  };
  Look at(double u, double v) const {
    const double x = (u + 1) / 2 * width_ - 0.5, y = (v + 1) / 2 * height_ - 0.5;
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    Look look;
    for (const int row : {top, top + 1}) {
      for (const int column : {left, left + 1}) {
        if (row < 0 || column < 0 || row >= height_ || column >= width_) continue;
        const double weight = (1 - std::abs(x - column)) * (1 - std::abs(y - row));
        const std::uint8_t value = pixels_[row * width_ + column];
        look.light += weight * value / 255.0;
        look.cover += weight * std::min(1.0, value / kFullCover);
      }
    }
    return look;
  }

 private:
  const std::uint8_t* pixels_;
  int width_, height_;
};

void paint_garment(Canvas& canvas, const Photograph& photograph, std::uint8_t label,
                   const Frame& frame, const Rgb& background, Rng& rng) {
  const Rgb colour = object_colour(background, rng);
  constexpr double kReach = 1.5;  // a little more than the root of 2: corners of a turned box
  for_pixels_near(canvas, frame, kReach, [&](int x, int y, double u, double v) {
    if (std::abs(u) > 1 || std::abs(v) > 1) return;
    const Photograph::Look look = photograph.at(u, v);
    if (look.cover < 0.5) return;
    // The darkest cloth keeps some colour, else it would be taken for a shadow.
    constexpr double kDarkest = 0.6;
    const double light = kDarkest + (1 - kDarkest) * look.light / look.cover;
    for (std::size_t k = 0; k < 3; ++k) canvas.at(x, y)[k] = colour[k] * light;
    canvas.labels.at(x, y) = label;
  });
}

// As in shapes.cpp, with another tag.
Rng rng_of_scene(FashionTask task, std::uint64_t seed, Split split, std::int64_t index) {
  constexpr std::uint64_t kValidationSeed = 0x76616c;  // the same for all seeds
  constexpr std::uint64_t kTag = 0x4653ULL << 48;
  const std::uint64_t kind = task == FashionTask::classify ? 1 : 0;
  const std::uint64_t part = split == Split::train ? 0 : 1;
  const std::uint64_t stream = kTag | kind << 41 | part << 40 | static_cast<std::uint64_t>(index);
  return Rng(split == Split::train ? seed : kValidationSeed, stream);
}

}  // namespace

Sample garment_sample(const Garments& garments, std::int64_t index, int width, int height) {
  const IdxImages& images = garments.images;
  require(width >= images.width && height >= images.height, "fashion-mnist: images of ", width, "x",
          height, " pixels; at least ", images.width, "x", images.height,
          " are needed, the size of the photographs");
  Image small(images.width, images.height, 1);
  std::copy_n(images.image(index), small.pixels.size(), small.pixels.begin());
  const int times = std::min(width / images.width, height / images.height);
  const Image large = resize_image(small, times * images.width, times * images.height);
  const int left = (width - large.width) / 2, top = (height - large.height) / 2;
  Sample sample{Image(width, height, 3),
                Mask(1, 1, garments.labels[static_cast<std::size_t>(index)]),
                text("fashion-mnist-", index)};
  for (int y = 0; y < large.height; ++y) {
    for (int x = 0; x < large.width; ++x) {
      std::fill_n(sample.image.at(left + x, top + y), 3, *large.at(x, y));
    }
  }
  return sample;
}

FashionScenes::FashionScenes(std::shared_ptr<const Garments> garments, FashionTask task,
                             std::uint64_t seed, Split split)
    : garments_(std::move(garments)), task_(task), seed_(seed), split_(split) {
  const std::vector<std::string> kinds = fashion_kinds().names;
  of_kind_.resize(kinds.size());
  for (std::size_t i = 0; i < garments_->labels.size(); ++i) {
    of_kind_[kKindOfLabel[garments_->labels[i]]].push_back(static_cast<std::int64_t>(i));
  }
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    require(!of_kind_[kind].empty(), "fashion-scenes: none of the ", garments_->labels.size(),
            " garments is a ", kinds[kind]);
  }
}

Sample FashionScenes::scene(std::int64_t index, int width, int height) const {
  require(width >= 32 && height >= 32, "fashion-scenes: images of ", width, "x", height,
          " pixels; at least 32x32 are needed, because garments have 40 to 72");
  require(index >= 0 && index < std::int64_t{1} << 40, "fashion-scenes: there is no scene ", index);
  Rng rng = rng_of_scene(task_, seed_, split_, index);
  Canvas canvas(width, height);
  const Rgb background = paint_background(canvas, rng);
  paint_clutter(canvas, rng);
  const auto paint_one = [&](std::size_t kind, const Frame& place) {
    const std::vector<std::int64_t>& choice = of_kind_[kind];
    const Photograph photograph(garments_->images, choice[rng.below(choice.size())]);
    paint_garment(canvas, photograph, to_label(static_cast<int>(kind) + 1), place, background, rng);
  };
  Sample sample;
  sample.name = text("fashion-", split_name(split_), "-", index);
  if (task_ == FashionTask::classify) {
    const std::size_t kind = rng.below(of_kind_.size());
    paint_one(kind, central_place(canvas, kMostTurn, rng));
    sample.mask = Mask(1, 1, to_label(static_cast<int>(kind)));
  } else {
    std::vector<Frame> placed;
    const std::uint64_t count = 2 + rng.below(3);
    for (std::uint64_t k = 0; k < count; ++k) {
      const std::size_t kind = rng.below(of_kind_.size());
      const std::optional<Frame> place = free_place(canvas, placed, kMostTurn, rng);
      if (!place) continue;
      placed.push_back(*place);
      paint_one(kind, *place);
    }
    sample.mask = with_void_boundaries(canvas.labels);
  }
  sample.image = to_noisy_image(canvas, rng);
  return sample;
}

}  // namespace pixelwise
