#include "datasets/canvas.h"

#include "base/exact_math.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

constexpr double kFullTurn = 2.0 * exact::kPi;
constexpr double kSmallest = 20.0, kLargest = 36.0;  // radius of an object, in pixels

// A plane wave .5 + .5 sin(k_x x + k_y y + phase), evaluated along a row by turning an angle step
// by step: sin and cos of a + d from those of a (a tenth of the time of a sine per pixel).
struct Wave {
  double k_x, k_y, phase, step_sine, step_cosine;

  explicit Wave(Rng& rng) {
    const double angle = rng.uniform(0.0, exact::kPi);
    const double period = rng.uniform(8.0, 24.0);
    phase = rng.uniform(0.0, kFullTurn);
    k_x = kFullTurn * exact::cos(angle) / period;
    k_y = kFullTurn * exact::sin(angle) / period;
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

}  // namespace

Frame::Frame(double centre_x, double centre_y, double unit, double angle)
    : x(centre_x), y(centre_y), radius(unit), cosine(exact::cos(angle)), sine(exact::sin(angle)) {}

Rgb uniform_rgb(Rng& rng, double low, double high) {
  Rgb c;
  for (double& v : c) v = rng.uniform(low, high);
  return c;
}

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

void paint_clutter(Canvas& canvas, Rng& rng) {
  const double count = std::floor(3.0 * canvas.width * canvas.height / 9216.0 + 0.5);
  for (int k = 0; k < count; ++k) {
    const double x = rng.uniform(0.0, canvas.width), y = rng.uniform(0.0, canvas.height);
    const double minor = rng.uniform(2.0, 4.0), elongation = rng.uniform(1.0, 3.0);
    const Frame frame(x, y, minor, rng.uniform(0.0, exact::kPi));
    const Rgb colour = uniform_rgb(rng, 0.0, 1.0);
    for_pixels_near(canvas, frame, elongation, [&](int px, int py, double u, double v) {
      if (u * u / (elongation * elongation) + v * v <= 1.0) canvas.at(px, py) = colour;
    });
  }
}

std::optional<Frame> free_place(const Canvas& canvas, const std::vector<Frame>& others, double turn,
                                Rng& rng) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const double r = rng.uniform(kSmallest, kLargest);
    const double x = rng.uniform(r / 2, canvas.width - r / 2);
    const double y = rng.uniform(r / 2, canvas.height - r / 2);
    const bool is_free = std::all_of(others.begin(), others.end(), [&](const Frame& other) {
      const double dx = x - other.x, dy = y - other.y, gap = 0.8 * (r + other.radius);
      return dx * dx + dy * dy >= gap * gap;
    });
    if (is_free) return Frame(x, y, r, rng.uniform(-turn, turn));
  }
  return std::nullopt;
}

Frame central_place(const Canvas& canvas, double turn, Rng& rng) {
  const double r = rng.uniform(kSmallest, kLargest);
  const double x = (canvas.width - 1) / 2.0 + rng.uniform(-12.0, 12.0);
  const double y = (canvas.height - 1) / 2.0 + rng.uniform(-12.0, 12.0);
  return Frame(x, y, r, rng.uniform(-turn, turn));
}

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

}  // namespace pixelwise
