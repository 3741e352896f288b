#include "datasets/published.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/file_dataset.h"
#include "datasets/mask.h"
#include "datasets/text_lines.h"

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

// A program that sorts palettes gives a class another number, and leaves its colour.
Mask read_voc_mask(const std::string& path) {
  NumberedMask read = read_numbered_mask(path);
  const Palette voc = voc_palette(21);
  const IdHistogram histogram = id_histogram(read.mask);
  for (std::size_t id = 0; id < std::min(voc.size(), read.palette.size()); ++id) {
    const auto place = std::find(voc.begin(), voc.end(), read.palette[id]);
    if (histogram[id] == 0 || read.palette[id] == voc[id] || place == voc.end()) continue;
    fail_file(path, "number ", id, " has the colour that class ", place - voc.begin(),
              " has in Pascal VOC: a program has sorted the palette. Use the original file");
  }
  return std::move(read.mask);
}

struct VocList {
  std::vector<std::string> names;
  std::size_t left_out = 0;  // marked -1
};

// A name on each line. The lists of ImageSets/Main say behind it whether a class is in the image:
// 1 yes, 0 hardly, -1 no.
VocList read_voc_list(const std::string& path) {
  VocList list;
  std::map<std::string, int> line_of;
  for (const TextLine& line : read_text_lines(path)) {
    std::string name = line.text;
    const std::size_t space = name.find_last_of(" \t");
    const std::string last = space == std::string::npos ? "" : name.substr(space + 1);
    if (last == "1" || last == "0" || last == "-1") {
      name.erase(name.find_last_not_of(" \t", space) + 1);
    }
    const auto [earlier, is_new] = line_of.emplace(name, line.number);
    if (!is_new) {
      fail_file(path, "line ", line.number, ": '", name, "' stands in line ", earlier->second,
                " already");
    }
    if (last == "-1") {
      ++list.left_out;
    } else {
      list.names.push_back(name);
    }
  }
  if (list.names.empty()) {
    fail_file(
        path, "no images; expected a name on each line",
        list.left_out > 0 ? text(", and all ", list.left_out, " are marked -1 (not there)") : "");
  }
  return list;
}

std::string voc_list_path(const std::string& root, Split split) {
  return (fs::path(root) / "ImageSets" / "Segmentation" / text(split_name(split), ".txt")).string();
}

// What a person should know about the lists.
std::vector<std::string> voc_notes(const std::string& root, Split split, const VocList& list) {
  std::vector<std::string> notes;
  if (list.left_out > 0) {
    notes.push_back(text(voc_list_path(root, split), ": ", list.left_out,
                         list.left_out == 1 ? " image is" : " images are",
                         " marked -1 (the class is not there) and left out"));
  }
  const std::string other = voc_list_path(root, split == Split::train ? Split::val : Split::train);
  if (!fs::exists(other)) return notes;
  const std::vector<std::string> others = read_voc_list(other).names;
  const std::set<std::string> names(others.begin(), others.end());
  std::vector<std::string> both;
  std::copy_if(list.names.begin(), list.names.end(), std::back_inserter(both),
               [&](const std::string& name) { return names.contains(name); });
  if (!both.empty()) {
    notes.push_back(text(both.size(), both.size() == 1 ? " image stands" : " images stand",
                         " in train.txt and in val.txt (", list_names(both),
                         "): scores on what was trained on say little"));
  }
  return notes;
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
  const std::string list_path = voc_list_path(root.string(), split);
  const VocList list = read_voc_list(list_path);
  std::vector<FilePair> files;
  std::vector<std::string> missing;
  for (const std::string& name : list.names) {
    const fs::path image = root / "JPEGImages" / (name + ".jpg");
    const fs::path mask = root / "SegmentationClass" / (name + ".png");
    for (const fs::path& path : {image, mask}) {
      if (!fs::exists(path)) missing.push_back(path.lexically_relative(root).string());
    }
    files.push_back({name, image.string(), mask.string()});
  }
  if (!missing.empty()) {
    fail_file(list_path, "lists ", missing.size(), " files that are missing in ", root.string(),
              ": ", list_names(missing));
  }
  DatasetInfo info{"voc:" + folder, voc_classes(), false, voc_notes(root.string(), split, list)};
  return std::make_shared<FileDataset>(std::move(info), std::move(files), read_voc_mask);
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
