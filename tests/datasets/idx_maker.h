// Writes IDX files for tests, and a little Fashion-MNIST of drawn garments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/datasets/helpers.h"

namespace pixelwise {

/// The header 0, 0, type, number of sizes, sizes, and behind it the values.
inline std::string idx_bytes(const std::vector<std::uint32_t>& sizes, const std::string& values,
                             int type = 8) {
  std::string bytes = {0, 0, static_cast<char>(type), static_cast<char>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(size >> shift & 255);
  }
  return bytes + values;
}

/// A photograph of 28x28: a bright box, each label of another width and height.
inline std::string drawn_garment(int label) {
  std::string pixels(28 * 28, '\0');
  const int width = 6 + 2 * label, height = 28 - 2 * label;
  for (int y = (28 - height) / 2; y < (28 + height) / 2; ++y) {
    for (int x = (28 - width) / 2; x < (28 + width) / 2; ++x) {
      pixels[static_cast<std::size_t>(28 * y + x)] = static_cast<char>(100 + 10 * label);
    }
  }
  return pixels;
}

/// The four files of Fashion-MNIST with `train` and `val` garments, whose labels go round.
inline void write_little_fashion(const std::string& folder, int train, int val) {
  const auto write = [&](const std::string& part, int count) {
    std::string images, labels;
    for (int i = 0; i < count; ++i) {
      images += drawn_garment(i % 10);
      labels += static_cast<char>(i % 10);
    }
    const auto n = static_cast<std::uint32_t>(count);
    write_bytes(folder + "/" + part + "-images-idx3-ubyte", idx_bytes({n, 28, 28}, images));
    write_bytes(folder + "/" + part + "-labels-idx1-ubyte", idx_bytes({n}, labels));
  };
  write("train", train);
  write("t10k", val);
}

}  // namespace pixelwise
