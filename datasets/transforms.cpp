#include "datasets/transforms.h"

#include <stb/stb_image_resize.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/check.h"
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
  return resize(sample, scaled(sample.image.width), scaled(sample.image.height));
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
