// Grades exercise 07.4: the bilinear kernel, against bilinear resizing.
#include "tutorials/grader/grader.h"

#include "autograd/ops/upsample.h"
#include "tutorials/07_transposed_convolution/exercises/4_bilinear/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Kernel = decltype(&yours::bilinear);
std::vector<Mutant<Kernel>> mutants();
}  // namespace pixelwise

namespace {

// What bilinear resizing makes of a map that is 1 in the middle and 0 elsewhere: the kernel.
Array expected(std::int64_t factor) {
  Array one({1, 1, 3, 3}), kernel({2 * factor, 2 * factor});
  one(0, 0, 1, 1) = 1;
  const Array large = upsample_bilinear(Tensor(one), 3 * factor).value();
  for (std::int64_t u = 0; u < 2 * factor; ++u) {
    for (std::int64_t v = 0; v < 2 * factor; ++v) {
      kernel(u, v) = large(0, 0, u + factor / 2, v + factor / 2);
    }
  }
  return kernel;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Kernel> sheet{.yours = yours::bilinear, .mutants = mutants()};
  sheet.forbidden = {"bilinear_kernel", "upsample_bilinear"};
  for (const std::int64_t factor : {2, 4, 6, 8, 16}) {
    sheet.questions.push_back(
        {.title = text("factor ", factor, ", so a ", 2 * factor, "x", 2 * factor, " kernel"),
         .given = {},
         .result = "w",
         .ask = [=](const Kernel& answer) -> Array { return answer(factor); },
         .expected = expected(factor)});
  }
  return grade(argc, argv, sheet);
}
