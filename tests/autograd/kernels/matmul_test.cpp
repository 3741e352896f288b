// Fast matrix products against their definition in double.
#include <gtest/gtest.h>

#include "autograd/kernels.h"
#include "base/parallel.h"
#include "tests/autograd/kernels/reference.h"

namespace pixelwise::kernels::test {
namespace {

void check(std::int64_t m, std::int64_t n, std::int64_t k, std::mt19937& random) {
  const Values a = random_values(m * k, random), b = random_values(k * n, random);
  for (bool ta : {false, true}) {
    for (bool tb : {false, true}) {
      SCOPED_TRACE(::testing::Message() << m << " " << n << " " << k << " transpose " << ta << tb);
      Sums want(m * n);
      for (std::int64_t i = 0; i < m; ++i)
        for (std::int64_t j = 0; j < n; ++j)
          for (std::int64_t l = 0; l < k; ++l) {
            const double left = a[static_cast<std::size_t>(ta ? l * m + i : i * k + l)];
            const double right = b[static_cast<std::size_t>(tb ? j * k + l : l * n + j)];
            want.add(i * n + j, left * right);
          }
      Values one(want.value.size(), 7.0f), two(want.value.size(), 7.0f);
      set_threads(1);
      ASSERT_TRUE(matmul(m, n, k, a.data(), ta, b.data(), tb, one.data()));
      set_threads(2);
      ASSERT_TRUE(matmul(m, n, k, a.data(), ta, b.data(), tb, two.data()));
      EXPECT_LT(worst_error(one, want), 2e-6);
      EXPECT_EQ(one, two);
    }
  }
}

TEST(FastMatmul, MatchesTheDefinition) {
  std::mt19937 random(1);
  std::uniform_int_distribution<std::int64_t> size(1, 70);
  for (int i = 0; i < 150; ++i) check(size(random), size(random), size(random), random);
  check(1, 1, 1, random);
  check(200, 300, 1100, random);
  check(3, 1000, 1024, random);
  check(500, 5, 2048, random);
  check(1, 4000, 30, random);
}

}  // namespace
}  // namespace pixelwise::kernels::test
