#include "datasets/palette.h"

#include "base/check.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

struct NamedColour {
  const char* name;
  Colour colour;
};

template <std::size_t N>
Classes to_classes(const NamedColour (&list)[N]) {
  Classes classes;
  for (const NamedColour& entry : list) {
    classes.names.emplace_back(entry.name);
    classes.palette.push_back(entry.colour);
  }
  return classes;
}

constexpr NamedColour kCamvid[] = {
    {"sky", {128, 128, 128}},    {"building", {128, 0, 0}},    {"pole", {192, 192, 128}},
    {"road", {128, 64, 128}},    {"pavement", {60, 40, 222}},  {"tree", {128, 128, 0}},
    {"sign", {192, 128, 128}},   {"fence", {64, 64, 128}},     {"car", {64, 0, 128}},
    {"pedestrian", {64, 64, 0}}, {"bicyclist", {0, 128, 192}},
};

constexpr NamedColour kShapes[] = {
    {"background", {40, 44, 52}}, {"disc", {230, 85, 70}},  {"square", {250, 190, 60}},
    {"triangle", {95, 190, 90}},  {"ring", {70, 150, 235}}, {"cross", {190, 105, 220}},
};

constexpr NamedColour kFashion[] = {
    {"background", {40, 44, 52}}, {"top", {230, 85, 70}},   {"trousers", {250, 190, 60}},
    {"dress", {95, 190, 90}},     {"shoe", {70, 150, 235}}, {"bag", {190, 105, 220}},
};

// The first class of the list is the background.
Classes without_background(Classes classes) {
  classes.names.erase(classes.names.begin());
  classes.palette.erase(classes.palette.begin());
  return classes;
}

}  // namespace

Palette voc_palette(int count) {
  constexpr int kMost = 1 << 24;  // then all colours have been dealt out
  require(count >= 0 && count <= kMost, "voc_palette: ", count, " colours; 0 to ", kMost,
          " are possible");
  Palette palette(static_cast<std::size_t>(count));
  for (int id = 0; id < count; ++id) {
    int channels[3] = {0, 0, 0};
    for (int bit = 0; bit < 24; ++bit) channels[bit % 3] |= (id >> bit & 1) << (7 - bit / 3);
    palette[static_cast<std::size_t>(id)] = {static_cast<std::uint8_t>(channels[0]),
                                             static_cast<std::uint8_t>(channels[1]),
                                             static_cast<std::uint8_t>(channels[2])};
  }
  return palette;
}

Palette with_void(Palette palette) {
  require(palette.size() <= 256, "palette: ", palette.size(), " colours; at most 256 are possible");
  if (palette.size() == 256) return palette;
  palette.resize(256);
  palette[kVoidLabel] = kVoidColour;
  return palette;
}

Classes voc_classes() {
  return {{"background", "aeroplane", "bicycle",     "bird",  "boat",        "bottle", "bus",
           "car",        "cat",       "chair",       "cow",   "diningtable", "dog",    "horse",
           "motorbike",  "person",    "pottedplant", "sheep", "sofa",        "train",  "tvmonitor"},
          voc_palette(21)};
}

Classes camvid_classes() { return to_classes(kCamvid); }

Classes shapes_classes() { return to_classes(kShapes); }

Classes shapes_binary_classes() {
  return {{"background", "object"}, {kShapes[0].colour, kShapes[2].colour}};
}

Classes shape_kinds() { return without_background(shapes_classes()); }

Classes fashion_classes() { return to_classes(kFashion); }

Classes fashion_kinds() { return without_background(fashion_classes()); }

Classes garment_classes() {
  return {{"T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker",
           "bag", "ankle boot"},
          voc_palette(10)};
}

Classes numbered_classes(int count) {
  Classes classes{{}, voc_palette(count)};
  for (int id = 0; id < count; ++id) classes.names.push_back(text("class ", id));
  return classes;
}

}  // namespace pixelwise
