// Softmax and the losses, and dropout.
#include <set>

#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

// 0, 1, ..., classes - 1 in turn, with every `void_period`-th pixel ignored (0: none).
Labels labels_for(const Shape& scores, int ignore, int void_period) {
  Labels labels;
  labels.n = scores[0];
  labels.h = scores.rank() == 4 ? scores[2] : 1;
  labels.w = scores.rank() == 4 ? scores[3] : 1;
  int label = 0;
  for (std::int64_t i = 0; i < labels.n * labels.h * labels.w; ++i) {
    const bool ignored = void_period > 0 && i % void_period == void_period - 1;
    labels.ids.push_back(static_cast<std::uint8_t>(ignored ? ignore : label));
    label = (label * 2 + 1) % static_cast<int>(scores[1]);
    if (i % 3 == 0) label = static_cast<int>(i % scores[1]);
  }
  return labels;
}

void add_cross_entropy(std::vector<OpCase>& cases, const Shape& shape, int ignore, int void_period,
                       bool weighted, Reduction reduction) {
  const Labels labels = labels_for(shape, ignore, void_period);
  CrossEntropyOptions options;
  options.ignore = ignore;
  options.reduction = reduction;
  std::vector<double> weights;
  for (std::int64_t c = 0; weighted && c < shape[1]; ++c) {
    weights.push_back(0.5 + 0.75 * static_cast<double>(c));  // exact in float
  }
  options.class_weights.assign(weights.begin(), weights.end());
  const bool mean = reduction == Reduction::mean;
  cases.push_back(
      {"cross_entropy",
       text("cross_entropy ", shape, mean ? " mean" : " sum",
            void_period > 0 ? text(" ignore ", ignore) : "", weighted ? " weighted" : ""),
       {{"labels", labels.ids},
        {"ignore", ignore},
        {"class_weights", weights},
        {"reduction", mean ? "mean" : "sum"}},
       {{shape}},
       [=](const Inputs& x) { return cross_entropy(x[0], labels, options); }});
}

// Labels 0 and 1 for the yes-or-no question, so that both occur, and some void.
void add_binary_cross_entropy(std::vector<OpCase>& cases, const Shape& shape, Reduction reduction) {
  Labels labels = labels_for({shape[0], 2, shape[2], shape[3]}, kVoidLabel, 4);
  const bool mean = reduction == Reduction::mean;
  cases.push_back({"binary_cross_entropy",
                   text("binary_cross_entropy ", shape, mean ? " mean" : " sum"),
                   {{"labels", labels.ids}, {"reduction", mean ? "mean" : "sum"}},
                   {{shape}},
                   [=](const Inputs& x) { return binary_cross_entropy(x[0], labels, reduction); }});
}

// Of any positive numbers, for its derivative does not ask that they add up to 1.
void add_soft_dice(std::vector<OpCase>& cases, const Shape& shape, int void_period) {
  const Labels labels = labels_for(shape, kVoidLabel, void_period);
  cases.push_back({"soft_dice",
                   text("soft_dice ", shape, void_period > 0 ? " with void" : ""),
                   {{"labels", labels.ids}},
                   {{shape, Draw::positive}},
                   [=](const Inputs& x) { return soft_dice(x[0], labels); }});
}

// Dropout draws from a generator of its own that starts anew in every call. PyTorch's generator
// draws other numbers, so its side gets the places that were kept and forms x mask / (1 - p).
void add_dropout(std::vector<OpCase>& cases, const std::string& op, const Shape& shape, double p,
                 Tensor (*apply)(const Tensor&, double, Rng&)) {
  const std::string label = text(op, " ", shape, " p ", p);
  const TensorFunction run = [=](const Inputs& x) {
    Rng rng(17);
    return apply(x[0], p, rng);
  };
  std::vector<int> kept;
  for (const Real value : run({Tensor(Array(shape, Real{1}))}).value().to_vector()) {
    kept.push_back(value != 0 ? 1 : 0);
  }
  cases.push_back({op, label, {{"p", p}, {"kept", kept}}, {{shape}}, run});
}

}  // namespace

void add_dropout_cases(std::vector<OpCase>& cases) {
  for (const double p : {0.0, 0.25, 0.5}) {
    for (const Shape& shape : {Shape{2, 3, 3, 4}, Shape{3, 5}}) {
      add_dropout(cases, "dropout", shape, p, dropout);
    }
  }
  for (const double p : {0.0, 0.25, 0.5}) {
    for (const Shape& shape : {Shape{3, 4, 3, 2}, Shape{2, 7, 1, 1}}) {
      add_dropout(cases, "channel_dropout", shape, p, channel_dropout);
    }
  }
}

void add_loss_cases(std::vector<OpCase>& cases) {
  const std::vector<Shape> shapes = {{2, 4, 3, 5}, {2, 1, 2, 3}, {3, 4}, {2, 21, 1, 2}};
  for (const Shape& shape : shapes) {
    const double share = shape[1] == 1 ? 0.0 : 0.2;  // of one class the softmax is always 1
    cases.push_back({"softmax",
                     text("softmax ", shape),
                     nlohmann::json::object(),
                     {{shape}},
                     [](const Inputs& x) { return softmax(x[0]); },
                     share});
  }
  for (const Shape& shape : shapes) {
    const double share = shape[1] == 1 ? 0.0 : 0.2;
    cases.push_back({"log_softmax",
                     text("log_softmax ", shape),
                     nlohmann::json::object(),
                     {{shape}},
                     [](const Inputs& x) { return log_softmax(x[0]); },
                     share});
  }
  for (const Shape& shape : {Shape{2, 4, 3, 5}, Shape{5, 3}, Shape{2, 21, 2, 2}}) {
    for (const Reduction reduction : {Reduction::mean, Reduction::sum}) {
      for (const bool weighted : {false, true}) {
        add_cross_entropy(cases, shape, kVoidLabel, 0, weighted, reduction);
        add_cross_entropy(cases, shape, kVoidLabel, 3, weighted, reduction);
        add_cross_entropy(cases, shape, 0, 4, weighted, reduction);  // class 0 does not count
      }
    }
  }
  for (const Reduction reduction : {Reduction::mean, Reduction::sum}) {
    add_binary_cross_entropy(cases, {2, 1, 3, 5}, reduction);
  }
  for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{6, 2}, Shape{1, 7, 4, 3}}) {
    add_soft_dice(cases, shape, 0);
    add_soft_dice(cases, shape, 3);
  }
}

}  // namespace pixelwise
