// --weights of eval and predict: a network ready to use, from our checkpoints, or from any weight
// file together with --model.
#pragma once

#include <string>

#include "app/common.h"
#include "training/open_model.h"

namespace pixelwise {

struct WeightsOptions {
  std::string weights;
  ModelWords said;

  void add(CLI::App& app);

  /// The network; `common` says which family was assumed. Throws std::runtime_error if the file
  /// cannot be read or does not fit, UsageError if something must be said that the file does not
  /// say.
  LoadedModel load(const CommonOptions& common) const;
};

}  // namespace pixelwise
