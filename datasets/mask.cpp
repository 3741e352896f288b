#include "datasets/mask.h"

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/labels.h"
#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/label_colours.h"
#include "datasets/picture.h"
#include "datasets/png_file.h"

namespace pixelwise {
namespace {

// The file as it stands, if it can be a mask.
Picture read_picture(const std::string& path) {
  const std::string bytes = read_file(path);
  Picture picture = decode_picture(path, bytes);
  if (picture.lossy) {
    fail_file(path, bytes.starts_with("RIFF") ? "a lossy WebP image" : "a JPEG image",
              " cannot be a mask: its compression changes the values at every boundary; save masks "
              "as PNG");
  }
  if (picture.bits == 16) {
    fail_file(path,
              "holds 16-bit values; expected a palette or grey PNG of up to 8 bits, with a class "
              "index per pixel");
  }
  return picture;
}

bool is_grey(const Image& rgb) {
  for (std::size_t i = 0; i < rgb.pixels.size(); i += 3) {
    if (rgb.pixels[i] != rgb.pixels[i + 1] || rgb.pixels[i] != rgb.pixels[i + 2]) return false;
  }
  return true;
}

Mask to_mask(const Image& image) {
  Mask mask(image.width, image.height);
  const std::size_t step = static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < mask.ids.size(); ++i) mask.ids[i] = image.pixels[i * step];
  return mask;
}

}  // namespace

NumberedMask read_numbered_mask(const std::string& path) {
  Picture picture = read_picture(path);
  if (picture.values.channels == 3 && !is_grey(picture.values)) {
    fail_file(path, explain_rgb_labels(picture.values));
  }
  NumberedMask result{to_mask(picture.values), std::move(picture.palette)};
  const bool black_and_white = picture.largest == 1 && result.palette.empty();
  if (black_and_white) {
    for (std::uint8_t& id : result.mask.ids) id = id == 0 ? 0 : 255;
  }
  return result;
}

Mask read_mask(const std::string& path) { return read_numbered_mask(path).mask; }

Mask read_mask(const std::string& path, const Palette& palette, Colour void_colour) {
  const Image colours = with_channels(colours_of(path, read_picture(path)), 3);
  return ids_of_colours(path, colours, palette, void_colour);
}

void write_mask(const std::string& path, const Mask& mask, const Palette& palette) {
  const IdHistogram histogram = id_histogram(mask);
  for (std::size_t id = palette.size(); id < kVoidLabel; ++id) {
    require(histogram[id] == 0, "write_mask: id ", id, " in a mask, but the palette has ",
            palette.size(), " colours");
  }
  const Png png{mask.width, mask.height, 8, 1, with_void(palette), mask.ids};
  const std::string bytes = encode_png(png);
  write_file_atomically(path, [&](std::ostream& out) { out << bytes; });
}

IdHistogram id_histogram(const Mask& mask) {
  IdHistogram histogram{};
  for (const std::uint8_t id : mask.ids) ++histogram[id];
  return histogram;
}

std::string to_text(const IdHistogram& histogram) {
  std::string list;
  for (std::size_t id = 0; id < histogram.size(); ++id) {
    if (histogram[id] == 0) continue;
    list += text(list.empty() ? "" : ", ", id, ": ", histogram[id]);
  }
  return list;
}

void check_ids(const std::string& path, const Mask& mask, int classes) {
  const auto is_bad = [classes](std::size_t id) {
    return id != kVoidLabel && id >= static_cast<std::size_t>(classes);
  };
  const IdHistogram histogram = id_histogram(mask);
  std::size_t bad = 0;
  while (bad < histogram.size() && (histogram[bad] == 0 || !is_bad(bad))) ++bad;
  if (bad == histogram.size()) return;

  std::size_t pixel = 0;
  while (mask.ids[pixel] != bad) ++pixel;
  const std::size_t width = static_cast<std::size_t>(mask.width);
  fail_file(path, "label ", bad, " at row ", pixel / width, ", column ", pixel % width,
            ", but there are ", classes, " classes, 0 to ", classes - 1,
            "; 255 is usually void. Pixels of each label: ", to_text(histogram));
}

}  // namespace pixelwise
