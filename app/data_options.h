// What several subcommands do with --model and --data.
#pragma once

#include <optional>
#include <string>

#include "app/common.h"
#include "datasets/dataset.h"
#include "datasets/open_dataset.h"

namespace pixelwise {

/// For --help: the names that --model and --data take, a line each.
std::string list_of_models();
std::string list_of_data();

/// Opens a split, says what the data set has to say about itself, and keeps small sets of files in
/// memory. An unknown kind of data is a UsageError.
DatasetPtr open_split(const std::string& spec, Split split, const DatasetOptions& options,
                      const CommonOptions& common);

}  // namespace pixelwise
