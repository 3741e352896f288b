#include "datasets/folder_dataset.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/class_list.h"
#include "datasets/file_dataset.h"
#include "datasets/for_each.h"
#include "datasets/image.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

Mask read_raw_mask(const std::string& path, const std::optional<ClassList>& list) {
  if (!list || !list->has_colours) return read_mask(path);
  return read_mask(path, list->classes.palette, list->void_colour);
}

// The pixels of each id over all masks; sizes are compared on the way, so that a mismatch shows
// now and not after an hour of training.
IdHistogram scan(const std::vector<FilePair>& files, const std::optional<ClassList>& list) {
  std::vector<IdHistogram> histograms(files.size());
  for_each_index(static_cast<std::int64_t>(files.size()), [&](std::int64_t i) {
    const FilePair& pair = files[static_cast<std::size_t>(i)];
    const Mask mask = read_raw_mask(pair.mask, list);
    const auto [width, height] = read_image_size(pair.image);
    check_sizes(pair, width, height, mask);
    if (list) check_ids(pair.mask, mask, static_cast<int>(list->classes.names.size()));
    histograms[static_cast<std::size_t>(i)] = id_histogram(mask);
  });
  IdHistogram sum{};
  for (const IdHistogram& histogram : histograms) {
    for (std::size_t id = 0; id < sum.size(); ++id) sum[id] += histogram[id];
  }
  return sum;
}

bool holds_only_0_and_255(const IdHistogram& histogram) {
  return histogram[0] > 0 && histogram[kVoidLabel] > 0 &&
         std::all_of(histogram.begin() + 1, histogram.end() - 1, [](auto n) { return n == 0; });
}

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
  return numbered_classes(classes);
}

void add_notes(DatasetInfo& info, const IdHistogram& histogram) {
  const std::size_t classes = info.classes.names.size();
  std::size_t absent = 0;
  for (std::size_t id = 0; id < classes; ++id) absent += histogram[id] == 0 ? 1 : 0;
  if (absent > classes / 2) {
    info.notes.push_back(text(absent, " of ", classes,
                              " classes never occur; are the masks grey "
                              "levels instead of class indices? Pixels of each label: ",
                              to_text(histogram)));
  }
}

}  // namespace

DatasetPtr open_folder_dataset(const std::string& folder, Split split, double train_share) {
  namespace fs = std::filesystem;
  require_split_share(train_share);
  require_folder(folder, "a folder with images/ and masks/");
  require_folder(folder + "/images", "images/ and masks/ with equal stems");
  require_folder(folder + "/masks", "images/ and masks/ with equal stems");
  std::vector<FilePair> files = pair_files(folder + "/images", folder + "/masks");

  std::optional<ClassList> list;
  const std::string list_path = folder + "/classes.txt";
  if (fs::exists(list_path)) list = read_class_list(list_path);
  const IdHistogram histogram = scan(files, list);
  const bool has_colours = list && list->has_colours;  // then 255 stands for the void colour
  const bool binary = !has_colours && holds_only_0_and_255(histogram);

  DatasetInfo info;
  info.name = "folder:" + folder;
  if (list) {
    info.classes = list->classes;
  } else {
    info.classes = binary ? Classes{{"background", "object"}, shapes_binary_classes().palette}
                          : count_classes(folder, histogram);
  }
  if (binary) {
    if (info.classes.names.size() < 2) {
      fail_file(list_path, "names one class, but the masks are binary (0 and 255)");
    }
    info.notes.push_back(
        "binary masks: every mask holds nothing but 0 and 255, read as classes 0 and 1");
  } else {
    add_notes(info, histogram);
  }
  auto read = [list, binary](const std::string& path) {
    Mask mask = read_raw_mask(path, list);
    if (binary) std::replace(mask.ids.begin(), mask.ids.end(), kVoidLabel, std::uint8_t{1});
    return mask;
  };
  files = files_of_split(folder, std::move(files), split, train_share,
                         [](const FilePair& pair) { return pair.name; });
  return std::make_shared<FileDataset>(std::move(info), std::move(files), std::move(read));
}

}  // namespace pixelwise
