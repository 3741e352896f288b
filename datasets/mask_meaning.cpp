#include "datasets/mask_meaning.h"

#include <algorithm>
#include <cstdlib>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/for_each.h"
#include "datasets/image.h"

namespace pixelwise {
namespace {

// What is remembered of one mask.
struct MaskFacts {
  IdHistogram pixels{};
  Palette palette;
};

bool holds_other_than_0_and_255(const IdHistogram& histogram) {
  return std::any_of(histogram.begin() + 1, histogram.end() - 1, [](auto n) { return n > 0; });
}

bool looks_binary(const IdHistogram& histogram) {
  return histogram[0] > 0 && histogram[kVoidLabel] > 0 && !holds_other_than_0_and_255(histogram);
}

std::string text_of(Colour c) { return text("(", int{c.r}, " ", int{c.g}, " ", int{c.b}, ")"); }

// Sizes are compared on the way, so that a mismatch shows now and not after an hour of training.
std::vector<MaskFacts> read_all(const std::vector<FilePair>& files,
                                const std::optional<ClassList>& list) {
  std::vector<MaskFacts> facts(files.size());
  for_each_index(static_cast<std::int64_t>(files.size()), [&](std::int64_t i) {
    const FilePair& pair = files[static_cast<std::size_t>(i)];
    NumberedMask read = read_by_rule(pair.mask, list);
    const auto [width, height] = read_image_size(pair.image);
    check_sizes(pair, width, height, read.mask);
    if (list) check_ids(pair.mask, read.mask, static_cast<int>(list->classes.names.size()));
    facts[static_cast<std::size_t>(i)] = {id_histogram(read.mask), std::move(read.palette)};
  });
  return facts;
}

// Throws if one number has two colours.
void merge_palettes(const std::vector<FilePair>& files, const std::vector<MaskFacts>& facts,
                    MaskMeaning& meaning) {
  std::array<std::size_t, 256> seen_in{};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Palette& palette = facts[i].palette;
    for (std::size_t id = 0; id < palette.size(); ++id) {
      if (facts[i].pixels[id] == 0) continue;
      std::optional<Colour>& colour = meaning.colours[id];
      if (colour && *colour != palette[id]) {
        fail_file(files[i].mask, "number ", id, " has the colour ", text_of(palette[id]),
                  " in the palette of this mask, but ", text_of(*colour), " in that of ",
                  files[seen_in[id]].mask,
                  ": a program has sorted the palettes, and the numbers mean different things. Say "
                  "in a classes.txt which colour is which class, a line 'name R G B' for each");
      }
      colour = palette[id];
      seen_in[id] = i;
    }
  }
}

// Is 255 an object in one file, as in binary masks, and void in the next?
void require_one_meaning_of_255(const std::vector<FilePair>& files,
                                const std::vector<MaskFacts>& facts) {
  const auto index_of = [&](auto predicate) {
    const auto at = std::find_if(facts.begin(), facts.end(),
                                 [&](const MaskFacts& f) { return predicate(f.pixels); });
    return static_cast<std::size_t>(at - facts.begin());
  };
  const std::size_t binary = index_of(looks_binary), other = index_of(holds_other_than_0_and_255);
  if (binary == facts.size() || other == facts.size()) return;
  fail_file(files[binary].mask, "holds nothing but 0 and 255, as binary masks do, but ",
            files[other].mask, " holds other numbers (", to_text(facts[other].pixels),
            "). Is 255 an object or void? If it is void, say so by a line 'void 255' in a "
            "classes.txt that names the classes; if it is an object, save both alike");
}

// Numbers without names that are far apart are grey levels, or classes that are rare: who knows?
void require_dense(const std::string& folder, const IdHistogram& pixels) {
  std::size_t classes = 0, present = 0;
  for (std::size_t id = 0; id < kVoidLabel; ++id) {
    if (pixels[id] == 0) continue;
    classes = id + 1;
    ++present;
  }
  if (present < 2 || classes - present <= classes / 2) return;
  std::string example;
  int shown = 0;
  for (std::size_t id = 0; id < pixels.size() && shown < 4; ++id) {
    if (pixels[id] == 0) continue;
    example += text("\n  name", ++shown, " ", id, " ", id, " ", id);
  }
  fail_file(folder, "the masks hold ", present, " of the numbers 0 to ", classes - 1,
            ": are they grey levels or class numbers? Say so in a file classes.txt beside images/ "
            "and masks/. For grey levels, a line with name and colour for each:",
            example, "\nFor class numbers, the names of all ", classes,
            " classes, a line each. Pixels of each number: ", to_text(pixels));
}

}  // namespace

NumberedMask read_by_rule(const std::string& path, const std::optional<ClassList>& list) {
  if (list && list->has_colours) {
    return {read_mask(path, list->classes.palette, list->void_colour), {}};
  }
  NumberedMask read = read_numbered_mask(path);
  if (list && list->void_number) {
    std::replace(read.mask.ids.begin(), read.mask.ids.end(),
                 static_cast<std::uint8_t>(*list->void_number), kVoidLabel);
  }
  return read;
}

MaskMeaning find_meaning(const std::string& folder, const std::vector<FilePair>& files,
                         const std::optional<ClassList>& list) {
  const std::vector<MaskFacts> facts = read_all(files, list);
  MaskMeaning meaning;
  for (const MaskFacts& f : facts) {
    for (std::size_t id = 0; id < f.pixels.size(); ++id) meaning.pixels[id] += f.pixels[id];
  }
  const bool by_number = !list || !list->has_colours;
  if (by_number) {
    merge_palettes(files, facts, meaning);
    const bool void_is_declared = list && list->void_number;
    meaning.binary = !void_is_declared && looks_binary(meaning.pixels);
    if (!void_is_declared) require_one_meaning_of_255(files, facts);
    if (!list) require_dense(folder, meaning.pixels);
  }
  for (std::size_t i = 0; i < facts.size() && !meaning.binary; ++i) {
    const IdHistogram& pixels = facts[i].pixels;
    if (std::all_of(pixels.begin(), pixels.end() - 1, [](auto n) { return n == 0; })) {
      meaning.all_void.push_back(files[i].name);
    }
  }
  return meaning;
}

Palette palette_of(const MaskMeaning& meaning, int classes) {
  Palette usual = classes == 2 ? shapes_binary_classes().palette : voc_palette(classes);
  Palette palette = usual;
  bool any = false;
  for (std::size_t id = 0; id < palette.size(); ++id) {
    const std::size_t number = meaning.binary && id == 1 ? kVoidLabel : id;
    if (!meaning.colours[number]) continue;
    palette[id] = *meaning.colours[number];
    any = true;
  }
  if (!any) return usual;
  // Eyes tell colours apart that differ by this much in one channel. Void has a colour, too.
  constexpr int kVisible = 24;
  Palette all = palette;
  all.push_back(kVoidColour);
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const int apart = std::max({std::abs(all[a].r - all[b].r), std::abs(all[a].g - all[b].g),
                                  std::abs(all[a].b - all[b].b)});
      if (apart < kVisible) return usual;
    }
  }
  return palette;
}

}  // namespace pixelwise
