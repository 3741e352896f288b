// A function around one point: its gradient as backward() says, and its slopes as differences say.
// The scalar is L(x) = sum dy f(x) with a random cotangent dy.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "autograd/tensor.h"

namespace pixelwise {

/// Maps inputs to an output of any shape; must give the same output for the same inputs.
using TensorFunction = std::function<Tensor(const std::vector<Tensor>& inputs)>;

/// One element of one input, counted in memory order.
struct ProbePlace {
  std::size_t input = 0;
  std::int64_t element = 0;
};

/// dL/dx from differences: from x - h to x, from x to x + h, and from x - h to x + h.
struct Slopes {
  double left = 0, right = 0, central = 0;
};

class Probe {
 public:
  /// Throws std::invalid_argument if f returns nothing, or not the same for the same inputs.
  Probe(TensorFunction f, const std::vector<Tensor>& inputs, std::uint64_t seed);

  /// What backward() says, one Array per input; 0 where no gradient arrived.
  std::vector<Array> analytic() const;

  /// The slopes for h = step max(1, |x|).
  Slopes slopes(const ProbePlace& place, double step);

  /// About how far rounding moves the central slope of this step (its standard deviation).
  double rounding_error(const ProbePlace& place, double step);

 private:
  struct Moved {
    double x;  // as it was rounded
    Array y;
  };

  Array evaluate() const;
  double h(const ProbePlace& place, double step) const;
  Moved moved(const ProbePlace& place, double by);

  TensorFunction f_;
  std::vector<Tensor> point_;
  Array y_, dy_;
};

}  // namespace pixelwise
