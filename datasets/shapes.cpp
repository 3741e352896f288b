#include "datasets/shapes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "base/exact_math.h"
#include "base/labels.h"
#include "base/random.h"

namespace pixelwise {
namespace {

using Rgb = std::array<double, 3>;  // in [0, 1] until noise is added
constexpr double kPi = exact::kPi;

enum Kind { kDisc = 1, kSquare, kTriangle, kRing, kCross };

// Pixel centres lie at integer coordinates, y points down.
struct Canvas {
  int width, height;
  std::vector<Rgb> colours;
  Mask labels;

  Canvas(int w, int h)
      : width(w),
        height(h),
        colours(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)),
        labels(w, h) {}
  Rgb& at(int x, int y) {
    return colours[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
  }
};

Rgb uniform_rgb(Rng& rng, double low, double high) {
  Rgb c;
  for (double& v : c) v = rng.uniform(low, high);
  return c;
}

// A place with a direction: image coordinates to local ones, in units of `radius`.
struct Frame {
  double x, y, radius, cosine, sine;

  Frame(double centre_x, double centre_y, double unit, double angle)
      : x(centre_x),
        y(centre_y),
        radius(unit),
        cosine(exact::cos(angle)),
        sine(exact::sin(angle)) {}
  double u(double px, double py) const { return ((px - x) * cosine + (py - y) * sine) / radius; }
  double v(double px, double py) const { return (-(px - x) * sine + (py - y) * cosine) / radius; }
};

// A plane wave .5 + .5 sin(k_x x + k_y y + phase), evaluated along a row by turning an angle step
// by step: sin and cos of a + d from those of a (a tenth of the time of a sine per pixel).
struct Wave {
  double k_x, k_y, phase, step_sine, step_cosine;

  explicit Wave(Rng& rng) {
    const double angle = rng.uniform(0.0, kPi);
    const double period = rng.uniform(8.0, 24.0);
    phase = rng.uniform(0.0, 2.0 * kPi);
    k_x = 2.0 * kPi * exact::cos(angle) / period;
    k_y = 2.0 * kPi * exact::sin(angle) / period;
    step_sine = exact::sin(k_x);
    step_cosine = exact::cos(k_x);
  }

