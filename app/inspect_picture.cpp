#include "app/inspect_picture.h"

#include <algorithm>
#include <stdexcept>

#include "app/words.h"
#include "base/check.h"
#include "datasets/image.h"
#include "datasets/mask.h"

namespace pixelwise {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Json inspect_picture(const std::string& path) {
  const Image image = read_image(path);
  const auto [low, high] = std::minmax_element(image.pixels.begin(), image.pixels.end());
  Json json = {{"file", path},
               {"width", image.width},
               {"height", image.height},
               {"min", *low},
               {"max", *high}};
  try {
    const NumberedMask read = read_numbered_mask(path);
    const IdHistogram pixels = id_histogram(read.mask);
    Json ids = Json::object(), colours = Json::object();
    for (std::size_t id = 0; id < pixels.size(); ++id) {
      if (pixels[id] == 0) continue;
      ids[std::to_string(id)] = pixels[id];
      if (id >= read.palette.size()) continue;
      const Colour c = read.palette[id];
      colours[std::to_string(id)] = {c.r, c.g, c.b};
    }
    json["kind"] = "mask, or a grey image";
    json["pixels_of_id"] = std::move(ids);
    if (!colours.empty()) json["colour_of_id"] = std::move(colours);
  } catch (const std::runtime_error& error) {
    json["kind"] = "image";
    json["not_a_mask"] = error.what();
  }
  return json;
}

void say_picture(const CommonOptions& common, const Json& json) {
  common.say(text(json["file"].get<std::string>(), ": ", json["kind"].get<std::string>(), ", ",
                  json["width"], "x", json["height"], " (width x height), values ", json["min"],
                  " to ", json["max"]));
  if (json.contains("not_a_mask")) {
    common.say("  as a mask: " + json["not_a_mask"].get<std::string>());
    return;
  }
  const bool palette = json.contains("colour_of_id");
  common.say(palette ? "  id      pixels      colour (R G B)" : "  id      pixels");
  for (const auto& [id, pixels] : json["pixels_of_id"].items()) {
    std::string line = "  " + cell(id, 8) + pixels.dump();
    if (palette && json["colour_of_id"].contains(id)) {
      const Json& c = json["colour_of_id"][id];
      line = cell(line, 22) + text(c[0], " ", c[1], " ", c[2]);
    }
    common.say(line + (id == "255" ? "  (void, or the object of a binary mask)" : ""));
  }
}

}  // namespace pixelwise
