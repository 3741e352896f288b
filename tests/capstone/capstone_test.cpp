// The solutions of the exercises make the same network as the library's operations: scores, loss,
// and the gradient of every weight.
#include <gtest/gtest.h>

#include <cmath>

#include "tutorials/capstone/net.h"
#include "tutorials/capstone/task.h"

namespace pixelwise {
namespace {

struct Pass {
  Array scores;
  double loss;
  std::vector<Array> gradients;
};

Pass pass_of(const Operations& operations, Skips skips) {
  Rng rng(1);
  const CapstoneNet net(operations, rng);
  const SmallBatch batch = small_batch(0, Split::train, 0, 2);
  const Tensor scores = net.scores(Tensor(batch.images), skips);
  const Tensor loss = operations.cross_entropy(scores, batch.labels);
  loss.backward();
  Pass pass{scores.value(), static_cast<double>(loss.item()), {}};
  for (const Tensor& parameter : net.parameters(skips)) pass.gradients.push_back(parameter.grad());
  return pass;
}

// The largest difference, compared with the largest number.
double relative_difference(const Array& a, const Array& b) {
  EXPECT_TRUE(a.shape() == b.shape());
  double difference = 0, largest = 1e-30;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<double>(a(i)), y = static_cast<double>(b(i));
    difference = std::max(difference, std::abs(x - y));
    largest = std::max(largest, std::abs(y));
  }
  return difference / largest;
}

TEST(Capstone, SolutionsGiveWhatTheLibraryGives) {
  for (const Skips skips : {Skips::none, Skips::pool4_and_pool3}) {
    const Pass ours = pass_of(operations(), skips), library = pass_of(library_operations(), skips);
    EXPECT_LT(relative_difference(ours.scores, library.scores), 1e-4);
    EXPECT_NEAR(ours.loss, library.loss, 1e-5 * library.loss);
    ASSERT_EQ(ours.gradients.size(), library.gradients.size());
    for (std::size_t i = 0; i < ours.gradients.size(); ++i) {
      EXPECT_LT(relative_difference(ours.gradients[i], library.gradients[i]), 1e-3)
          << "weight " << i;
    }
  }
}

TEST(Capstone, AllOperationsAreTheReaders) {
  EXPECT_EQ(operations().yours.size(), 5U);
  EXPECT_TRUE(operations().the_librarys.empty());
}

TEST(Capstone, ATaskOfSmallImagesWithTwoClasses) {
  const SmallBatch batch = small_batch(0, Split::train, 3, 2);
  EXPECT_TRUE(batch.images.shape() == Shape({2, 3, 64, 64}));
  EXPECT_EQ(batch.labels.ids.size(), 2U * 64 * 64);
  for (const std::uint8_t id : batch.labels.ids) EXPECT_TRUE(id <= 1 || id == kVoidLabel);
}

}  // namespace
}  // namespace pixelwise
