// Broadcasting and its inverse, against plain loops over logical indices.
#include "autograd/array_math.h"

#include <array>
#include <functional>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

using Index = std::array<std::int64_t, 4>;

// A shape as four sizes, aligned at the last axis.
Index padded_sizes(const Shape& shape) {
  Index sizes{1, 1, 1, 1};
  for (int axis = 0; axis < shape.rank(); ++axis) {
    sizes[static_cast<std::size_t>(4 - shape.rank() + axis)] = shape[axis];
  }
  return sizes;
}

// The place of element `at` of a broadcast result among the operand's elements in logical order.
std::size_t place(const Index& at, const Index& sizes) {
  std::int64_t place = 0;
  for (std::size_t axis = 0; axis < 4; ++axis) {
    place = place * sizes[axis] + (sizes[axis] == 1 ? 0 : at[axis]);
  }
  return static_cast<std::size_t>(place);
}

void for_each_index(const Index& sizes, const std::function<void(const Index&)>& visit) {
  for (std::int64_t i = 0; i < sizes[0]; ++i) {
    for (std::int64_t j = 0; j < sizes[1]; ++j) {
      for (std::int64_t k = 0; k < sizes[2]; ++k) {
        for (std::int64_t l = 0; l < sizes[3]; ++l) visit({i, j, k, l});
      }
    }
  }
}

struct Pair {
  Shape a, b, result;
};

