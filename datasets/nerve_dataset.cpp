#include "datasets/nerve_dataset.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/file_dataset.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMaskEnding = "_mask";
constexpr const char* kLayout = "S_I.tif beside S_I_mask.tif, S being the subject";

// S of S_I.
std::string subject_of(const FilePair& pair) { return pair.name.substr(0, pair.name.find('_')); }

bool is_mask(const std::string& stem) { return stem.ends_with(kMaskEnding); }

std::vector<FilePair> find_pairs(const std::string& folder) {
  const std::map<std::string, std::string> files = images_by_stem(folder);
  std::vector<FilePair> pairs;
  std::vector<std::string> alone, unnamed;
  for (const auto& [stem, path] : files) {
    const std::string image =
        is_mask(stem) ? stem.substr(0, stem.size() - std::string(kMaskEnding).size()) : stem;
    const auto partner = files.find(is_mask(stem) ? image : stem + kMaskEnding);
    const std::size_t bar = image.find('_');
    if (bar == 0 || bar == std::string::npos) {
      unnamed.push_back(fs::path(path).filename().string());
    } else if (partner == files.end()) {
      alone.push_back(fs::path(path).filename().string());
    } else if (!is_mask(stem)) {
      pairs.push_back({stem, path, partner->second});
    }
  }
  if (!unnamed.empty()) {
    fail_file(folder, "names without a subject: ", list_names(unnamed), "; expected ", kLayout);
  }
  if (!alone.empty()) {
    fail_file(folder, alone.size(), " files without their image or mask: ", list_names(alone),
              "; expected ", kLayout);
  }
  return pairs;
}

Mask read_nerve_mask(const std::string& path) {
  Mask mask = read_mask(path);
  const IdHistogram histogram = id_histogram(mask);
  if (histogram[0] + histogram[kVoidLabel] != mask.ids.size()) {
    fail_file(path, "a mask of this layout holds 0 (background) and 255 (nerve); pixels of each ",
              "label: ", to_text(histogram), ". Masks of class indices: open them as folder:DIR");
  }
  std::replace(mask.ids.begin(), mask.ids.end(), kVoidLabel, std::uint8_t{1});
  return mask;
}

}  // namespace

DatasetPtr open_nerve_dataset(const std::string& folder, Split split, double train_share) {
  require_split_share(train_share);
  require_folder(folder, kLayout);
  const std::string inner = folder + "/train";
  const std::string root = fs::is_directory(inner) ? inner : folder;
  std::vector<FilePair> files = find_pairs(root);
  std::set<std::string> subjects;
  for (const FilePair& pair : files) subjects.insert(subject_of(pair));

  DatasetInfo info;
  info.name = "nerve:" + folder;
  info.classes = {{"background", "nerve"}, shapes_binary_classes().palette};
  info.notes = {text("binary masks: 0 and 255 are read as classes 0 and 1; ", files.size(),
                     " images of ", subjects.size(),
                     " subjects, all images of a subject in one part")};
  files = files_of_split(root, std::move(files), split, train_share, subject_of);
  return std::make_shared<FileDataset>(std::move(info), std::move(files), read_nerve_mask);
}

}  // namespace pixelwise
