#include "training/time_network.h"

#include <gtest/gtest.h>

#include "tests/training/tiny.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

TEST(TimeNetwork, AsManyRunsAsAskedFor) {
  tiny::Net net;
  const Tensor image = noise_image({2, 3, 8, 8});
  for (const bool training : {false, true}) {
    const std::vector<Real> before = net.conv.weight.value().to_vector();
    const NetworkTimes times =
        time_network(net, image, {.training = training, .classes = 2, .runs = 4});
    EXPECT_EQ(times.milliseconds.size(), 4U);
    EXPECT_GE(times.median, times.minimum);
    EXPECT_GT(times.minimum, 0);
    EXPECT_GT(times.peak_bytes, 0);
    EXPECT_EQ(net.conv.weight.value().to_vector() != before, training);
  }
}

TEST(TimeNetwork, StopsWhenAsked) {
  tiny::Net net;
  EXPECT_THROW(time_network(net, noise_image({1, 3, 8, 8}), {.should_stop = [] { return true; }}),
               Interrupted);
}

TEST(TimeNetwork, OperationsAreNamedAfterTheirLayers) {
  tiny::Net net;
  const auto operations = time_operations(net, noise_image({1, 3, 8, 8}));
  ASSERT_EQ(operations.size(), 3U);
  EXPECT_EQ(operations[0].layer, "conv");
  EXPECT_EQ(operations[0].op, "conv2d");
  EXPECT_EQ(operations[1].layer, "relu");
  EXPECT_EQ(operations[2].layer, "score");
}

}  // namespace
}  // namespace pixelwise
