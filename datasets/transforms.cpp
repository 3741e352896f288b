#include "datasets/transforms.h"

#include <stb/stb_image_resize.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/check.h"
#include "base/exact_math.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

bool is_whole_image(const Mask& mask) { return mask.width == 1 && mask.height == 1; }

// `values` holds `height` rows of `width` items of `step` bytes.
void reverse_rows(std::vector<std::uint8_t>& values, int width, int height, std::ptrdiff_t step) {
  const std::ptrdiff_t row = width * step;
  for (int y = 0; y < height; ++y) {
    for (int left = 0, right = width - 1; left < right; ++left, --right) {
      const auto first = values.begin() + y * row;
      std::swap_ranges(first + left * step, first + (left + 1) * step, first + right * step);
    }
  }
}

void reverse_order_of_rows(std::vector<std::uint8_t>& values, int width, int height,
                           std::ptrdiff_t step) {
  const std::ptrdiff_t row = width * step;
  for (int top = 0, bottom = height - 1; top < bottom; ++top, --bottom) {
    std::swap_ranges(values.begin() + top * row, values.begin() + (top + 1) * row,
                     values.begin() + bottom * row);
  }
}

Image crop_image(const Image& image, int left, int top, int width, int height, Colour fill) {
  require(image.channels == 3, "crop: an image with ", image.channels, " channels; expected RGB");
  const std::uint8_t outside[3] = {fill.r, fill.g, fill.b};
  Image result(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int sx = x + left, sy = y + top;
      const bool inside = sx >= 0 && sy >= 0 && sx < image.width && sy < image.height;
      std::copy_n(inside ? image.at(sx, sy) : outside, 3, result.at(x, y));
    }
  }
  return result;
}

Mask crop_mask(const Mask& mask, int left, int top, int width, int height) {
  Mask result(width, height, kVoidLabel);
  for (int y = std::max(0, -top); y < std::min(height, mask.height - top); ++y) {
    for (int x = std::max(0, -left); x < std::min(width, mask.width - left); ++x) {
      result.at(x, y) = mask.at(x + left, y + top);
    }
  }
  return result;
}

// Where a window of `window` pixels begins on a side of `side` pixels; negative if it is larger.
int random_offset(int side, int window, Rng& rng) {
  const int room = side - window;
  const int offset = static_cast<int>(rng.below(static_cast<std::uint64_t>(std::abs(room)) + 1));
  return room >= 0 ? offset : -offset;
}

// Where a turned image's pixel comes from: with (x, y) measured from the centre, y downwards, and
// a turn by t, the source is (x cos t - y sin t, x sin t + y cos t).
struct Turn {
  double cosine, sine;
  double centre_x, centre_y;

  Turn(double degrees, int width, int height)
      : cosine(exact::cos(degrees * exact::kPi / 180)),
        sine(exact::sin(degrees * exact::kPi / 180)),
        centre_x(width / 2.0),
        centre_y(height / 2.0) {}

  // For the centre of pixel (x, y); pixel (i, j) covers [i, i + 1) x [j, j + 1).
  std::pair<double, double> source(int x, int y) const {
    const double dx = x + 0.5 - centre_x, dy = y + 0.5 - centre_y;
    return {centre_x + dx * cosine - dy * sine, centre_y + dx * sine + dy * cosine};
  }
};

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::floor(std::clamp(value, 0.0, 255.0) + 0.5));
}

Image rotate_image(const Image& image, const Turn& turn, Colour fill) {
  require(image.channels == 3, "rotate: an image with ", image.channels, " channels; expected RGB");
  const std::uint8_t outside[3] = {fill.r, fill.g, fill.b};
  const auto pixel = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < image.width && y < image.height ? image.at(x, y) : outside;
  };
  Image result(image.width, image.height, 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const auto [sx, sy] = turn.source(x, y);
      const double left = std::floor(sx - 0.5), top = std::floor(sy - 0.5);
      const double u = sx - 0.5 - left, v = sy - 0.5 - top;  // how near to the right, to below
      const int i = static_cast<int>(left), j = static_cast<int>(top);
      const std::uint8_t *a = pixel(i, j), *b = pixel(i + 1, j);
      const std::uint8_t *c = pixel(i, j + 1), *d = pixel(i + 1, j + 1);
      for (int k = 0; k < 3; ++k) {
        result.at(x, y)[k] =
            to_byte((1 - v) * ((1 - u) * a[k] + u * b[k]) + v * ((1 - u) * c[k] + u * d[k]));
      }
    }
  }
  return result;
}

Mask rotate_mask(const Mask& mask, const Turn& turn) {
  Mask result(mask.width, mask.height, kVoidLabel);
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      const auto [sx, sy] = turn.source(x, y);
      const int i = static_cast<int>(std::floor(sx)), j = static_cast<int>(std::floor(sy));
      if (i < 0 || j < 0 || i >= mask.width || j >= mask.height) continue;
      result.at(x, y) = mask.at(i, j);
    }
  }
  return result;
}

// In thousandths, so that sums over an image are exact.
int luma1000(const std::uint8_t* rgb) { return 299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]; }

}  // namespace

