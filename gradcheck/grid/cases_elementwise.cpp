// + - * / with broadcasts and numbers, and the functions of one element.
#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

// Equal shapes, the bias and the mask of array_math.h, each on either side, both sides stretched,
// missing axes, and single numbers.
const std::vector<std::pair<Shape, Shape>> kBroadcasts = {
    {{2, 3, 3, 5}, {2, 3, 3, 5}},
    {{2, 3, 3, 5}, {1, 3, 1, 1}},
    {{1, 3, 1, 1}, {2, 3, 3, 5}},
    {{2, 3, 3, 5}, {2, 1, 3, 5}},
    {{2, 1, 3, 5}, {2, 3, 3, 5}},
    {{2, 1, 3, 1}, {1, 4, 1, 5}},
    {{2, 3, 3, 5}, {1, 1, 3, 1}},
    {{2, 3, 3, 5}, {5}},
    {{2, 3, 3, 5}, {3, 1}},
    {{2, 3, 3, 5}, {}},
    {{}, {2, 3, 3, 5}},
    {{4, 3}, {3}},
    {{4, 1}, {3}},
    {{3}, {4, 3}},
    {{2, 3, 4}, {3, 4}},
    {{2, 3, 4}, {2, 1, 1}},
    {{7}, {1}},
    {{}, {}},
};

void add_binary(std::vector<OpCase>& cases, const std::string& op,
                Tensor (*apply)(const Tensor&, const Tensor&), Draw right = Draw::any) {
  for (const auto& [a, b] : kBroadcasts) {
    cases.push_back({op,
                     text(op, " ", a, " ", b),
                     {{"form", "tensors"}},
                     {{a, Draw::any}, {b, right}},
                     [=](const Inputs& x) { return apply(x[0], x[1]); }});
  }
  // The same tensor on both sides: two gradients flow into it.
  cases.push_back({op,
                   op + " x x",
                   {{"form", "twice"}},
                   {{{2, 3, 2, 3}, Draw::away_from_zero}},
                   [=](const Inputs& x) { return apply(x[0], x[0]); },
                   // x - x and x / x do not depend on x at all.
                   op == "subtract" || op == "divide" ? 0.0 : 0.2});
}

void add_with_number(std::vector<OpCase>& cases, const std::string& op,
                     Tensor (*right)(const Tensor&, Real), Tensor (*left)(Real, const Tensor&)) {
  for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{4, 3}}) {
    for (const double k : {1.5, -0.75}) {
      const auto number = static_cast<Real>(k);
      cases.push_back({op,
                       text(op, " ", shape, " number ", k),
                       {{"form", "right"}, {"k", k}},
                       {{shape}},
                       [=](const Inputs& x) { return right(x[0], number); }});
      cases.push_back({op,
                       text(op, " number ", k, " ", shape),
                       {{"form", "left"}, {"k", k}},
                       {{shape, Draw::away_from_zero}},
                       [=](const Inputs& x) { return left(number, x[0]); }});
    }
  }
}

void add_unary(std::vector<OpCase>& cases, const std::string& op, Tensor (*apply)(const Tensor&),
               Draw draw) {
  for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{4, 3}, Shape{7}, Shape{}}) {
    cases.push_back(
        {op, text(op, " ", shape), nlohmann::json::object(), {{shape, draw}}, [=](const Inputs& x) {
           return apply(x[0]);
         }});
  }
}

}  // namespace

void add_arithmetic_cases(std::vector<OpCase>& cases) {
  add_binary(cases, "add", operator+);
  add_with_number(cases, "add", operator+, operator+);
  add_binary(cases, "subtract", operator-);
  add_with_number(cases, "subtract", operator-, operator-);
  add_binary(cases, "multiply", operator*);
  add_with_number(cases, "multiply", operator*, operator*);
  add_binary(cases, "divide", operator/, Draw::away_from_zero);
  add_with_number(cases, "divide", operator/, operator/);
  add_unary(cases, "negate", operator-, Draw::any);
}

void add_local_response_norm_cases(std::vector<OpCase>& cases) {
  const LocalResponseNormOptions grid[] = {
      {5, 1e-4, 0.75, 1},                                   // AlexNet's
      {5, 0.5, 0.75, 1},                                    // one that changes much
      {3, 2, 0.5, 2},     {1, 1, 1, 0.5}, {9, 1, 0.75, 1},  // wider than there are channels
  };
  for (const LocalResponseNormOptions& o : grid) {
    cases.push_back({"local_response_norm",
                     text("local_response_norm size ", o.size, " alpha ", o.alpha, " beta ", o.beta,
                          " k ", o.k),
                     {{"size", o.size}, {"alpha", o.alpha}, {"beta", o.beta}, {"k", o.k}},
                     {{{2, 7, 3, 2}}},
                     [=](const Inputs& x) { return local_response_norm(x[0], o); }});
  }
}

void add_activation_cases(std::vector<OpCase>& cases) {
  add_unary(
      cases, "relu", [](const Tensor& x) { return relu(x); }, Draw::away_from_zero);
  cases.back().inputs.front().draw = Draw::positive;  // of a single number: not the flat side
  for (const double slope : {0.0, 0.01, 0.25, 1.5}) {
    for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{4, 3}}) {
      cases.push_back(
          {"leaky_relu",
           text("leaky_relu ", shape, " slope ", slope),
           {{"slope", slope}},
           {{shape, Draw::away_from_zero}},
           [=](const Inputs& x) { return leaky_relu(x[0], static_cast<Real>(slope)); }});
    }
  }
  add_unary(cases, "sigmoid", sigmoid, Draw::any);
  add_unary(cases, "tanh", pixelwise::tanh, Draw::any);
  add_unary(cases, "exp", pixelwise::exp, Draw::any);
  add_unary(cases, "log", pixelwise::log, Draw::positive);
}

}  // namespace pixelwise
