#include "datasets/label_colours.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

// r g b as one number, the key of a map.
int key_of(Colour c) { return c.r << 16 | c.g << 8 | c.b; }

Colour colour_at(const Image& rgb, std::size_t i) {
  return {rgb.pixels[3 * i], rgb.pixels[3 * i + 1], rgb.pixels[3 * i + 2]};
}

std::string to_text(int key) { return text(key >> 16, " ", key >> 8 & 255, " ", key & 255); }

bool all_in(const std::map<int, std::size_t>& counts, const Palette& palette) {
  return std::all_of(counts.begin(), counts.end(), [&](const auto& entry) {
    return std::any_of(palette.begin(), palette.end(),
                       [&](Colour c) { return key_of(c) == entry.first; });
  });
}

// The data set whose palette has all these colours, if we know it.
const char* known_palette(const std::map<int, std::size_t>& counts) {
  Palette voc = voc_palette(21);
  voc.push_back(kVoidColour);
  if (all_in(counts, voc)) return " They are colours of the Pascal VOC palette.";
  Palette camvid = camvid_classes().palette;
  camvid.push_back({0, 0, 0});
  if (all_in(counts, camvid)) return " They are colours of the CamVid palette.";
  return "";
}

// What is wrong with colours that nobody declared: few of them are classes that are missing, or
// class numbers; many are edges between classes that a program has smoothed.
std::string advice(const std::map<int, std::size_t>& unknown) {
  constexpr std::size_t kFew = 16;
  const bool grey = std::all_of(unknown.begin(), unknown.end(), [](const auto& entry) {
    const int key = entry.first;
    return key >> 16 == (key & 255) && (key >> 8 & 255) == (key & 255);
  });
  if (unknown.size() > kFew) {
    return "; was the mask resized or saved with smooth edges? Masks are resized by nearest "
           "neighbour and saved as PNG";
  }
  return grey ? "; if these grey values are class numbers, take the colours out of classes.txt; "
                "else add the colours to it, or say 'void R G B'"
              : "; add them to classes.txt, or say 'void R G B'";
}

[[noreturn]] void fail_unknown_colour(const std::string& path, const Image& rgb, std::size_t first,
                                      const std::map<int, std::uint8_t>& known) {
  std::map<int, std::size_t> unknown;
  for (std::size_t i = first; i < rgb.pixels.size() / 3; ++i) {
    const int key = key_of(colour_at(rgb, i));
    if (!known.contains(key)) ++unknown[key];
  }
  std::size_t pixels = 0;
  for (const auto& [key, count] : unknown) pixels += count;
  const std::size_t width = static_cast<std::size_t>(rgb.width);
  fail_file(path, "colour (", to_text(key_of(colour_at(rgb, first))), ") at row ", first / width,
            ", column ", first % width, " belongs to none of the ", known.size() - 1,
            " classes, and is not void. There are ", unknown.size(), " such colours, on ", pixels,
            " pixels", advice(unknown));
}

}  // namespace

std::string explain_rgb_labels(const Image& rgb) {
  std::map<int, std::size_t> counts;
  const std::size_t pixels = rgb.pixels.size() / 3;
  for (std::size_t i = 0; i < pixels; ++i) ++counts[key_of(colour_at(rgb, i))];
  if (counts.size() > 256) {
    return text("looks like a photograph (", counts.size(),
                " distinct colours), but a mask is expected: one class index per pixel, in a "
                "palette or grey PNG");
  }
  std::vector<std::pair<std::size_t, int>> frequent;
  frequent.reserve(counts.size());
  for (const auto& [key, count] : counts) frequent.emplace_back(count, key);
  std::sort(frequent.begin(), frequent.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string list;
  for (std::size_t i = 0; i < std::min<std::size_t>(frequent.size(), 6); ++i) {
    list += text(i == 0 ? "" : ", ", "(", to_text(frequent[i].second), ")");
  }
  return text("looks like an RGB image of coloured labels (", counts.size(),
              " distinct colours), but a mask holds one class index per pixel. Save it as a "
              "palette or 8-bit grey PNG, or say which colour is which class: in a folder data "
              "set by a file classes.txt beside images/ and masks/ with a line 'name R G B' for "
              "each class ('void R G B' for pixels without one). The most frequent colours: ",
              list, frequent.size() > 6 ? ", ..." : "", ".", known_palette(counts));
}

Mask ids_of_colours(const std::string& path, const Image& rgb, const Palette& palette,
                    Colour void_colour) {
  std::map<int, std::uint8_t> ids;
  ids[key_of(void_colour)] = kVoidLabel;
  for (std::size_t id = 0; id < palette.size(); ++id) {
    ids[key_of(palette[id])] = static_cast<std::uint8_t>(id);
  }
  Mask mask(rgb.width, rgb.height);
  for (std::size_t i = 0; i < mask.ids.size(); ++i) {
    const auto found = ids.find(key_of(colour_at(rgb, i)));
    if (found == ids.end()) fail_unknown_colour(path, rgb, i, ids);
    mask.ids[i] = found->second;
  }
  return mask;
}

}  // namespace pixelwise
