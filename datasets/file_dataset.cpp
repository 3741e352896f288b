#include "datasets/file_dataset.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "base/check.h"
#include "datasets/image.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

// Image files of a folder by stem.
std::map<std::string, std::string> images_by_stem(const std::string& folder) {
  require_folder(folder, "a folder of images");
  std::map<std::string, std::string> files;
  std::vector<std::string> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (!entry.is_regular_file() || path.filename().string().starts_with('.')) continue;
    if (!is_image_name(path.string())) {
      others.push_back(path.filename().string());
      continue;
    }
    const auto [found, is_new] = files.emplace(path.stem().string(), path.string());
    if (!is_new) {
      fail_file(folder, "two images with the stem '", path.stem().string(),
                "': ", fs::path(found->second).filename().string(), " and ",
                path.filename().string());
    }
  }
  if (files.empty()) {
    std::sort(others.begin(), others.end());
    fail_file(folder, "no images; expected PNG, JPEG, BMP or PGM/PPM files",
              others.empty() ? std::string(", the folder is empty")
                             : text(", found ", list_names(others)));
  }
  return files;
}

std::vector<std::string> stems_missing_in(const std::map<std::string, std::string>& files,
                                          const std::map<std::string, std::string>& others) {
  std::vector<std::string> missing;
  for (const auto& [stem, path] : files) {
    if (!others.contains(stem)) missing.push_back(fs::path(path).filename().string());
  }
  return missing;
}

}  // namespace

FileDataset::FileDataset(DatasetInfo info, std::vector<FilePair> files, MaskReader read_mask)
    : Dataset(std::move(info)), files_(std::move(files)), read_mask_(std::move(read_mask)) {
  require(!files_.empty(), name(), ": a data set needs at least one sample");
}

Sample FileDataset::get(std::int64_t i) const {
  require_index(i);
  const FilePair& files = files_[static_cast<std::size_t>(i)];
  Sample sample{read_image(files.image), read_mask_(files.mask), files.name};
  check_sizes(files, sample.image.width, sample.image.height, sample.mask);
  check_ids(files.mask, sample.mask, num_classes());
  return sample;
}

std::vector<FilePair> pair_files(const std::string& image_folder, const std::string& mask_folder) {
  const auto images = images_by_stem(image_folder), masks = images_by_stem(mask_folder);
  const std::vector<std::string> no_mask = stems_missing_in(images, masks);
  const std::vector<std::string> no_image = stems_missing_in(masks, images);
  if (!no_mask.empty() || !no_image.empty()) {
    std::string what;
    if (!no_mask.empty())
      what += text(no_mask.size(), " images without a mask: ", list_names(no_mask));
    if (!no_image.empty()) {
      what += text(what.empty() ? "" : "; ", no_image.size(),
                   " masks without an image: ", list_names(no_image));
    }
    fail_file(image_folder, what, "; the mask of NAME.jpg is NAME.png in ", mask_folder);
  }
  std::vector<FilePair> pairs;
  pairs.reserve(images.size());
  for (const auto& [stem, image] : images) pairs.push_back({stem, image, masks.at(stem)});
  return pairs;
}

void check_sizes(const FilePair& files, int image_width, int image_height, const Mask& mask) {
  if (mask.width == image_width && mask.height == image_height) return;
  fail_file(files.mask, "the mask is ", mask.width, "x", mask.height, " but its image ",
            files.image, " is ", image_width, "x", image_height,
            "; resize the mask by nearest neighbour, never smoothly");
}

std::string list_names(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    list += text(i == 0 ? "" : ", ", names[i]);
  }
  return names.size() > kShown ? text(list, " and ", names.size() - kShown, " more") : list;
}

void require_folder(const std::string& path, const std::string& expected) {
  std::error_code error;
  if (!fs::exists(path, error)) fail_file(path, "no such folder; expected ", expected);
  if (!fs::is_directory(path, error)) fail_file(path, "is not a folder; expected ", expected);
}

}  // namespace pixelwise
