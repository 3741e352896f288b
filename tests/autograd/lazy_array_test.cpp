// Values that are computed when somebody first asks for them.
#include "autograd/lazy_array.h"

#include <gtest/gtest.h>

#include "autograd/buffer.h"
#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

struct CountingRecipe final : Recipe {
  explicit CountingRecipe(int& times_computed) : times(times_computed) {}
  Shape shape() const override { return {2, 3}; }
  Array compute() const override {
    ++times;
    return Array({2, 3}, 7);
  }
  int& times;
};

TEST(LazyArray, IsComputedOnceForAllCopies) {
  int times = 0;
  const LazyArray a(std::make_shared<CountingRecipe>(times)), b = a;
  EXPECT_EQ(a.shape(), Shape({2, 3}));
  EXPECT_EQ(times, 0) << "the shape is known before";
  EXPECT_EQ(b.get()(1, 2), 7);
  EXPECT_EQ(a.get()(0, 0), 7);
  EXPECT_EQ(times, 1);
  EXPECT_EQ(a.recipe(), nullptr) << "what the recipe kept is free";
}

TEST(LazyArray, AKnownArrayHasNoRecipe) {
  const LazyArray known = Array({1}, 3);
  EXPECT_TRUE(known.is_defined());
  EXPECT_EQ(known.recipe(), nullptr);
  EXPECT_EQ(known.get().item(), 3);
  EXPECT_FALSE(LazyArray().is_defined());
}

Tensor conv(const Tensor& x) {
  return conv2d(x, Tensor(Array({2, 1, 1, 1}, -1)), Tensor(Array({2}, 1)));
}

TEST(LazyConv, WaitsUntilItsValuesAreAskedFor) {
  const Tensor y = conv(Tensor(Array({1, 1, 4, 4}, 3)));
  EXPECT_FALSE(y.is_computed());
  EXPECT_EQ(y.shape(), Shape({1, 2, 4, 4}));
  EXPECT_FALSE(y.is_computed());
  EXPECT_EQ(y.value()(0, 1, 2, 3), -2);
  EXPECT_TRUE(y.is_computed());
}

TEST(LazyConv, TheLastHandleGivesItsRecipeAway) {
  Tensor y = conv(Tensor(Array({1, 1, 4, 4}, 3)));
  EXPECT_NE(y.recipe_if_unshared<Conv2dRecipe>(), nullptr);
  EXPECT_EQ(y.recipe_if_unshared<ReluRecipe>(), nullptr) << "it is a recipe of another kind";
  const Tensor copy = y;
  EXPECT_EQ(y.recipe_if_unshared<Conv2dRecipe>(), nullptr)
      << "the copy may be asked for its values";
}

TEST(LazyConv, ANamedResultIsComputedOnceAndStaysAsItIs) {
  const Tensor y = conv(Tensor(Array({1, 1, 4, 4}, 3)));
  const Tensor cut = relu(y), pooled = max_pool2d(cut);
  EXPECT_EQ(y.value()(0, 0, 0, 0), -2);
  EXPECT_EQ(cut.value()(0, 0, 0, 0), 0);
  EXPECT_EQ(pooled.value()(0, 0, 0, 0), 0);
}

TEST(LazyConv, TakesTheWeightsOfTheCall) {
  Tensor w = Tensor::parameter(Array({1, 1, 1, 1}, 2));
  const Tensor y = conv2d(Tensor(Array({1, 1, 1, 1}, 3)), w, {});
  w.mutable_value()(0) = 100;
  EXPECT_EQ(y.value().item(), 6);
}

TEST(LazyConv, ReluLeavesNoSecondMap) {
  const Tensor x(Array({1, 1, 64, 64}, 3));
  const std::size_t before = buffer_bytes_in_use();
  const Tensor y = relu(conv(x));
  y.value();
  EXPECT_LT(buffer_bytes_in_use() - before, 3 * 64 * 64 * sizeof(Real)) << "one map of 2 channels";
}

// The same inside one expression, where the parameter of relu is still alive.
TEST(LazyConv, WorksInsideOneExpression) {
  bool alone = false;
  const auto look = [&](const Tensor& y) {
    const auto recipe = y.recipe_if_unshared<ReluRecipe>();
    alone = recipe != nullptr && recipe->input.recipe_if_unshared<Conv2dRecipe>() != nullptr;
  };
  look(relu(conv(Tensor(Array({1, 1, 4, 4}, 3)))));
  EXPECT_TRUE(alone);
}

TEST(LazyConv, WrongSizesAreSaidAtOnce) {
  EXPECT_THROW(conv(Tensor(Array({1, 3, 4, 4}))), std::invalid_argument);
}

TEST(TensorId, IsNeverUsedAgain) {
  const std::uint64_t first = Tensor(Array({1}, 1)).id(), second = Tensor(Array({1}, 1)).id();
  EXPECT_GT(second, first);
  const Tensor copy(Array({1}, 1)), other = copy;  // NOLINT(performance-unnecessary-copy*)
  EXPECT_EQ(copy.id(), other.id());
  EXPECT_EQ(Tensor().id(), 0U);
}

}  // namespace
}  // namespace pixelwise