  std::vector<double> row(int y, int width) const {
    std::vector<double> values(static_cast<std::size_t>(width));
    double sine = exact::sin(k_y * y + phase), cosine = exact::cos(k_y * y + phase);
    for (double& value : values) {
      value = 0.5 + 0.5 * sine;
      const double next = sine * step_cosine + cosine * step_sine;
      cosine = cosine * step_cosine - sine * step_sine;
      sine = next;
    }
    return values;
  }
};

// Stripes between the colours M - D and M + D; returns M.
Rgb paint_background(Canvas& canvas, Rng& rng) {
  const Rgb mean = uniform_rgb(rng, 0.1, 0.5);
  const Rgb contrast = uniform_rgb(rng, -0.12, 0.12);
  const Wave first(rng), second(rng);
  for (int y = 0; y < canvas.height; ++y) {
    const std::vector<double> s1 = first.row(y, canvas.width), s2 = second.row(y, canvas.width);
    for (int x = 0; x < canvas.width; ++x) {
      const std::size_t i = static_cast<std::size_t>(x);
      const double t = (s1[i] + s2[i]) / 2.0;
      for (std::size_t k = 0; k < 3; ++k) {
        canvas.at(x, y)[k] = (mean[k] - contrast[k]) * (1.0 - t) + (mean[k] + contrast[k]) * t;
      }
    }
  }
  return mean;
}

// Calls paint(x, y, u, v) for the pixels of the canvas within `reach` radii of the frame's centre.
template <class Paint>
void for_pixels_near(const Canvas& canvas, const Frame& frame, double reach, Paint paint) {
  const auto first = [&](double c) { return std::max(0.0, std::floor(c - reach * frame.radius)); };
  const auto last = [&](double c) { return std::ceil(c + reach * frame.radius); };
  for (int y = static_cast<int>(first(frame.y)); y <= last(frame.y) && y < canvas.height; ++y) {
    for (int x = static_cast<int>(first(frame.x)); x <= last(frame.x) && x < canvas.width; ++x) {
      paint(x, y, frame.u(x, y), frame.v(x, y));
    }
  }
}

// Small ellipses of any colour that belong to the background.
void paint_clutter(Canvas& canvas, Rng& rng) {
  const double count = std::floor(3.0 * canvas.width * canvas.height / 9216.0 + 0.5);
  for (int k = 0; k < count; ++k) {
    const double x = rng.uniform(0.0, canvas.width), y = rng.uniform(0.0, canvas.height);
    const double minor = rng.uniform(2.0, 4.0), elongation = rng.uniform(1.0, 3.0);
    const Frame frame(x, y, minor, rng.uniform(0.0, kPi));
    const Rgb colour = uniform_rgb(rng, 0.0, 1.0);
    for_pixels_near(canvas, frame, elongation, [&](int px, int py, double u, double v) {
      if (u * u / (elongation * elongation) + v * v <= 1.0) canvas.at(px, py) = colour;
    });
  }
}

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

// A colour at least half the side of the RGB cube away from the background's.
Rgb object_colour(const Rgb& background, Rng& rng) {
  while (true) {
    const Rgb c = uniform_rgb(rng, 0.0, 1.0);
    double distance2 = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
      distance2 += (c[k] - background[k]) * (c[k] - background[k]);
    }
    if (distance2 >= 0.5 * 0.5) return c;
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

// Two to four objects, each at a place not too near the others (20 tries, else it is dropped).
void paint_objects(Canvas& canvas, const Rgb& background, Rng& rng) {
  std::vector<Frame> placed;
  const std::uint64_t count = 2 + rng.below(3);
  for (std::uint64_t k = 0; k < count; ++k) {
    const int kind = 1 + static_cast<int>(rng.below(5));
    for (int attempt = 0; attempt < 20; ++attempt) {
      const double r = rng.uniform(20.0, 36.0);
      const double x = rng.uniform(r / 2, canvas.width - r / 2);
      const double y = rng.uniform(r / 2, canvas.height - r / 2);
      const bool is_free = std::all_of(placed.begin(), placed.end(), [&](const Frame& other) {
        const double dx = x - other.x, dy = y - other.y, gap = 0.8 * (r + other.radius);
        return dx * dx + dy * dy >= gap * gap;
      });
      if (!is_free) continue;
      placed.emplace_back(x, y, r, rng.uniform(-kPi, kPi));
      paint_object(canvas, kind, placed.back(), background, rng);
      break;
    }
  }
}

// Returns the kind of the one object.
int paint_single_object(Canvas& canvas, const Rgb& background, Rng& rng) {
  const int kind = 1 + static_cast<int>(rng.below(5));
  const double r = rng.uniform(20.0, 36.0);
  const double x = (canvas.width - 1) / 2.0 + rng.uniform(-12.0, 12.0);
  const double y = (canvas.height - 1) / 2.0 + rng.uniform(-12.0, 12.0);
  paint_object(canvas, kind, Frame(x, y, r, rng.uniform(-kPi, kPi)), background, rng);
  return kind;
}

// Numbers from N(0, 1), in pairs by the polar method of Marsaglia and Bray (1964): an image takes
// tens of thousands, and this is several times as fast as Rng::normal, which keeps no second value.
// All points are drawn first: a processor works on many logarithms and roots at a time, unless
// between them it has to guess whether a point lies in the circle.
std::vector<double> normals(std::size_t count, Rng& rng) {
  std::vector<double> values(count + count % 2), squares(values.size() / 2);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    double u, v, s;
    do {
      u = 2.0 * rng.uniform() - 1.0;
      v = 2.0 * rng.uniform() - 1.0;
      s = u * u + v * v;
    } while (s >= 1.0 || s < 1e-300);
    values[2 * i] = u;
    values[2 * i + 1] = v;
    squares[i] = s;
  }
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const double factor = std::sqrt(-2.0 * exact::log(squares[i]) / squares[i]);
    values[2 * i] *= factor;
    values[2 * i + 1] *= factor;
  }
  return values;
}

// Noise N(0, .05), then 8 bits.
Image to_noisy_image(const Canvas& canvas, Rng& rng) {
  Image image(canvas.width, canvas.height, 3);
  const std::vector<double> noise = normals(image.pixels.size(), rng);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const double noisy = std::clamp(canvas.colours[i / 3][i % 3] + 0.05 * noise[i], 0.0, 1.0);
    const double level = 255.0 * noisy + 0.5;
    image.pixels[i] = static_cast<std::uint8_t>(level);  // without its fraction: rounded
  }
  return image;
}

// Void wherever one of the four neighbours has another label: nobody can say where exactly the
// boundary runs, so neither loss nor metrics ask there.
Mask with_void_boundaries(const Mask& labels) {
  Mask result = labels;
  const auto differs = [&](int x, int y, int nx, int ny) {
    return nx >= 0 && ny >= 0 && nx < labels.width && ny < labels.height &&
           labels.at(nx, ny) != labels.at(x, y);
  };
  for (int y = 0; y < labels.height; ++y) {
    for (int x = 0; x < labels.width; ++x) {
      if (differs(x, y, x - 1, y) || differs(x, y, x + 1, y) || differs(x, y, x, y - 1) ||
          differs(x, y, x, y + 1)) {
        result.at(x, y) = kVoidLabel;
      }
    }
  }
  return result;
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
