#include "training/ladder_task.h"

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

// At least `least` of the objects' classes 1, 2, ... are there, and of class `large` so many
// pixels.
bool has_kinds(const Mask& mask, std::ptrdiff_t least, std::size_t large, std::uint64_t pixels) {
  const IdHistogram count = id_histogram(mask);
  const auto kinds =
      std::count_if(count.begin() + 1, count.end() - 1, [](std::uint64_t n) { return n > 0; });
  return count[large] >= pixels && kinds >= least;
}

// A large ring (its hole is what coarse networks lose), and at least two other kinds of shapes.
bool shows_a_ring(const Mask& mask) {
  constexpr std::size_t kRing = 4;
  constexpr std::uint64_t kLarge = 1200;  // pixels: of a radius of 25
  return has_kinds(mask, 3, kRing, kLarge);
}

// A pair of trousers (the gap between its legs is what coarse networks lose), and at least two
// other kinds of garments.
bool shows_trousers(const Mask& mask) {
  constexpr std::size_t kTrousers = 2;
  constexpr std::uint64_t kLarge = 500;
  return has_kinds(mask, 3, kTrousers, kLarge);
}

const std::vector<LadderTask>& tasks() {
  static const std::vector<LadderTask> list = {
      {"shapes", "shapes-classify", false, shapes_classes(), shape_kinds(), shows_a_ring,
       LadderWords{}},
      {"fashion-scenes", "fashion-classify", true, fashion_classes(), fashion_kinds(),
       shows_trousers,
       LadderWords{
           .thing = "garment",
           .look =
               "where each garment is, how large, and whether it gets one name. FCN-32s finds "
               "something at most places and misses small garments. FCN-16s gets size and place "
               "right, with round corners. FCN-8s is nearer to the outlines. The gap between two "
               "legs is hard for all of them: the iterations are few for photographs.",
           .thin = "Narrow and flat things, trousers and shoes, need the skips most: at a stride "
                   "of 32 pixels they are hardly a cell wide.",
           .caution = "**The scenes are put together.** The garments are photographs, but what "
                      "is around them is generated: the scores say little about photographs as "
                      "a camera takes them."}},
  };
  return list;
}

}  // namespace

const LadderTask& ladder_task(const std::string& data) {
  const std::string name = data.substr(0, data.find(':'));
  for (const LadderTask& task : tasks()) {
    if (task.name == name) return task;
  }
  fail("ladder: there is none for the data '", data, "'; there is one for ", ladder_task_names());
}

std::string whole_images_of(const std::string& data) {
  const std::size_t colon = data.find(':');
  return ladder_task(data).whole_images + (colon == std::string::npos ? "" : data.substr(colon));
}

std::string ladder_task_names() {
  std::string names;
  for (const LadderTask& task : tasks()) names += (names.empty() ? "" : ", ") + task.name;
  return names;
}

}  // namespace pixelwise