void flip_left_right(Sample& sample) {
  reverse_rows(sample.image.pixels, sample.image.width, sample.image.height, sample.image.channels);
  reverse_rows(sample.mask.ids, sample.mask.width, sample.mask.height, 1);
}

void flip_up_down(Sample& sample) {
  const Image& image = sample.image;
  reverse_order_of_rows(sample.image.pixels, image.width, image.height, image.channels);
  reverse_order_of_rows(sample.mask.ids, sample.mask.width, sample.mask.height, 1);
}

Sample crop(const Sample& sample, int left, int top, int width, int height, Colour fill) {
  require(width >= 1 && height >= 1, "crop: a window of ", width, "x", height,
          "; expected at least 1x1");
  const bool keep = is_whole_image(sample.mask);
  return {crop_image(sample.image, left, top, width, height, fill),
          keep ? sample.mask : crop_mask(sample.mask, left, top, width, height), sample.name};
}

Sample random_crop(const Sample& sample, int width, int height, Colour fill, Rng& rng) {
  const int left = random_offset(sample.image.width, width, rng);
  const int top = random_offset(sample.image.height, height, rng);
  return crop(sample, left, top, width, height, fill);
}

Sample resize(const Sample& sample, int width, int height) {
  const bool keep = is_whole_image(sample.mask);
  return {resize_image(sample.image, width, height),
          keep ? sample.mask : resize_mask(sample.mask, width, height), sample.name};
}

Sample random_scale(const Sample& sample, double low, double high, Rng& rng) {
  require(low > 0.0 && high >= low, "random_scale: factors from ", low, " to ", high,
          "; expected 0 < low <= high");
  const double factor = rng.uniform(low, high);
  const auto scaled = [factor](int side) {
    return std::max(1, static_cast<int>(std::floor(side * factor + 0.5)));
  };
  const int width = scaled(sample.image.width), height = scaled(sample.image.height);
  // A mask of 1x1 would be the class of a whole image.
  const bool too_small = width * height == 1 && !is_whole_image(sample.mask);
  return resize(sample, too_small ? 2 : width, height);
}

Sample rotate(const Sample& sample, double degrees, Colour fill) {
  const Turn turn(degrees, sample.image.width, sample.image.height);
  const bool keep = is_whole_image(sample.mask);
  return {rotate_image(sample.image, turn, fill),
          keep ? sample.mask : rotate_mask(sample.mask, turn), sample.name};
}

Sample random_rotation(const Sample& sample, double degrees, Colour fill, Rng& rng) {
  return rotate(sample, rng.uniform(-degrees, degrees), fill);
}

Image change_colours(const Image& image, const ColourFactors& factors) {
  require(image.channels == 3, "change_colours: an image with ", image.channels,
          " channels; expected RGB");
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) sum += luma1000(&image.pixels[i]);
  const double pixels = static_cast<double>(std::max<std::size_t>(image.pixels.size() / 3, 1));
  const double mean = factors.brightness * static_cast<double>(sum) / (1000 * pixels);
  Image result = image;
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    const auto contrasted = [&](double v) {
      return mean + factors.contrast * (factors.brightness * v - mean);
    };
    const double grey = contrasted(luma1000(&image.pixels[i]) / 1000.0);
    for (std::size_t k = i; k < i + 3; ++k) {
      result.pixels[k] = to_byte(grey + factors.saturation * (contrasted(image.pixels[k]) - grey));
    }
  }
  return result;
}

Sample random_jitter(const Sample& sample, double strength, Rng& rng) {
  const auto factor = [&] { return rng.uniform(1 - strength, 1 + strength); };
  const double brightness = factor(), contrast = factor(), saturation = factor();
  return {change_colours(sample.image, {brightness, contrast, saturation}), sample.mask,
          sample.name};
}

Image resize_image(const Image& image, int width, int height) {
  require(width >= 1 && height >= 1 && !image.pixels.empty(), "resize: from ", image.width, "x",
          image.height, " to ", width, "x", height, "; expected at least 1x1");
  if (width == image.width && height == image.height) return image;
  Image result(width, height, image.channels);
  const int done = stbir_resize_uint8_generic(
      image.pixels.data(), image.width, image.height, 0, result.pixels.data(), width, height, 0,
      image.channels, STBIR_ALPHA_CHANNEL_NONE, 0, STBIR_EDGE_CLAMP, STBIR_FILTER_TRIANGLE,
      STBIR_COLORSPACE_LINEAR, nullptr);
  require_internal(done == 1, "resize: stb_image_resize failed, out of memory?");
  return result;
}

Mask resize_mask(const Mask& mask, int width, int height) {
  require(width >= 1 && height >= 1 && !mask.ids.empty(), "resize: from ", mask.width, "x",
          mask.height, " to ", width, "x", height, "; expected at least 1x1");
  // The pixel that contains the centre: floor((x + 1/2) W / w), in whole numbers.
  const auto source = [](int x, int from, int to) {
    return static_cast<int>((2 * std::int64_t{x} + 1) * from / (2 * std::int64_t{to}));
  };
  Mask result(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      result.at(x, y) = mask.at(source(x, mask.width, width), source(y, mask.height, height));
    }
  }
  return result;
}

}  // namespace pixelwise
