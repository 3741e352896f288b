// The usual mistakes in swish, and what to say of each.
#include <cmath>
#include <memory>

#include "tutorials/02b_ownership/exercises/1_swish/answer.h"

namespace pixelwise {
namespace {

enum class Slip { no_first, no_second, no_dy, only_bend, sigmoid, plus, wrong_sign };

template <Slip slip>
Tensor wrong(const Tensor& x) {
  const Array v = x.value();
  const Real sign = slip == Slip::wrong_sign ? 1 : -1;
  const Array s = map(v, [=](Real a) { return 1 / (1 + std::exp(sign * a)); });
  const Array bend = s * (s * (slip == Slip::plus ? 1 : -1) + 1);
  const auto dx = [=](const Array& dy) {
    if (slip == Slip::no_first) return dy * (v * bend);
    if (slip == Slip::no_second) return dy * s;
    if (slip == Slip::no_dy) return s + v * bend;
    if (slip == Slip::sigmoid || slip == Slip::only_bend) return dy * bend;
    if (slip == Slip::wrong_sign) return dy * (s + v * bend * -1);
    return dy * (s + v * bend);
  };
  return Tensor::from_op("swish", slip == Slip::sigmoid ? s : v * s, {{x, dx}});
}

Tensor values_alone(const Tensor& x) {
  return Tensor(map(x.value(), [](Real a) { return a / (1 + std::exp(-a)); }));
}

Tensor captures_references(const Tensor& x) {
  const Array v = x.value();
  const Array s = map(v, [](Real a) { return 1 / (1 + std::exp(-a)); });
  const auto dx = [&](const Array& dy) { return dy * (s + v * s * (s * -1 + 1)); };
  return Tensor::from_op("swish", v * s, {{x, dx}});
}

Tensor captures_the_parameter(const Tensor& x) {
  const auto sigmoid = [](Real a) { return 1 / (1 + std::exp(-a)); };
  const auto dx = [&x, sigmoid](const Array& dy) {
    const Array v = x.value(), s = map(v, sigmoid);
    return dy * (s + v * s * (s * -1 + 1));
  };
  return Tensor::from_op("swish", x.value() * map(x.value(), sigmoid), {{x, dx}});
}

// The function owns the result, and the result owns the function.
Tensor captures_its_result(const Tensor& x) {
  const Array v = x.value();
  const Array s = map(v, [](Real a) { return 1 / (1 + std::exp(-a)); });
  const auto y = std::make_shared<Tensor>();
  const auto dx = [=](const Array& dy) { return dy * (s + y->value() * (s * -1 + 1)); };
  *y = Tensor::from_op("swish", v * s, {{x, dx}});
  return *y;
}

}  // namespace

std::vector<Mutant<Swish>> mutants() {
  return {
      {"first term forgotten",
       "This is what comes out when the gradient is dy x s (1 - s). A product has two terms: the "
       "s of dy/dx = s + x s (1 - s) is missing.",
       wrong<Slip::no_first>},
      {"s held constant",
       "This is what comes out when the gradient is dy s: as if s did not depend on x.",
       wrong<Slip::no_second>},
      {"without dy",
       "This is the slope alone. The chain rule multiplies it by dy, the gradient that arrives.",
       wrong<Slip::no_dy>},
      {"the slope of s alone",
       "This is what comes out when the gradient is dy s (1 - s), the slope of s. But y is x s: "
       "by the product rule dy/dx = s + x s (1 - s).",
       wrong<Slip::only_bend>},
      {"the sigmoid", "This is s(x) and its gradient. Swish is x times that.",
       wrong<Slip::sigmoid>},
      {"1 + s", "This is what comes out with the slope s (1 + s) for s. It is s (1 - s).",
       wrong<Slip::plus>},
      {"exp(x)",
       "This is what comes out with s = 1 / (1 + exp(x)). It is exp(-x): s goes to 1 for large x.",
       wrong<Slip::wrong_sign>},
      {"the values alone",
       "This is what comes out of Tensor(values): a constant. Tensor::from_op makes a result that "
       "knows its input and the function from dy to dx.",
       values_alone},
      {"captures by reference",
       "This is what comes out when the function captures by reference (&): it looks into "
       "variables that are gone. Capture by value, [=]: copies of Arrays cost nothing.",
       captures_references},
      {"captures x by reference",
       "This is what comes out when the function captures x by reference (&): it looks into a "
       "variable of the caller, which no longer holds the Tensor when backward() runs. Capture "
       "its Array by value.",
       captures_the_parameter},
      {"captures its result",
       "All gradients are those of the right answer, and nodes are left: this is what comes out "
       "when the function captures the Tensor of its own result. The ring is never freed, unless "
       "backward() takes it apart. Capture Arrays: they own no node.",
       captures_its_result},
  };
}

}  // namespace pixelwise
