#include "datasets/published.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include "base/check.h"
#include "base/labels.h"
#include "base/read_file.h"
#include "datasets/file_dataset.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

std::string find_voc(const std::string& folder) {
  require_folder(folder, "Pascal VOC: JPEGImages/, SegmentationClass/ and ImageSets/Segmentation/");
  for (const char* inner : {"", "VOC2012", "VOCdevkit/VOC2012"}) {
    const fs::path root = fs::path(folder) / inner;
    if (fs::is_directory(root / "JPEGImages")) return root.string();
  }
  fail_file(folder,
            "no JPEGImages/ in it, nor in VOC2012/ or VOCdevkit/VOC2012/; expected Pascal "
            "VOC: JPEGImages/, SegmentationClass/ and ImageSets/Segmentation/");
}

Mask read_camvid_mask(const std::string& path) {
  constexpr std::uint8_t kCamvidVoid = 11;
  Mask mask = read_mask(path);
  const IdHistogram histogram = id_histogram(mask);
  if (histogram[kVoidLabel] > 0) {
    const bool binary = histogram[0] + histogram[kVoidLabel] == mask.ids.size();
    fail_file(path, "label 255, but CamVid has classes 0 to 10 and 11 for void",
              binary ? "; a binary mask? map 255 to 1 and open it as folder:DIR" : "",
              ". Pixels of each label: ", to_text(histogram));
  }
  check_ids(path, mask, kCamvidVoid + 1);
  std::replace(mask.ids.begin(), mask.ids.end(), kCamvidVoid, kVoidLabel);
  return mask;
}

}  // namespace

DatasetPtr open_voc_dataset(const std::string& folder, Split split) {
  const fs::path root = find_voc(folder);
  const fs::path list = root / "ImageSets" / "Segmentation" / text(split_name(split), ".txt");
  std::istringstream names(read_file(list.string()));
  std::vector<FilePair> files;
  std::vector<std::string> missing;
  for (std::string name; names >> name;) {
    const fs::path image = root / "JPEGImages" / (name + ".jpg");
    const fs::path mask = root / "SegmentationClass" / (name + ".png");
    for (const fs::path& path : {image, mask}) {
      if (!fs::exists(path)) missing.push_back(path.lexically_relative(root).string());
    }
    files.push_back({name, image.string(), mask.string()});
  }
  if (files.empty()) fail_file(list.string(), "no images; expected a name on each line");
  if (!missing.empty()) {
    fail_file(list.string(), "lists ", missing.size(), " files that are missing in ", root.string(),
              ": ", list_names(missing));
  }
  DatasetInfo info{"voc:" + folder, voc_classes(), false, {}};
  return std::make_shared<FileDataset>(std::move(info), std::move(files),
                                       [](const std::string& path) { return read_mask(path); });
}

DatasetPtr open_camvid_dataset(const std::string& folder, Split split) {
  const std::string layout = "CamVid: train/, trainannot/, val/ and valannot/";
  const std::string part = split_name(split);
  require_folder(folder, layout);
  require_folder(folder + "/" + part, layout);
  require_folder(folder + "/" + part + "annot", layout);
  DatasetInfo info{"camvid:" + folder, camvid_classes(), false, {}};
  return std::make_shared<FileDataset>(
      std::move(info), pair_files(folder + "/" + part, folder + "/" + part + "annot"),
      read_camvid_mask);
}

}  // namespace pixelwise
