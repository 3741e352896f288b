// Data sets that lie on disk as pairs of files: an image and its mask.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace pixelwise {

/// Where a sample lies.
struct FilePair {
  std::string name;
  std::string image;
  std::string mask;
};

/// Samples read from their files whenever they are asked for.
class FileDataset : public Dataset {
 public:
  /// Reads a mask file as ids below the number of classes, or void.
  using MaskReader = std::function<Mask(const std::string& path)>;

  FileDataset(DatasetInfo info, std::vector<FilePair> files, MaskReader read_mask);
  std::int64_t size() const override { return static_cast<std::int64_t>(files_.size()); }

  /// Throws std::runtime_error if a file is damaged, the mask has another size than its image, or
  /// an id is not below the number of classes.
  Sample get(std::int64_t i) const override;

 private:
  std::vector<FilePair> files_;
  MaskReader read_mask_;
};

/// The image files of one folder by their stems. Throws std::runtime_error if the folder is missing
/// or holds no image, if two have one stem, and for pictures of a format that is not read.
std::map<std::string, std::string> images_by_stem(const std::string& folder);

/// The images of one folder with the masks of equal stem of another, ordered by name. Throws
/// std::runtime_error if a folder is missing or holds no image, or if files have no partner.
std::vector<FilePair> pair_files(const std::string& image_folder, const std::string& mask_folder);

/// The hash of a name as a number in [0, 1).
double share_of_name(const std::string& name);

/// Throws std::invalid_argument unless 0 <= train_share <= 1.
void require_split_share(double train_share);

/// Those of the files that belong to the split: to the training part if the hash of group(file) is
/// below `train_share`. Files of one group stay together, and adding files moves no other from one
/// part to the other. Throws std::runtime_error, naming the folder, if none is left.
std::vector<FilePair> files_of_split(const std::string& folder, std::vector<FilePair> files,
                                     Split split, double train_share,
                                     const std::function<std::string(const FilePair&)>& group);

/// Throws std::runtime_error naming both unless mask and image have one size, of more than one
/// pixel (a mask of 1x1 is the class of a whole image).
void check_sizes(const FilePair& files, int image_width, int image_height, const Mask& mask);

/// "a, b, c, d, e and 12 more".
std::string list_names(const std::vector<std::string>& names);

/// Throws std::runtime_error unless `path` is a folder; `expected` says what should be there.
void require_folder(const std::string& path, const std::string& expected);

}  // namespace pixelwise
