// Weight files turned into others: what becomes of each tensor.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "layers/module.h"
#include "training/checkpoint.h"
#include "weights/names.h"
#include "weights/weight_file.h"

namespace pixelwise {

/// What became of one tensor.
struct TensorFate {
  std::string status;          // one of kFates
  std::optional<Shape> shape;  // none if it could not be read
  std::string from;            // its name in the file, where it has another one now
  std::string why;             // where that is not plain
};

inline constexpr const char* kFates[] = {"copied", "reshaped", "folded", "dropped", "missing"};

/// The fates by name.
class ConversionReport {
 public:
  void add(const std::string& name, TensorFate fate);
  const std::map<std::string, TensorFate>& fates() const { return fates_; }
  std::int64_t count(const std::string& status) const;

 private:
  std::map<std::string, TensorFate> fates_;
};

/// The file with all its tensors under the names that they were given.
WeightFile convert_all(WeightFile file, const RenamedWeights& renamed, ConversionReport& report);

/// The tensors that `network`, called `model`, can use, in its shapes; they are then in it, too.
/// Throws std::runtime_error, naming `path`, if there is none.
WeightFile convert_for(Network& network, const std::string& model, const std::string& path,
                       const RenamedWeights& renamed, ConversionReport& report);

/// Throws std::runtime_error, naming `path`, if something of the model is missing, so that no
/// checkpoint to be used by itself can be made.
void require_complete(const ConversionReport& report, const std::string& path,
                      const std::string& model);

}  // namespace pixelwise
