// --model and what goes with it, for commands that make a network from nothing.
#pragma once

#include <optional>
#include <string>

#include "app/common.h"
#include "autograd/shape.h"
#include "models/zoo.h"

namespace pixelwise {

struct ModelOptions {
  std::string model, size;
  std::optional<std::int64_t> classes, width, fc_width;
  std::optional<double> dropout;
  std::optional<std::string> family;

  void add(CLI::App& app);

  /// What the options say. Throws UsageError for an unknown model or family.
  ModelConfig config() const;

  /// The network, its weights drawn from seed 0. An impossible one is a UsageError.
  std::unique_ptr<Network> make() const;

  /// The same with as few channels as possible where none are asked for: for what does not depend
  /// on their number.
  std::unique_ptr<Network> make_narrow() const;

  /// Shape of `n` images: --size, or what the network was made for.
  Shape input(std::int64_t n) const;

  std::int64_t number_of_classes() const;
};

}  // namespace pixelwise