// Different primes along the axes, so that a confusion of axes cannot go unnoticed.
const std::vector<Pair> kPairs = {
    {{2, 3, 5, 7}, {2, 3, 5, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {1, 3, 1, 1}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {2, 1, 5, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {2, 3, 1, 1}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {1, 3, 5, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {1, 1, 5, 1}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {1, 1, 1, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {5, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {3, 5, 7}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {3, 1, 1}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {}, {2, 3, 5, 7}},
    {{2, 3, 5, 7}, {1}, {2, 3, 5, 7}},
    {{2, 1, 5, 1}, {1, 3, 1, 7}, {2, 3, 5, 7}},
    {{1, 3, 1, 1}, {2, 1, 5, 7}, {2, 3, 5, 7}},
    {{2, 1, 1, 1}, {3, 1, 7}, {2, 3, 1, 7}},
    {{5, 7}, {7}, {5, 7}},
    {{5, 7}, {5, 1}, {5, 7}},
    {{5, 1}, {1, 7}, {5, 7}},
    {{5, 7}, {}, {5, 7}},
    {{3, 5, 7}, {5, 1}, {3, 5, 7}},
    {{3, 1, 7}, {5, 1}, {3, 5, 7}},
    {{1, 1, 1, 1}, {4}, {1, 1, 1, 4}},
    {{}, {1}, {1}},
    {{2, 3, 0, 7}, {1, 3, 1, 1}, {2, 3, 0, 7}},
    {{0}, {1}, {0}},
};

struct Operation {
  const char* name;
  std::function<Array(const Array&, const Array&)> on_arrays;
  std::function<Real(Real, Real)> on_numbers;
};

const std::vector<Operation> kOperations = {
    {"add", [](const Array& a, const Array& b) { return a + b; },
     [](Real u, Real v) { return u + v; }},
    {"subtract", [](const Array& a, const Array& b) { return a - b; },
     [](Real u, Real v) { return u - v; }},
    {"multiply", [](const Array& a, const Array& b) { return a * b; },
     [](Real u, Real v) { return u * v; }},
    {"divide", [](const Array& a, const Array& b) { return a / b; },
     [](Real u, Real v) { return u / v; }},
};

void check_operation(const Operation& op, const Array& a, const Array& b, const Shape& result) {
  const Array y = op.on_arrays(a, b);
  ASSERT_EQ(y.shape(), result) << op.name;
  const std::vector<Real> va = a.to_vector(), vb = b.to_vector();
  std::vector<Real> expected;
  for_each_index(padded_sizes(result), [&](const Index& at) {
    expected.push_back(op.on_numbers(va[place(at, padded_sizes(a.shape()))],
                                     vb[place(at, padded_sizes(b.shape()))]));
  });
  EXPECT_EQ(y.to_vector(), expected) << op.name << ' ' << a.shape() << ' ' << b.shape();
}

TEST(ArrayMath, BroadcastingAgreesWithPlainLoops) {
  Rng rng(1);
  for (const Pair& pair : kPairs) {
    const Array a = random_array(pair.a, rng), b = random_array(pair.b, rng);
    for (const Operation& op : kOperations) {
      check_operation(op, a, b, pair.result);
      check_operation(op, b, a, pair.result);
    }
  }
}

TEST(ArrayMath, SumToAgreesWithPlainLoops) {
  Rng rng(2);
  for (const Pair& pair : kPairs) {
    const Array dy = random_array(pair.result, rng);
    const std::vector<Real> values = dy.to_vector();
    for (const Shape& shape : {pair.a, pair.b}) {
      std::vector<Real> expected(static_cast<std::size_t>(shape.size()));
      std::size_t next = 0;
      for_each_index(padded_sizes(pair.result), [&](const Index& at) {
        expected[place(at, padded_sizes(shape))] += values[next++];
      });
      expect_near(sum_to(dy, shape), Array(shape, expected), 1e-4);
    }
  }
}

TEST(ArrayMath, SumToByHand) {
  const Array a({2, 3}, {1, 2, 3, 10, 20, 30});
  expect_near(sum_to(a, {3}), Array({3}, {11, 22, 33}), 0);
  expect_near(sum_to(a, {2, 1}), Array({2, 1}, {6, 60}), 0);
  expect_near(sum_to(a, {}), Array::scalar(66), 0);
  EXPECT_EQ(sum_to(a, {2, 3}).data(), a.data());  // nothing to do
}

TEST(ArrayMath, NumbersAndSums) {
  const Array a({2, 2}, {1, 2, 3, 4});
  expect_near(a * Real{2}, Array({2, 2}, {2, 4, 6, 8}), 0);
  expect_near(a + Real{2}, Array({2, 2}, {3, 4, 5, 6}), 0);
  EXPECT_EQ(sum_all(a), 10);
  EXPECT_EQ(sum_all(Array(Shape{0})), 0);
}

// 2^24 + 1 + 1 + ... in float stays at 2^24.
TEST(ArrayMath, LargeSumsKeepSmallTerms) {
  Array a({1, 1, 1, 4096}, 1);
  a(0) = 16777216;
  // Added one by one in float, the ones would vanish; 16781311 is odd, which float rounds to even.
  EXPECT_EQ(sum_all(a), static_cast<Real>(16777216 + 4095));
  const Array ones({65, 1, 512, 512}, 1);
  EXPECT_EQ(sum_to(ones, {1, 1, 1, 1}).item(), 65 * 512 * 512);
}

TEST(ArrayMath, AddToWritesInPlaceUnlessShared) {
  Array sum({2}, {1, 2});
  const Real* own = sum.data();
  add_to(sum, Array({2}, {10, 20}));
  EXPECT_EQ(sum.data(), own);
  expect_near(sum, Array({2}, {11, 22}), 0);
  const Array kept = sum;
  add_to(sum, sum);
  expect_near(sum, Array({2}, {22, 44}), 0);
  expect_near(kept, Array({2}, {11, 22}), 0);
}

TEST(ArrayMath, Errors) {
  const Array a({2, 3, 4, 4}), b({2, 5, 4, 4});
  expect_error<std::invalid_argument>(
      "add: shapes [2, 3, 4, 4] and [2, 5, 4, 4] do not go together; sizes must be equal or 1, "
      "axis "
      "by axis from the last",
      [&] { a + b; });
  expect_error<std::invalid_argument>("subtract: shapes [2, 3, 4, 4] and [2, 5, 4, 4]",
                                      [&] { a - b; });
  expect_error<std::invalid_argument>("multiply: shapes [2, 5, 4, 4] and [2, 3, 4, 4]",
                                      [&] { b* a; });
  expect_error<std::invalid_argument>("divide: shapes [3] and [2]",
                                      [] { Array(Shape{3}) / Array(Shape{2}); });
  // The order of the operands, and the hint, also where the shorter shape comes first.
  expect_error<std::invalid_argument>("a bias per channel is [1, C, 1, 1]",
                                      [&] { a + Array(Shape{3}); });
  expect_error<std::invalid_argument>("add: shapes [3] and [2, 3, 4, 4]",
                                      [&] { Array(Shape{3}) + a; });
  expect_error<std::invalid_argument>("a bias per channel is [1, C, 1, 1]",
                                      [&] { Array(Shape{3}) + a; });
}

TEST(ArrayMath, MisuseInsideIsOurOwnError) {
  const Array a({2, 3});
  expect_error<std::logic_error>("sum_to: [2] cannot have been stretched to [2, 3]",
                                 [&] { sum_to(a, {2}); });
  expect_error<std::logic_error>("sum_to: [4, 2, 3] cannot have been stretched to [2, 3]", [&] {
    sum_to(a, {4, 2, 3});
  });
  expect_error<std::logic_error>("add_to: shapes [2, 3] and [3, 2]", [&] {
    Array sum = a;
    add_to(sum, Array(Shape{3, 2}));
  });
  expect_error<std::logic_error>("map: shapes [2, 3] and [3]",
                                 [&] { map(a, Array(Shape{3}), [](Real u, Real) { return u; }); });
}

}  // namespace
}  // namespace pixelwise
