// Is the derivative of swish right? In double precision, every element of the input.
#include <iostream>

#include "base/random.h"
#include "base/run_main.h"
#include "gradcheck/gradient_check.h"
#include "swish.h"

using namespace pixelwise;

int check_swish() {
  Rng rng(1);
  Array x({2, 3, 4, 5});
  for (std::int64_t i = 0; i < x.size(); ++i) x(i) = rng.uniform(-3, 3);

  const GradientCheckResult result =
      check_gradients([](const std::vector<Tensor>& in) { return swish(in[0]); }, {Tensor(x)});
  std::cout << result.message << '\n';
  return result.passed ? 0 : 1;
}

int main() { return run_main(check_swish); }
