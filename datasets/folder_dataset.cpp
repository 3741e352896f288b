#include "datasets/folder_dataset.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/class_list.h"
#include "datasets/file_dataset.h"
#include "datasets/mask.h"
#include "datasets/mask_meaning.h"

namespace pixelwise {
namespace {

// Classes when no classes.txt names them: as many as the largest id asks for.
Classes count_classes(const std::string& folder, const IdHistogram& histogram) {
  int classes = 0, present = 0;
  for (int id = 0; id < kVoidLabel; ++id) {
    if (histogram[static_cast<std::size_t>(id)] == 0) continue;
    classes = id + 1;
    ++present;
  }
  if (present < 2) {
    fail_file(folder, "the masks hold ", present, " class", present == 1 ? "" : "es",
              ", so there is nothing to learn. Pixels of each label: ", to_text(histogram));
  }
  // Whether two classes were saved as 0 and 1, or as black and white: they get the same names.
  return classes == 2 ? shapes_binary_classes() : numbered_classes(classes);
}

// What a person should know about how the masks were read.
std::vector<std::string> notes_of(const MaskMeaning& meaning, std::size_t classes) {
  std::vector<std::string> notes;
  if (meaning.binary) {
    notes.emplace_back(
        "binary masks: every mask holds nothing but 0 and 255, read as classes 0 and 1");
  }
  std::size_t absent = 0;
  for (std::size_t id = 0; id < classes; ++id) absent += meaning.pixels[id] == 0 ? 1 : 0;
  if (!meaning.binary && absent > classes / 2) {
    notes.push_back(text(absent, " of ", classes,
                         " classes never occur; are the masks grey "
                         "levels instead of class indices? Pixels of each label: ",
                         to_text(meaning.pixels)));
  }
  if (!meaning.all_void.empty()) {
    notes.push_back(text(meaning.all_void.size(),
                         meaning.all_void.size() == 1 ? " mask is" : " masks are",
                         " void everywhere, nothing is learned ",
                         "or measured on them: ", list_names(meaning.all_void)));
  }
  return notes;
}

Classes classes_of(const std::string& folder, const std::optional<ClassList>& list,
                   const MaskMeaning& meaning) {
  if (list && list->has_colours) return list->classes;
  Classes classes = list             ? list->classes
                    : meaning.binary ? shapes_binary_classes()
                                     : count_classes(folder, meaning.pixels);
  if (meaning.binary && classes.names.size() < 2) {
    fail_file(folder + "/classes.txt", "names one class, but the masks are binary (0 and 255)");
  }
  classes.palette = palette_of(meaning, static_cast<int>(classes.names.size()));
  return classes;
}

}  // namespace

DatasetPtr open_folder_dataset(const std::string& folder, Split split, double train_share) {
  namespace fs = std::filesystem;
  require_split_share(train_share);
  require_folder(folder, "a folder with images/ and masks/");
  require_folder(folder + "/images", "images/ and masks/ with equal stems");
  require_folder(folder + "/masks", "images/ and masks/ with equal stems");
  // First what can be told at a glance, then what takes reading every mask.
  std::optional<ClassList> list;
  const std::string list_path = folder + "/classes.txt";
  if (fs::exists(list_path)) list = read_class_list(list_path);
  std::vector<FilePair> files = pair_files(folder + "/images", folder + "/masks");
  const MaskMeaning meaning = find_meaning(folder, files, list);

  DatasetInfo info;
  info.name = "folder:" + folder;
  info.classes = classes_of(folder, list, meaning);
  info.notes = notes_of(meaning, info.classes.names.size());
  auto read = [list, binary = meaning.binary](const std::string& path) {
    Mask mask = read_by_rule(path, list).mask;
    if (binary) std::replace(mask.ids.begin(), mask.ids.end(), kVoidLabel, std::uint8_t{1});
    return mask;
  };
  files = files_of_split(folder, std::move(files), split, train_share,
                         [](const FilePair& pair) { return pair.name; });
  return std::make_shared<FileDataset>(std::move(info), std::move(files), std::move(read));
}

}  // namespace pixelwise
