#include "datasets/mask.h"

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/labels.h"
#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/label_colours.h"
#include "datasets/png_file.h"
#include "datasets/tiff_file.h"

namespace pixelwise {
namespace {

void require_8_bits(const std::string& path, int bit_depth) {
  if (bit_depth != 16) return;
  fail_file(path,
            "holds 16-bit values; expected a palette or grey PNG of up to 8 bits, with a class "
            "index per pixel");
}

// The file as it stands: ids (1 channel), or an RGB image (3 channels).
Image read_values(const std::string& path) {
  const std::string bytes = read_file(path);
  if (bytes.starts_with("\xFF\xD8")) {
    fail_file(path,
              "a JPEG image cannot be a mask: its compression changes the values at every "
              "boundary; save masks as PNG");
  }
  if (is_tiff(bytes)) {
    Tiff tiff = decode_tiff(path, bytes);
    require_8_bits(path, tiff.bit_depth);
    return std::move(tiff.image);
  }
  if (!bytes.starts_with("\x89PNG")) return read_image(path, 3);
  Png png = decode_png(path, bytes);
  require_8_bits(path, png.bit_depth);
  Image image;
  image.width = png.width;
  image.height = png.height;
  image.channels = png.channels;
  image.pixels = std::move(png.values);
  return image;
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

Mask read_mask(const std::string& path) {
  const Image image = read_values(path);
  if (image.channels == 3 && !is_grey(image)) fail_file(path, explain_rgb_labels(image));
  return to_mask(image);
}

Mask read_mask(const std::string& path, const Palette& palette, Colour void_colour) {
  const Image image = read_values(path);
  return image.channels == 3 ? ids_of_colours(path, image, palette, void_colour) : to_mask(image);
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
