// From what a user types after --data to a data set.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/dataset.h"

namespace pixelwise {

struct DatasetOptions {
  std::uint64_t seed = 0;  // of generated training images; validation images are always the same
  double split = 0.8;      // folder, nerve: the share of training images
  int width = 0;           // of generated images; 0: the usual size (128, classify 96); and of
  int height = 0;          // fashion-mnist: 28
  std::int64_t count = 0;  // of generated images; 0: the usual number (400 and 150, classify 4000
                           // and 300); fashion-mnist: of the first ones, 0 for all
};

/// A kind of data set that open_dataset knows.
struct DatasetSpec {
  std::string name;     // "shapes", "voc:DIR" where a folder follows, "[:DIR]" where it may
  std::string summary;  // one line for --help
};

/// All of them, in the order in which to list them.
const std::vector<DatasetSpec>& dataset_specs();

/// Opens what dataset_specs() lists, as "shapes" or "folder:DIR". Generated data sets are cached in
/// memory as they are used. Throws std::invalid_argument for an unknown spec, listing those there
/// are, and std::runtime_error for what is wrong with the files.
DatasetPtr open_dataset(const std::string& spec, Split split, const DatasetOptions& options = {});

/// The same, with small sets of files kept in memory as they are used.
DatasetPtr open_cached(const std::string& spec, Split split, const DatasetOptions& options = {});

}  // namespace pixelwise
