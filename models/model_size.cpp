#include "models/model_size.h"

#include <algorithm>

#include "autograd/real.h"
#include "base/check.h"
#include "base/memory.h"
#include "layers/init.h"
#include "layers/parameters.h"

namespace pixelwise {

// Newton's formula on the nodes x, y = 1, 2, 3 (multiples of the narrowest width, and fc_width):
//   p(x, y) = p11 + (p21 - p11)(x - 1) + (p12 - p11)(y - 1) + (p22 - p21 - p12 + p11)(x - 1)(y - 1)
//           + (p31 - 2 p21 + p11)(x - 1)(x - 2)/2 + (p13 - 2 p12 + p11)(y - 1)(y - 2)/2
double approximate_parameters(const ModelConfig& config, const ModelInfo& info,
                              const std::function<std::unique_ptr<Network>(ModelConfig)>& make) {
  const UninitializedWeights unneeded;  // only their number counts
  const bool wide = info.narrowest > 0 && config.width, fc = info.has_fc_width && config.fc_width;
  const auto count = [&](std::int64_t x, std::int64_t y) {
    ModelConfig small = config;
    if (wide) small.width = x * info.narrowest;
    if (fc) small.fc_width = y;
    return static_cast<double>(count_parameters(*make(small)).all);
  };
  const double p11 = count(1, 1);
  double sum = p11;
  const double x =
      wide ? static_cast<double>(*config.width) / static_cast<double>(info.narrowest) : 1;
  const double y = fc ? static_cast<double>(*config.fc_width) : 1;
  const double p21 = wide ? count(2, 1) : p11;
  const double p12 = fc ? count(1, 2) : p11;
  sum += (p21 - p11) * (x - 1) + (p12 - p11) * (y - 1);
  if (wide && fc) sum += (count(2, 2) - p21 - p12 + p11) * (x - 1) * (y - 1);
  if (wide) sum += (count(3, 1) - 2 * p21 + p11) * (x - 1) * (x - 2) / 2;
  if (fc) sum += (count(1, 3) - 2 * p12 + p11) * (y - 1) * (y - 2) / 2;
  return sum;
}

void require_memory_for(const ModelConfig& config, double parameters) {
  const double bytes = parameters * sizeof(Real), there_are = machine_memory();
  require(
      there_are == 0 || bytes <= there_are, config.name, ": the weights alone take ",
      bytes_text(bytes), " of memory", config.width ? text(" with width ", *config.width) : "",
      config.fc_width ? text(config.width ? " and" : " with", " fc-width ", *config.fc_width) : "",
      ", this machine has ", bytes_text(there_are), "; choose a smaller width");
}

}  // namespace pixelwise
