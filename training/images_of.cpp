#include "training/images_of.h"

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "datasets/file_dataset.h"
#include "datasets/image.h"

namespace pixelwise {
namespace {

void add_folder(const std::filesystem::path& folder, NamedImages& named) {
  NamedImages inside;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".") || entry.is_directory()) continue;
    (is_image_name(name) ? inside.images : inside.left_out).push_back(entry.path().string());
  }
  require(!inside.images.empty(), folder.string(),
          ": no image in this folder; name images, or the folder that holds them");
  for (auto* list : {&inside.images, &inside.left_out}) std::sort(list->begin(), list->end());
  named.images.insert(named.images.end(), inside.images.begin(), inside.images.end());
  named.left_out.insert(named.left_out.end(), inside.left_out.begin(), inside.left_out.end());
}

}  // namespace

NamedImages images_of(const std::vector<std::string>& paths) {
  NamedImages named;
  for (const std::string& path : paths) {
    if (std::filesystem::is_directory(path)) {
      add_folder(path, named);
    } else {
      named.images.push_back(path);
    }
  }
  return named;
}

std::string words_for_left_out(const std::vector<std::string>& left_out) {
  if (left_out.empty()) return "";
  std::vector<std::string> names;
  for (const std::string& path : left_out) {
    names.push_back(std::filesystem::path(path).filename().string());
  }
  return text("left out ", names.size(),
              names.size() == 1 ? " file that is no image: " : " files that are no images: ",
              list_names(names));
}

}  // namespace pixelwise
