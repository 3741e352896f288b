#include "training/predict_cost.h"

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "base/memory.h"
#include "datasets/image.h"
#include "layers/mode_scope.h"
#include "models/segment.h"
#include "models/summary.h"
#include "report/progress.h"

namespace pixelwise {

// Without a graph a map is freed when the next operation has read it, so the most memory is held by
// the largest pair of neighbours: an operation's input and its output. The maps that an FCN keeps
// for its skips are small beside them. The image and its scores come on top.
PredictCost predict_cost(Network& network, int width, int height) {
  constexpr std::int64_t kSide = 256;
  const Shape probe{1, 3, kSide, kSide};
  const Summary summary = summarise(network, probe);
  double before = static_cast<double>(probe.size()) * sizeof(Real), most = before;
  double last = before;
  for (const SummaryRow& row : summary.rows) {
    if (row.activation_bytes == 0) continue;  // the values of the row before
    last = static_cast<double>(row.activation_bytes);
    most = std::max(most, before + last);
    before = last;
  }
  const EvaluationScope evaluation(network);
  const auto start = std::chrono::steady_clock::now();
  segment(network, Tensor(Array(probe)));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double share = static_cast<double>(width) * height / static_cast<double>(kSide * kSide);
  return {share * (most + last), share * seconds.count()};
}

void say_cost(const std::string& path, const LoadedModel& model, const Note& note) {
  constexpr double kLarge = 4e6;  // photographs of telephones are above, those of data sets below
  const auto [width, height] = read_image_size(path);
  if (static_cast<double>(width) * height < kLarge) return;
  const bool everywhere = dynamic_cast<VggHeatMap*>(model.network.get()) != nullptr;
  if (model_info(model.card.model.name).image_size > 0 && !everywhere) return;  // takes one size
  const PredictCost cost = predict_cost(*model.network, width, height);
  const std::string what =
      text(path, ": an image of ", width, "x", height, " takes about ", bytes_text(cost.bytes),
           " of memory and ", format_duration(cost.seconds));
  constexpr const char* kWayOut = "; make it smaller, or cut it into pieces";
  const double there_are = machine_memory();
  if (there_are > 0 && cost.bytes > there_are) {
    throw std::runtime_error(text(what, ", but this machine has ", bytes_text(there_are), kWayOut));
  }
  note(what + (cost.bytes > there_are / 2 ? kWayOut : ""));
}

}  // namespace pixelwise
