#include "datasets/file_dataset.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <utility>

#include "base/check.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/picture.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> stems_missing_in(const std::map<std::string, std::string>& files,
                                          const std::map<std::string, std::string>& others) {
  std::vector<std::string> missing;
  for (const auto& [stem, path] : files) {
    if (!others.contains(stem)) missing.push_back(fs::path(path).filename().string());
  }
  return missing;
}

// What is in a folder of images: the images by their stems, and the names of other files.
struct ImageFolder {
  std::map<std::string, std::string> images;
  std::vector<std::string> others;
};

// A picture of a format that is not read is called that; other files may lie there.
ImageFolder look_into(const std::string& folder) {
  require_folder(folder, "a folder of images");
  ImageFolder found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (!entry.is_regular_file() || path.filename().string().starts_with('.')) continue;
    if (!is_image_name(path.string())) {
      found.others.push_back(path.filename().string());
      continue;
    }
    const auto [same, is_new] = found.images.emplace(path.stem().string(), path.string());
    if (!is_new) {
      fail_file(folder, "two images with the stem '", path.stem().string(),
                "': ", fs::path(same->second).filename().string(), " and ",
                path.filename().string());
    }
  }
  std::sort(found.others.begin(), found.others.end());
  std::vector<std::string> unread;
  std::copy_if(found.others.begin(), found.others.end(), std::back_inserter(unread),
               is_unread_picture_name);
  if (!unread.empty()) {
    fail_file(folder, unread.size(), unread.size() == 1 ? " picture is" : " pictures are",
              " of a format that cannot be read: ", list_names(unread), "; expected ",
              kPictureFormats, ". Convert or remove them");
  }
  return found;
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

std::map<std::string, std::string> images_by_stem(const std::string& folder) {
  const ImageFolder found = look_into(folder);
  if (found.images.empty()) {
    fail_file(folder, "no images; expected ", kPictureFormats, " files",
              found.others.empty() ? std::string(", the folder is empty")
                                   : text(", found ", list_names(found.others)));
  }
  return found.images;
}

std::vector<FilePair> pair_files(const std::string& image_folder, const std::string& mask_folder) {
  const auto images = images_by_stem(image_folder), masks = images_by_stem(mask_folder);
  const std::vector<std::string> no_mask = stems_missing_in(images, masks);
  const std::vector<std::string> no_image = stems_missing_in(masks, images);
  if (!no_mask.empty() || !no_image.empty()) {
    std::string what;
    if (!no_mask.empty())
      what += text(no_mask.size(), no_mask.size() == 1 ? " image" : " images",
                   " without a mask: ", list_names(no_mask));
    if (!no_image.empty()) {
      what +=
          text(what.empty() ? "" : "; ", no_image.size(), no_image.size() == 1 ? " mask" : " masks",
               " without an image: ", list_names(no_image));
    }
    fail_file(image_folder, what, "; the mask of NAME.jpg is NAME.png in ", mask_folder);
  }
  std::vector<FilePair> pairs;
  pairs.reserve(images.size());
  for (const auto& [stem, image] : images) pairs.push_back({stem, image, masks.at(stem)});
  return pairs;
}

double share_of_name(const std::string& name) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a, then mixed as splitmix64 does
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
  hash ^= hash >> 31;
  return static_cast<double>(hash >> 11) * 0x1.0p-53;
}

void require_split_share(double train_share) {
  require(train_share >= 0.0 && train_share <= 1.0, "--split ", train_share,
          "; expected the share of training images, 0 to 1");
}

std::vector<FilePair> files_of_split(const std::string& folder, std::vector<FilePair> files,
                                     Split split, double train_share,
                                     const std::function<std::string(const FilePair&)>& group) {
  const std::size_t total = files.size();
  std::erase_if(files, [&](const FilePair& pair) {
    return (share_of_name(group(pair)) < train_share) != (split == Split::train);
  });
  if (files.empty()) {
    fail_file(folder, "none of the ", total, " images falls into the ", split_name(split),
              " part at --split ", train_share, "; choose another --split or add images");
  }
  return files;
}

void check_sizes(const FilePair& files, int image_width, int image_height, const Mask& mask) {
  const bool equal = mask.width == image_width && mask.height == image_height;
  if (equal && (mask.width > 1 || mask.height > 1)) return;
  if (equal) {
    fail_file(files.image, "an image of one pixel cannot be divided into regions; remove it");
  }
  if (mask.width == image_height && mask.height == image_width) {
    fail_file(files.mask, "the mask is ", mask.width, "x", mask.height, " but its image ",
              files.image, " is ", image_width, "x", image_height,
              " once it is upright: one of them is turned by 90 degrees. Turn it back; do not "
              "resize it");
  }
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
