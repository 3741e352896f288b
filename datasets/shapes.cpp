#include "datasets/shapes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/exact_math.h"
#include "base/labels.h"
#include "base/random.h"
#include "datasets/canvas.h"

namespace pixelwise {
namespace {

constexpr double kPi = exact::kPi;

enum Kind { kDisc = 1, kSquare, kTriangle, kRing, kCross };

bool is_inside(int kind, double u, double v) {
  const double r2 = u * u + v * v;
  const double a = std::abs(u), b = std::abs(v);
  switch (kind) {
    case kDisc:
      return r2 <= 0.85 * 0.85;
    case kSquare:
      return std::max(a, b) <= 0.75;
    case kTriangle:  // three half planes at 120 degrees
      return v <= 0.55 && 0.8660 * a - 0.5 * v <= 0.55;
    case kRing:
      return 0.5 * 0.5 <= r2 && r2 <= 0.95 * 0.95;
    default:
      return (a <= 0.3 && b <= 0.95) || (b <= 0.3 && a <= 0.95);
  }
}

void paint_object(Canvas& canvas, int kind, const Frame& frame, const Rgb& background, Rng& rng) {
  const Rgb colour = object_colour(background, rng);
  const Rgb gradient = uniform_rgb(rng, -0.15, 0.15);
  for_pixels_near(canvas, frame, 1.5, [&](int x, int y, double u, double v) {
    if (!is_inside(kind, u, v)) return;
    for (std::size_t k = 0; k < 3; ++k) canvas.at(x, y)[k] = colour[k] + gradient[k] * u;
    canvas.labels.at(x, y) = to_label(kind);
  });
}

// Two to four objects, each at a place not too near the others.
void paint_objects(Canvas& canvas, const Rgb& background, Rng& rng) {
  std::vector<Frame> placed;
  const std::uint64_t count = 2 + rng.below(3);
  for (std::uint64_t k = 0; k < count; ++k) {
    const int kind = 1 + static_cast<int>(rng.below(5));
    const std::optional<Frame> place = free_place(canvas, placed, kPi, rng);
    if (!place) continue;
    placed.push_back(*place);
    paint_object(canvas, kind, *place, background, rng);
  }
}

// Returns the kind of the one object.
int paint_single_object(Canvas& canvas, const Rgb& background, Rng& rng) {
  const int kind = 1 + static_cast<int>(rng.below(5));
  paint_object(canvas, kind, central_place(canvas, kPi, rng), background, rng);
  return kind;
}

// One stream of random numbers per image: no image depends on another. The tag keeps clear of the
// streams that order and augmentation draw from the same seed.
Rng rng_of_image(ShapesTask task, std::uint64_t seed, Split split, std::int64_t index) {
  constexpr std::uint64_t kValidationSeed = 0x76616c;  // the same for all seeds
  constexpr std::uint64_t kTag = 0x5348ULL << 48;
  const std::uint64_t kind = task == ShapesTask::classify ? 1 : 0;
  const std::uint64_t part = split == Split::train ? 0 : 1;
  const std::uint64_t stream = kTag | kind << 41 | part << 40 | static_cast<std::uint64_t>(index);
  return Rng(split == Split::train ? seed : kValidationSeed, stream);
}

}  // namespace

Sample make_shapes(ShapesTask task, std::uint64_t seed, Split split, std::int64_t index, int width,
                   int height) {
  require(width >= 32 && height >= 32, "shapes: images of ", width, "x", height,
          " pixels; at least 32x32 are needed, because objects have a radius of 20 to 36");
  require(index >= 0 && index < std::int64_t{1} << 40, "shapes: there is no image ", index);
  Rng rng = rng_of_image(task, seed, split, index);
  Canvas canvas(width, height);
  const Rgb background = paint_background(canvas, rng);
  paint_clutter(canvas, rng);

  Sample sample;
  sample.name = text("shapes-", split_name(split), "-", index);
  if (task == ShapesTask::classify) {
    const int kind = paint_single_object(canvas, background, rng);
    sample.mask = Mask(1, 1, to_label(kind - 1));
  } else {
    paint_objects(canvas, background, rng);
    if (task == ShapesTask::binary) {
      for (std::uint8_t& id : canvas.labels.ids) id = id > 0 ? 1 : 0;
    }
    sample.mask = with_void_boundaries(canvas.labels);
  }
  sample.image = to_noisy_image(canvas, rng);
  return sample;
}

}  // namespace pixelwise
