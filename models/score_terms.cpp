#include "models/score_terms.h"

#include <algorithm>
#include <set>

#include "autograd/array_math.h"
#include "base/check.h"
#include "layers/mode_scope.h"
#include "models/recorded_graph.h"
#include "models/segment.h"

namespace pixelwise {
namespace {

// Linear in its first input; a sum of two maps in both.
bool is_linear(const RecordedStep& step) {
  return (step.op == "add" && step.inputs.size() == 2) || step.op == "crop" || step.op == "pad" ||
         step.op == "conv_transpose2d";
}

// Where the linear part begins: from the last step back, as far as everything is linear. Biases
// that are added on the way are terms, too.
std::set<std::size_t> beginnings(const RecordedGraph& graph, std::size_t last) {
  std::set<std::size_t> found, seen;
  std::vector<std::size_t> open{last};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    if (!seen.insert(at).second) continue;
    const RecordedStep& step = graph[at];
    if (!is_linear(step)) {
      found.insert(at);
      continue;
    }
    for (std::size_t k = 0; k < step.inputs.size(); ++k) {
      const bool is_weight = step.op == "conv_transpose2d" && k == 1;
      if (!is_weight) open.push_back(step.inputs[k]);
    }
  }
  return found;
}

// The gradient of a step. Parameters are frozen: that of a bias [C] is the sum over its map.
Array gradient_of(const RecordedGraph& graph, std::size_t at) {
  if (!graph[at].gradient.is_empty()) return graph[at].gradient;
  for (const RecordedStep& user : graph) {
    const bool is_bias = user.inputs.size() == 3 && user.inputs[2] == at;
    if (!is_bias || user.gradient.is_empty()) continue;
    const std::int64_t channels = user.tensor.shape()[1];
    return sum_to(user.gradient, {1, channels, 1, 1}).reshaped(graph[at].tensor.shape());
  }
  return Array(graph[at].tensor.shape());
}

double dot(const Array& a, const Array& b) {
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a(i)) * static_cast<double>(b(i));
  }
  return sum;
}

// A ReLU has the name of the layer before it.
std::string name_of(const RecordedGraph& graph, std::size_t at) {
  while (graph[at].name.empty() && !graph[at].inputs.empty()) at = graph[at].inputs[0];
  return graph[at].name;
}

std::size_t place_of(const RecordedGraph& graph, const Tensor& tensor) {
  for (std::size_t k = 0; k < graph.size(); ++k) {
    if (graph[k].tensor.id() == tensor.id()) return k;
  }
  fail("score_terms: the scores were not recorded");
}

}  // namespace

ScoreTerms score_terms(Network& network, const Array& image,
                       const std::vector<std::int64_t>& classes, std::int64_t row,
                       std::int64_t column) {
  const FrozenScope frozen(network);
  ScoreTerms result;
  for (const std::int64_t c : classes) {
    GraphRecorder recorder;
    recorder.name_parameters(network);
    const Tensor scores = segment(network, Tensor::parameter(image));
    const Shape s = scores.shape();
    require(s.rank() == 4 && row >= 0 && row < s[2] && column >= 0 && column < s[3] && c >= 0 &&
                c < s[1],
            "score_terms: there is no class ", c, " at row ", row, ", column ", column,
            " of scores ", s);
    Array dy(s);
    dy(0, c, row, column) = 1;
    scores.backward(dy);
    result.scores.push_back(static_cast<double>(scores.value()(0, c, row, column)));
    const RecordedGraph graph = recorder.graph();
    std::size_t term = 0;
    for (const std::size_t at : beginnings(graph, place_of(graph, scores))) {
      const RecordedStep& step = graph[at];
      if (result.terms.size() == term) {
        result.terms.push_back({name_of(graph, at), {}});
      }
      const double part = dot(gradient_of(graph, at), step.tensor.value());
      result.terms[term++].parts.push_back(part);
    }
  }
  return result;
}

}  // namespace pixelwise
