#include "app/predict_heat_map.h"

#include <cstdio>
#include <filesystem>

#include "base/labels.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "weights/npy.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostLines = 6;

// "2.5 %": a probability may be small among a thousand classes.
std::string percent(double share) {
  char words[16];
  std::snprintf(words, sizeof words, "%.1f %%", 100 * share);
  return words;
}

void say_classes(const CommonOptions& common, const HeatMapResult& result, const Json& entry) {
  const Shape& map = result.scores.shape();
  common.say(text(entry["image"].get<std::string>(), ": ", map[2], "x", map[3], " windows of ",
                  result.window, "x", result.window, " pixels, 32 apart"));
  std::size_t lines = 0;
  for (const Json& one : entry["classes"]) {
    if (lines++ == kMostLines) break;
    common.say(text("  ", one["name"].get<std::string>(), ": the best of ", one["windows"], " of ",
                    map[2] * map[3], " windows; at most ", percent(one["probability"]),
                    ", in the window from row ", one["row"], ", column ", one["column"], " on"));
  }
  const std::size_t all = entry["classes"].size();
  if (all > kMostLines) common.say(text("  and ", all - kMostLines, " classes more"));
}

}  // namespace

Json predict_heat_map(const CommonOptions& common, VggHeatMap& network, const ModelCard& card,
                      const std::string& path, const Image& image, const std::string& logits) {
  const HeatMapResult result =
      judge_windows(network, image, card.preprocessing, card.classes.palette);
  if (!logits.empty()) write_npy(logits, result.scores);
  const Shape& map = result.scores.shape();
  Json entry = {{"image", path},
                {"width", image.width},
                {"height", image.height},
                {"window", result.window},
                {"windows", {map[2], map[3]}}};
  if (!logits.empty()) entry["logits"] = logits;
  entry["classes"] = Json::array();
  for (const HeatClass& heat : result.found) {
    // The upper left pixel of the surest window.
    entry["classes"].push_back({{"name", card.classes.names.at(static_cast<std::size_t>(heat.id))},
                                {"windows", heat.windows},
                                {"probability", heat.probability},
                                {"row", 32 * heat.row},
                                {"column", 32 * heat.column}});
  }
  const auto write = [&](const char* what, const char* ending) {
    const std::string stem = std::filesystem::path(path).stem().string();
    entry[what] = (std::filesystem::path(common.out) / (stem + ending)).string();
    return entry[what].get<std::string>();
  };
  if (map[1] <= kVoidLabel) write_mask(write("mask", ".mask.png"), result.mask, result.palette);
  write_png(write("overlay", ".overlay.png"), overlay(image, result.mask, result.palette));
  write_png(write("heat", ".heat.png"), heat_sheet(image, result));
  say_classes(common, result, entry);
  std::string wrote;
  for (const char* what : {"mask", "overlay", "heat"}) {
    if (entry.contains(what)) wrote += (wrote.empty() ? "" : ", ") + entry[what].get<std::string>();
  }
  common.say("  wrote " + wrote);
  return entry;
}

}  // namespace pixelwise
