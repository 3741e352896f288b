// A folder for folder:DIR, for tests.
#pragma once

#include <string>

#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/open_dataset.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {

/// Image and mask number i of a folder data set; the image is of the mask's size.
inline void add_pair(const TemporaryFolder& folder, int i, const Mask& mask,
                     const Palette& palette) {
  const std::string name = "img" + std::to_string(i) + ".png";
  write_bytes(folder / ("images/" + name), "");
  write_bytes(folder / ("masks/" + name), "");
  write_png(folder / ("images/" + name), test_image(mask.width, mask.height));
  write_mask(folder / ("masks/" + name), mask, palette);
}

/// `count` images 6x4 with masks of `classes` classes.
inline void make_folder(const TemporaryFolder& folder, int count, int classes) {
  for (int i = 0; i < count; ++i) add_pair(folder, i, test_mask(6, 4, classes), voc_palette(21));
}

/// A mask 6x4 that begins with these ids and is 0 elsewhere.
inline Mask mask_with(const std::vector<std::uint8_t>& ids) {
  Mask mask(6, 4);
  for (std::size_t i = 0; i < ids.size(); ++i) mask.ids[i] = ids[i];
  return mask;
}

/// The training part: all of it.
inline DatasetPtr open_all(const TemporaryFolder& folder) {
  return open_dataset("folder:" + folder.path(), Split::train, {.split = 1.0});
}

/// What is said when the data set is opened.
inline std::string opening(const std::string& spec, DatasetOptions options = {.split = 1.0}) {
  return message_of<std::runtime_error>([&] { open_dataset(spec, Split::train, options); });
}

}  // namespace pixelwise
