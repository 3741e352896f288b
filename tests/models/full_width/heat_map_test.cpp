// VGG-16 in full width, 138 million parameters, as a classifier and with its fully connected layers
// as convolutions (Long, Shelhamer and Darrell, 2015, section 3.1).
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <iostream>

#include "layers/init.h"
#include "models/surgery.h"
#include "models/vgg.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kClasses = 1000;

double milliseconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

TEST(VggFullWidth, TheConvolutionalClassifierIsTheClassifier) {
  const NoGrad no_grad;
  Rng rng(1);
  VggClassifier classifier(vgg16_config(64, 4096), kClasses, rng);
  randomise_scores(classifier, 2, 0.05);
  classifier.eval();
  const std::unique_ptr<VggHeatMap> heat_map = [&] {
    const UninitializedWeights all_are_replaced;
    return std::make_unique<VggHeatMap>(vgg16_config(64, 4096), kClasses, rng);
  }();
  const TransplantReport report = transplant(state(classifier), *heat_map);
  ASSERT_TRUE(report.missing.empty());
  heat_map->eval();

  const Tensor image(random_array({1, 3, 224, 224}, 3, -2, 2));
  const Array expected = classifier(image).value();
  const Array found = (*heat_map)(image).value();
  ASSERT_EQ(found.shape(), (Shape{1, kClasses, 1, 1}));
  const double error =
      max_difference(found.reshaped({1, kClasses}), expected) / max_magnitude(expected);
  EXPECT_LT(error, 1e-4);

  // 384 = 224 + 5 * 32: six by six windows.
  const Tensor large(random_array({1, 3, 384, 384}, 4, -2, 2));
  Shape map;
  const double one_pass = milliseconds([&] { map = (*heat_map)(large).shape(); });
  EXPECT_EQ(map, (Shape{1, kClasses, 6, 6}));
  const double windows = milliseconds([&] {
    for (std::int64_t i = 0; i < 36; ++i) {
      classifier(crop(large, i / 6 * 32, i % 6 * 32, 224, 224));
    }
  });
  std::cout << "VGG-16 at 224x224: difference " << error << " of the largest score\n"
            << "at 384x384, 6x6 scores: one pass " << one_pass << " ms, 36 windows " << windows
            << " ms, " << windows / one_pass << " times as long\n";
  EXPECT_GT(windows, 3 * one_pass);  // about 12 times the multiply-adds
}

}  // namespace
}  // namespace pixelwise
