#include "datasets/garments.h"

#include <algorithm>
#include <filesystem>

#include "base/check.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

struct FileNames {
  const char* images;
  const char* labels;
};

FileNames names_of(Split split) {
  return split == Split::train ? FileNames{"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}
                               : FileNames{"t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};
}

// The file, or the one packed by gzip; empty if neither is there.
std::string find_file(const std::string& folder, const char* name) {
  for (const char* ending : {"", ".gz"}) {
    const fs::path path = fs::path(folder) / (std::string(name) + ending);
    if (fs::is_regular_file(path)) return path.string();
  }
  return "";
}

std::string required_file(const std::string& folder, const char* name) {
  std::string path = find_file(folder, name);
  if (!path.empty()) return path;
  const FileNames train = names_of(Split::train), val = names_of(Split::val);
  fail_file(folder,
            fs::is_directory(folder) ? text("there is no ", name, " in it")
                                     : std::string("there is no such folder"),
            ". Fashion-MNIST is a package of Debian and Ubuntu (31 MB):\n"
            "  sudo apt install dataset-fashion-mnist\n"
            "Elsewhere, put its four files from https://github.com/zalandoresearch/fashion-mnist "
            "into a folder DIR and add :DIR to the name of the data set. The files, packed (.gz) "
            "or not: ",
            train.images, ", ", train.labels, ", ", val.images, ", ", val.labels);
}

}  // namespace

bool has_garments(const std::string& folder) {
  const auto has = [&](Split split) {
    const FileNames names = names_of(split);
    return !find_file(folder, names.images).empty() && !find_file(folder, names.labels).empty();
  };
  return has(Split::train) && has(Split::val);
}

std::shared_ptr<const Garments> read_garments(const std::string& folder, Split split) {
  const FileNames names = names_of(split);
  const std::string images = required_file(folder, names.images);
  const std::string labels = required_file(folder, names.labels);
  auto garments = std::make_shared<Garments>();
  garments->images = read_idx_images(images);
  garments->labels = read_idx_labels(labels);
  if (garments->images.count != static_cast<std::int64_t>(garments->labels.size())) {
    fail_file(labels, "holds ", garments->labels.size(), " labels, but there are ",
              garments->images.count, " images in ", images);
  }
  const auto wrong = std::find_if(garments->labels.begin(), garments->labels.end(),
                                  [](std::uint8_t label) { return label >= kGarmentKinds; });
  if (wrong != garments->labels.end()) {
    fail_file(labels, "label ", wrong - garments->labels.begin(), " is ", int{*wrong},
              "; expected 0 to ", kGarmentKinds - 1);
  }
  return garments;
}

}  // namespace pixelwise
