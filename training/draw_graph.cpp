#include "training/draw_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "autograd/ops/cross_entropy.h"
#include "base/check.h"
#include "layers/parameters.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kMostNumbers = 6;

std::string number(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.3g", value == 0 ? 0.0 : value);  // no -0
  return digits.data();
}

double mean_size(const Array& a) {
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<double>(a(i)));
  return sum / static_cast<double>(std::max<std::int64_t>(a.size(), 1));
}

// Few numbers, row by row: "1 2 3" and "4 5 6".
std::vector<std::string> rows_of(const Array& a) {
  const std::vector<Real> values = a.to_vector();
  const int rank = a.shape().rank();
  const std::size_t columns = rank == 0 ? 1 : static_cast<std::size_t>(a.shape()[rank - 1]);
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % columns == 0) rows.emplace_back();
    rows.back() += (i % columns == 0 ? "" : " ") + number(static_cast<double>(values[i]));
  }
  return rows;
}

void add_rows(GraphBox& box, const std::string& what, const Array& a, bool gradient) {
  const std::vector<std::string> rows = rows_of(a);
  if (rows.size() == 1) {
    box.lines.push_back({what + " " + rows[0], gradient});
    return;
  }
  box.lines.push_back({what, gradient});
  for (const std::string& row : rows) box.lines.push_back({row, gradient});
}

void add_value(GraphBox& box, const Array& value) {
  if (value.shape().rank() > 0) box.lines.push_back({text(value.shape())});
  if (value.size() <= kMostNumbers) {
    add_rows(box, "value", value, false);
  } else {
    const auto [low, high] = std::minmax_element(value.data(), value.data() + value.size());
    box.lines.push_back({text("values ", number(*low), " to ", number(*high))});
  }
}

void add_gradient(GraphBox& box, const Array& gradient) {
  if (gradient.is_empty()) {
    box.lines.push_back({"gradient: none yet", true});
  } else if (gradient.size() <= kMostNumbers) {
    add_rows(box, "gradient", gradient, true);
  } else {
    box.lines.push_back({text("gradient, mean size ", number(mean_size(gradient))), true});
  }
}

// "conv1_1.weight" in the box of conv1_1 is "weight".
std::string short_name(const std::string& parameter, const std::string& layer) {
  return parameter.starts_with(layer + ".") ? parameter.substr(layer.size() + 1) : parameter;
}

void add_parameter(GraphBox& box, const RecordedStep& parameter, const std::string& layer) {
  const std::string name = short_name(parameter.name, layer);
  box.lines.push_back({text(name, " ", parameter.tensor.shape(),
                            parameter.tensor.requires_grad() ? "" : ", fixed")});
  if (!parameter.tensor.requires_grad()) return;
  const Array& gradient = parameter.gradient;
  box.lines.push_back({gradient.is_empty()
                           ? "its gradient: none yet"
                           : text("its gradient, mean size ", number(mean_size(gradient))),
                       true});
}

GraphBox box_of(const RecordedStep& step) {
  GraphBox box;
  const bool made = !step.inputs.empty();
  box.fill = made ? kBlueBox : step.tensor.requires_grad() ? kGreenBox : Colour{255, 255, 255};
  // A name of one word does not say what was done.
  const bool says_op = step.name.find(' ') != std::string::npos || !made;
  box.lines.push_back({step.name.empty() ? step.op
                       : says_op         ? step.name
                                         : step.name + ": " + step.op});
  if (!step.options.empty()) box.lines.push_back({step.options});
  add_value(box, step.tensor.value());
  if (step.tensor.requires_grad()) add_gradient(box, step.gradient);
  return box;
}

}  // namespace

GraphDrawing draw_graph(const RecordedGraph& graph, const GraphWords& words) {
  GraphDrawing drawing{.title = words.title};
  std::vector<int> uses(graph.size(), 0);
  for (const RecordedStep& step : graph) {
    for (const std::size_t input : step.inputs) ++uses[input];
  }
  // Constants that are named parameters are those of a frozen layer.
  const auto folded = [&](std::size_t k) {
    return words.fold_parameters && graph[k].inputs.empty() && uses[k] == 1 &&
           !graph[k].name.empty() && graph[k].name.find('.') != std::string::npos;
  };
  std::vector<std::size_t> box_at(graph.size(), 0);
  std::set<bool> leaves;
  for (std::size_t k = 0; k < graph.size(); ++k) {
    if (folded(k)) continue;
    box_at[k] = drawing.boxes.size();
    drawing.boxes.push_back(box_of(graph[k]));
    for (const std::size_t input : graph[k].inputs) {
      if (folded(input)) {
        add_parameter(drawing.boxes.back(), graph[input], graph[k].name);
      } else {
        drawing.arrows.push_back({box_at[input], box_at[k]});
      }
    }
    if (graph[k].inputs.empty()) leaves.insert(graph[k].tensor.requires_grad());
  }
  drawing.legend.emplace_back(kBlueBox, "computed");
  if (leaves.count(true) > 0) drawing.legend.emplace_back(kGreenBox, "parameter");
  if (leaves.count(false) > 0) drawing.legend.emplace_back(Colour{255, 255, 255}, "constant");
  return drawing;
}

RecordedGraph record_training_step(Network& network, const Shape& image, bool backward) {
  Rng rng(1);
  Array pixels(image);
  for (std::int64_t i = 0; i < pixels.size(); ++i) pixels(i) = static_cast<Real>(rng.normal());
  const Tensor x(pixels);
  GraphRecorder recorder;
  recorder.name(x, "image");
  recorder.name_parameters(network);
  const Tensor scores = network(x);
  const Shape& out = scores.shape();
  const bool map = out.rank() == 4;
  Labels labels{out[0], map ? out[2] : 1, map ? out[3] : 1, {}};
  for (std::int64_t i = 0; i < labels.n * labels.h * labels.w; ++i) {
    const std::int64_t classes = std::min<std::int64_t>(out[1], kVoidLabel);
    labels.ids.push_back(
        to_label(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(classes)))));
  }
  const Tensor loss = cross_entropy(scores, labels);
  recorder.name(loss, "loss");
  zero_grad(network);
  if (backward) loss.backward();
  RecordedGraph graph = recorder.graph();
  zero_grad(network);
  return graph;
}

}  // namespace pixelwise
