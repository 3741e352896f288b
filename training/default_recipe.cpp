#include "training/default_recipe.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/check.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

struct Window {
  std::int64_t width = 0, height = 0;
  std::int64_t pixels() const { return width * height; }
  bool operator==(const Window&) const = default;
};

std::string size_text(Window window) { return text(window.width, "x", window.height); }

// Widths and heights of all images, each by themselves.
struct Sizes {
  explicit Sizes(const DatasetStatistics& data) : one(data.sizes.size() == 1) {
    std::vector<std::int64_t> widths, heights;
    for (const auto& [size, images] : data.sizes) {
      widths.insert(widths.end(), static_cast<std::size_t>(images), size.first);
      heights.insert(heights.end(), static_cast<std::size_t>(images), size.second);
    }
    std::sort(widths.begin(), widths.end());
    std::sort(heights.begin(), heights.end());
    smallest = {widths.front(), heights.front()};
    middle = {widths[widths.size() / 2], heights[heights.size() / 2]};
    largest = {widths.back(), heights.back()};
  }

  std::string range() const {
    return one ? size_text(largest) : size_text(smallest) + " to " + size_text(largest);
  }

  bool one;  // all have the same
  Window smallest, middle, largest;
};

constexpr Window kLargest{640, 480};

// If that is too large: the shorter side at most as long as that of kLargest, the longer one what
// the number of pixels then allows, in multiples of 32 (the stride of the coarsest networks).
Window no_larger_than_allowed(Window window) {
  if (window.pixels() <= kLargest.pixels()) return window;
  const bool upright = window.height > window.width;
  const std::int64_t shorter = std::min({window.width, window.height, kLargest.height});
  const std::int64_t longer =
      std::min(std::max(window.width, window.height), kLargest.pixels() / shorter / 32 * 32);
  return upright ? Window{shorter, longer} : Window{longer, shorter};
}

// The share of a window that an image fills, on average.
double filled(Window window, const DatasetStatistics& data) {
  double sum = 0;
  for (const auto& [size, images] : data.sizes) {
    const Window part{std::min<std::int64_t>(size.first, window.width),
                      std::min<std::int64_t>(size.second, window.height)};
    sum += static_cast<double>(part.pixels()) * static_cast<double>(images);
  }
  return sum / (static_cast<double>(window.pixels()) * static_cast<double>(data.images));
}

Choice<Window> window_for(const DatasetStatistics& data) {
  const Sizes sizes(data);
  const std::string images = "images of " + sizes.range();
  const Window most = no_larger_than_allowed(sizes.largest);
  const std::string windows = "windows of " + size_text(most);
  if (filled(most, data) < 0.5) {
    constexpr std::int64_t kLeast = 32;  // the stride of the coarsest networks
    const Window middle = no_larger_than_allowed(
        {std::max(sizes.middle.width, kLeast), std::max(sizes.middle.height, kLeast)});
    return {middle,
            text("windows of ", size_text(middle), " for ", images,
                 ", because a batch needs one size, and ", windows, " would be mostly empty")};
  }
  if (most != sizes.largest) {
    return {most, text(windows, " cut out of ", images,
                       " at random, because whole ones take too much memory and time")};
  }
  if (sizes.one) return {most, text("whole ", images, ", because they are small enough")};
  return {most,
          text(windows, " for ", images,
               ", because a batch needs one size and so all fit in; what is missing is void")};
}

// What a batch is made of: the crop, or else the largest image.
Window window_of(const DatasetStatistics& data, const BatchOptions& augment) {
  if (augment.crop_width > 0) return {augment.crop_width, augment.crop_height};
  return Sizes(data).largest;
}

}  // namespace

Choice<std::string> default_augment(const DatasetStatistics& data) {
  const Choice<Window> window = window_for(data);
  const std::string reason = "half of the batches mirrored; " + window.reason;
  const Sizes sizes(data);
  if (sizes.one && window.value == sizes.largest) return {"flip", reason};
  // The option has the height first.
  return {text("flip,crop=", window.value.height, "x", window.value.width), reason};
}

Choice<std::int64_t> default_batch(const DatasetStatistics& data, const BatchOptions& augment) {
  constexpr double kFew = 65536, kMany = 524288;  // pixels of a batch
  constexpr std::int64_t kUsual = 4, kMost = 16;
  if (data.sizes.size() > 1 && augment.crop_width == 0) {
    return {1, "the images have different sizes, and are not cropped to one"};
  }
  const Window window = window_of(data, augment);
  const auto windows_of = [&](double pixels) {
    return std::clamp<std::int64_t>(std::lround(pixels / static_cast<double>(window.pixels())), 1,
                                    std::min(kMost, data.images));
  };
  const std::string size = size_text(window);
  if (data.images < kUsual) return {data.images, "there are no more images"};
  if (windows_of(kFew) > kUsual) {
    return {windows_of(kFew),
            text("images of ", size, " are small: more make a steadier gradient")};
  }
  if (windows_of(kMany) < kUsual) {
    return {windows_of(kMany), text("images of ", size, " are large: fewer take less memory")};
  }
  return {kUsual, text("usual for images of ", size)};
}

Choice<std::int64_t> default_iterations(std::int64_t images, std::int64_t per_iteration) {
  constexpr std::int64_t kUsual = 1500, kMost = 20'000, kPasses = 5;
  const std::int64_t passes = (kPasses * images + per_iteration - 1) / per_iteration;
  const std::int64_t iterations = std::clamp(passes, kUsual, kMost);
  const double seen = static_cast<double>(iterations * per_iteration) / static_cast<double>(images);
  return {iterations, text("each of the ", images, " images is seen about ",
                           seen < 10 ? std::round(10 * seen) / 10 : std::round(seen), " times")};
}

Choice<double> default_lr(std::optional<std::int64_t> width) {
  constexpr double kPublished = 64;
  const double narrow = std::clamp(static_cast<double>(width.value_or(64)), 8.0, kPublished);
  const double lr = std::round(10 * std::sqrt(kPublished / narrow)) / 10 * 1e-3;
  if (narrow == kPublished) return {lr, "usual for Adam"};
  return {lr, text("a network of width ", *width, " bears larger steps than one of ", kPublished)};
}

Choice<std::string> default_class_weights(const DatasetStatistics& data,
                                          const std::vector<std::string>& classes) {
  const std::vector<double> shares = data.class_shares();
  std::size_t rarest = 0, present = 0;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    if (shares[c] == 0) continue;
    if (present++ == 0 || shares[c] < shares[rarest]) rarest = c;
  }
  const std::string fact = text("of the classes, ", classes[rarest], " has the fewest pixels, ",
                                percent_text(shares[rarest]));
  constexpr double kFrequent = 0.005;
  if (shares[rarest] >= kFrequent) return {"none", fact + ": enough to be learned as they are"};
  return {"sqrt-median", fact + ": rare classes count more, or they would be left out"};
}

}  // namespace pixelwise
