#include "doctor/zoo_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "base/check.h"
#include "base/labels.h"
#include "base/random.h"
#include "datasets/folder_dataset.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/open_dataset.h"
#include "datasets/transforms.h"
#include "doctor/label_geometry.h"
#include "doctor/some_samples.h"

namespace pixelwise {
namespace {

constexpr int kSide = 64;
constexpr std::int64_t kImages = 80;

using Rgb = std::array<int, 3>;

// A picture in the making: painting a pixel sets its colour and its label.
struct Canvas {
  Sample sample{Image(kSide, kSide, 3), Mask(kSide, kSide), ""};
  Rng rng;

  explicit Canvas(std::uint64_t seed, std::int64_t i)
      : rng(seed, 0x5a4f4f0000ULL + static_cast<std::uint64_t>(i)) {}

  double between(double low, double high) { return rng.uniform(low, high); }
  Rgb near(const Rgb& colour) {
    Rgb result = colour;
    for (int& v : result) v += static_cast<int>(rng.below(51)) - 25;
    return result;
  }
  // Paints where inside(x, y) holds.
  template <class Inside>
  void paint(int id, const Rgb& colour, const Inside& inside) {
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        if (!inside(x, y)) continue;
        sample.mask.at(x, y) = to_label(id);
        for (std::size_t k = 0; k < 3; ++k) {
          const int noisy = colour[k] + static_cast<int>(rng.below(31)) - 15;
          sample.image.at(x, y)[k] = static_cast<std::uint8_t>(std::clamp(noisy, 0, 255));
        }
      }
    }
  }
  void disc(int id, const Rgb& colour, double radius) {
    const double cx = between(0, kSide), cy = between(0, kSide);
    paint(id, colour, [=](int x, int y) { return std::hypot(x - cx, y - cy) <= radius; });
  }
  void box(int id, const Rgb& colour, double width, double height) {
    const double cx = between(0, kSide), cy = between(0, kSide);
    paint(id, colour, [=](int x, int y) {
      return std::abs(x - cx) <= width / 2 && std::abs(y - cy) <= height / 2;
    });
  }
};

constexpr auto kEverywhere = [](int, int) { return true; };

Sample scene(std::uint64_t seed, std::int64_t i) {
  Canvas c(seed, i);
  const Rgb red = {200, 60, 60}, blue = {60, 70, 190}, yellow = {200, 190, 70};
  c.paint(0, c.near({90, 120, 70}), kEverywhere);
  if (c.rng.chance(0.7)) c.box(3, c.near(yellow), c.between(36, 70), c.between(7, 14));
  if (c.rng.chance(0.6)) c.disc(4, c.near(red), c.between(15, 22));
  const auto objects = 2 + c.rng.below(3);
  for (std::uint64_t k = 0; k < objects; ++k) {
    const double size = c.between(10, 18);
    if (c.rng.chance(0.5)) {
      c.box(2, c.near(blue), size, size);
    } else {
      c.disc(1, c.near(red), size / 2.5);
    }
  }
  c.sample.name = text("scene", i);
  return c.sample;
}

Sample field_map(std::uint64_t seed, std::int64_t i) {
  Canvas c(seed, i);
  const std::array<Rgb, 3> colours = {Rgb{90, 150, 70}, Rgb{160, 120, 80}, Rgb{60, 100, 180}};
  std::array<std::array<double, 2>, 6> seeds{};  // each pixel belongs to the nearest of them
  for (auto& s : seeds) s = {c.between(0, kSide), c.between(0, kSide)};
  const auto nearest = [&](int x, int y) {
    const auto distance = [=](const auto& s) { return std::hypot(x - s[0], y - s[1]); };
    return std::min_element(
               seeds.begin(), seeds.end(),
               [&](const auto& a, const auto& b) { return distance(a) < distance(b); }) -
           seeds.begin();
  };
  for (std::ptrdiff_t s = 0; s < 6; ++s) {
    const auto kind = static_cast<std::size_t>(s == 5 ? 2 : s % 2);
    c.paint(static_cast<int>(kind), c.near(colours[kind]),
            [&](int x, int y) { return nearest(x, y) == s; });
  }
  const double angle = c.between(0, 3.14), offset = c.between(15, 50);
  c.paint(3, c.near({130, 130, 130}), [=](int x, int y) {
    return std::abs((x - offset) * std::cos(angle) + (y - offset) * std::sin(angle)) < 4.5;
  });
  for (int k = 0; k < 3; ++k) {
    c.box(4, c.near({190, 80, 60}), c.between(8, 16), c.between(8, 16));
  }
  c.sample.name = text("field", i);
  return c.sample;
}

ZooData made_small(const std::string& spec, std::uint64_t seed) {
  ZooData data;
  for (const Split split : {Split::train, Split::val}) {
    const DatasetPtr part = open_dataset(spec, split, {.seed = seed});
    require(!part->whole_image(), "doctor --zoo: ", spec, " has one class for each whole image");
    data.classes = part->num_classes();
    const std::int64_t most = split == Split::train ? kImages * 3 / 4 : kImages / 4;
    for (Sample& sample : some_samples(*part, most)) {
      const int longer = std::max(sample.image.width, sample.image.height);
      const auto part_of = [&](int side) { return std::max(8, side * kSide / longer); };
      sample = resize(sample, part_of(sample.image.width), part_of(sample.image.height));
      fill_void(sample.mask);
      sample.name = text("image", data.samples.size());
      data.samples.push_back(std::move(sample));
    }
  }
  return data;
}

}  // namespace

ZooData zoo_data(const std::string& name, std::uint64_t seed) {
  if (name != "scenes" && name != "fields") return made_small(name, seed);
  ZooData data{.samples = {}, .classes = 5};
  for (std::int64_t i = 0; i < kImages; ++i) {
    data.samples.push_back(name == "scenes" ? scene(seed, i) : field_map(seed, i));
  }
  return data;
}

void write_folder(const std::string& folder, const ZooData& data,
                  const std::function<void(Sample&)>& spoil) {
  for (const char* part : {"images", "masks"}) {
    std::filesystem::create_directories(folder + "/" + part);
  }
  for (Sample sample : data.samples) {
    if (spoil) spoil(sample);
    write_png(folder + "/images/" + sample.name + ".png", sample.image);
    write_mask(folder + "/masks/" + sample.name + ".png", sample.mask, voc_palette(256));
  }
}

std::set<std::string> validation_names(const std::string& folder) {
  const DatasetPtr val = open_folder_dataset(folder, Split::val, kZooSplit);
  std::set<std::string> names;
  for (std::int64_t i = 0; i < val->size(); ++i) names.insert(val->get(i).name);
  return names;
}

}  // namespace pixelwise
