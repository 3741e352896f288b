// Matrix products, with and without bias, and sizes on both sides of a kernel's block.
#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {

void add_matmul_cases(std::vector<OpCase>& cases) {
  using Inputs = std::vector<Tensor>;
  const std::vector<std::array<std::int64_t, 3>> sizes = {
      {2, 3, 4}, {3, 2, 5}, {1, 7, 1}, {5, 1, 3}, {1, 4, 6}, {6, 5, 1}, {9, 17, 10}};
  for (const auto& [m, k, n] : sizes) {
    cases.push_back({"matmul",
                     text("matmul ", m, "x", k, " ", k, "x", n),
                     nlohmann::json::object(),
                     {{{m, k}}, {{k, n}}},
                     [](const Inputs& x) { return matmul(x[0], x[1]); }});
  }
  for (const auto& [m, k, n] : sizes) {
    cases.push_back({"linear",
                     text("linear ", m, "x", k, " to ", n),
                     nlohmann::json::object(),
                     {{{m, k}}, {{n, k}}},
                     [](const Inputs& x) { return linear(x[0], x[1], Tensor()); }});
    cases.push_back({"linear",
                     text("linear ", m, "x", k, " to ", n, " bias"),
                     nlohmann::json::object(),
                     {{{m, k}}, {{n, k}}, {{n}}},
                     [](const Inputs& x) { return linear(x[0], x[1], x[2]); }});
  }
}

}  // namespace pixelwise
