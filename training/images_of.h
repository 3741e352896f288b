// The images that a person names to be predicted: files, and folders of them.
#pragma once

#include <string>
#include <vector>

namespace pixelwise {

struct NamedImages {
  std::vector<std::string> images;
  std::vector<std::string> left_out;  // files of a folder that are no images
};

/// Each path as it is, but a folder becomes the images in it (not those of folders inside), sorted
/// by name. Hidden files are passed over. Throws std::invalid_argument for a folder without images.
NamedImages images_of(const std::vector<std::string>& paths);

/// For a message: "left out 2 files that are no images: a.txt, b.csv". "" if there is none.
std::string words_for_left_out(const std::vector<std::string>& left_out);

}  // namespace pixelwise
