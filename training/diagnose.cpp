#include "training/diagnose.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <vector>

#include "base/check.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"
#include "models/segment.h"

namespace pixelwise {
namespace {

bool all_finite(const Array& values) {
  return std::all_of(values.data(), values.data() + values.size(),
                     [](Real v) { return std::isfinite(v); });
}

double largest_magnitude(const Array& values) {
  double largest = 0;
  for (std::int64_t i = 0; i < values.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(values(i))));
  }
  return largest;
}

// The largest finite gradient by absolute value, and the name of its parameter.
std::string largest_gradient(Network& network) {
  double largest = -1;
  std::string whose;
  for (const auto& [name, parameter] : named_parameters(network)) {
    if (!parameter.has_grad() || !all_finite(parameter.grad())) continue;
    const double magnitude = largest_magnitude(parameter.grad());
    if (magnitude <= largest) continue;
    largest = magnitude;
    whose = name;
  }
  return whose.empty() ? "" : text(", largest finite gradient ", largest, " in ", whose);
}

std::string circumstances(Network& network, const FailureContext& c) {
  return text(" (iteration ", c.iteration, ", learning rate ", c.lr, largest_gradient(network),
              ")");
}

std::string hint(const FailureContext& c) {
  return c.reduction == Reduction::sum
             ? "; the loss is a sum over pixels, which takes learning rates around 1e-10: average "
               "it, or lower the learning rate"
             : "; lower the learning rate (by 10), or clip the gradients";
}

// The layer of each parameter, by the parameter's id: an operation has its weight as an input.
std::map<std::uint64_t, std::string> layer_names(Network& network) {
  std::map<std::uint64_t, std::string> names;
  for (const auto& [name, parameter] : named_parameters(network)) {
    names[parameter.id()] = name.substr(0, name.rfind('.'));
  }
  return names;
}

// The number of channels of [N, C, ...] that are 0 everywhere.
std::int64_t dead_channels(const Array& values) {
  const std::int64_t channels = values.shape()[1];  // they are neighbours in memory
  std::vector<bool> alive(static_cast<std::size_t>(channels));
  for (std::int64_t i = 0; i < values.size(); ++i) {
    if (values(i) != 0) alive[static_cast<std::size_t>(i % channels)] = true;
  }
  return std::count(alive.begin(), alive.end(), false);
}

std::string short_number(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.2f", value);
  return digits.data();
}

std::string first_bad_operation(Network& network, const Tensor& image) {
  if (!all_finite(image.value())) return "the input image";
  for (const auto& [name, parameter] : named_parameters(network)) {
    if (!all_finite(parameter.value())) return text("the weights ", name);
  }
  const auto names = layer_names(network);
  std::string found;
  const ObserverScope scope([&](const OpEvent& event) {
    if (!found.empty() || all_finite(event.output.value())) return;
    found = text("the result of ", event.op, " ", event.output.shape());
    for (const Tensor& input : event.inputs) {
      const auto name = names.find(input.id());
      if (name == names.end()) continue;
      found += " in layer " + name->second;
      return;  // its bias is of the same layer
    }
  });
  const NoGrad no_grad;
  segment(network, image);
  return found.empty() ? "the loss itself" : found;
}

}  // namespace

bool is_zero(const Array& values) {
  return std::all_of(values.data(), values.data() + values.size(), [](Real v) { return v == 0; });
}

void require_no_dead_layers(Network& network) {
  std::string dead;
  for (const auto& [name, parameter] : named_parameters(network)) {
    const bool is_weight = parameter.shape().rank() == 4 || parameter.shape().rank() == 2;
    require(
        all_finite(parameter.value()), "training: ", name,
        " holds NaN or infinite weights; start from random weights, or load others (--weights)");
    if (!is_weight || name.starts_with("score")) continue;
    if (largest_magnitude(parameter.value()) == 0) dead += (dead.empty() ? "" : ", ") + name;
  }
  require(dead.empty(), "training: all weights of ", dead,
          " are zero, so nothing can be learned "
          "through them; start from random weights, or load trained ones (--weights)");
}

std::string uncentred_inputs(const Batch& batch, const Preprocessing& how) {
  std::vector<double> sum(static_cast<std::size_t>(batch.c)), squares(sum);
  for (std::size_t i = 0; i < batch.values.size(); ++i) {
    sum[i % sum.size()] += batch.values[i];
    squares[i % sum.size()] += double{batch.values[i]} * batch.values[i];
  }
  const double pixels = static_cast<double>(batch.n * batch.h * batch.w);
  bool centred = true;
  std::string means, deviations, presets;
  for (std::size_t k = 0; k < sum.size(); ++k) {
    const double mean = sum[k] / pixels;
    const double deviation = std::sqrt(std::max(0.0, squares[k] / pixels - mean * mean));
    centred = centred && std::abs(mean) <= deviation;
    means += text(k == 0 ? "" : ", ", short_number(mean));
    deviations += text(k == 0 ? "" : ", ", short_number(deviation));
  }
  if (centred) return {};
  for (const Preprocessing& preset : preprocessings()) {
    presets += text(presets.empty() ? "" : ", ", preset.name);
  }
  return text("the channel means of the first batch are ", means, " (standard deviations ",
              deviations, ") after preprocessing '", how.name,
              "', far from 0: training is slower then, and loaded weights expect other "
              "inputs. Presets: ",
              presets);
}

std::vector<LayerActivity> layer_activity(Network& network, const Tensor& images) {
  const EvaluationScope evaluation(network);
  const auto names = layer_names(network);
  std::vector<LayerActivity> layers;
  Tensor last;  // the output of layers.back()
  const ObserverScope scope([&](const OpEvent& event) {
    const std::string op = event.op;
    const bool follows = (op == "relu" || op == "max_pool2d") && event.inputs[0].id() == last.id();
    if (follows && op == "relu") layers.back().dead = dead_channels(event.output.value());
    if (follows) {
      last = event.output;  // after pooling or ReLU it is still the same layer
      return;
    }
    for (const Tensor& input : event.inputs) {
      const auto name = names.find(input.id());
      if (name == names.end()) continue;
      layers.push_back(
          {name->second, event.output.shape()[1], 0, largest_magnitude(input.value()) == 0});
      last = event.output;
      return;  // the weight comes before the bias
    }
  });
  segment(network, images);
  return layers;
}

void explain_bad_loss(Network& network, const Tensor& image, Real loss,
                      const FailureContext& context) {
  fail("training: the loss is ", std::isnan(loss) ? "NaN" : text(loss),
       circumstances(network, context), "; the first values that are not finite are in ",
       first_bad_operation(network, image), hint(context));
}

void explain_bad_validation(Network& network, const FailureContext& context) {
  fail("training: a score of a validation image is NaN", circumstances(network, context),
       hint(context));
}

void explain_bad_gradient(Network& network, const FailureContext& context) {
  std::string where = "no single parameter (their norm overflows)";
  for (const auto& [name, parameter] : named_parameters(network)) {
    if (parameter.has_grad() && !all_finite(parameter.grad())) where = name;
  }
  fail("training: a gradient is not finite: that of ", where, circumstances(network, context),
       hint(context));
}

}  // namespace pixelwise
