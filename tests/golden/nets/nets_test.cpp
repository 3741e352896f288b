// The published networks, small, with random weights: scores and the gradients of all weights
// against PyTorch's, which computed them in double (make_nets.py, make_family.py) from another
// description of the same nets.
#include <gtest/gtest.h>

#include <cmath>

#include "autograd/ops.h"
#include "base/check.h"
#include "layers/parameters.h"
#include "models/segment.h"
#include "models/simple_fcn.h"
#include "models/zoo.h"
#include "weights/caffemodel.h"
#include "weights/weight_file.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

struct Case {
  std::string net, family, weights;
  std::int64_t width = 2;
  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.net << ", " << c.family; }
};

const Case kCases[] = {
    {"fcn32s", "same", "vgg"},
    {"fcn32s", "caffe", "vgg"},
    {"fcn16s", "same", "vgg"},
    {"fcn16s", "caffe", "vgg"},
    {"fcn8s", "same", "vgg"},
    {"fcn8s", "caffe", "vgg"},
    {"fcn8s-atonce", "same", "vgg"},
    {"fcn8s-atonce", "caffe", "vgg"},
    {"vgg16", "same", "vgg"},
    {"fcn-alexnet", "caffe", "alexnet", 6},
    {"progressive", "same", "progressive"},
    {"progressive", "caffe", "progressive"},
    {"unet", "same", "unet"},
    {"unet-valid", "same", "unet"},
    {"unet-resize", "same", "unet-resize"},
    {"fpn", "same", "fpn"},
};
constexpr const char* kFolder = PIXELWISE_SOURCE_DIR "/tests/golden/nets/";
constexpr std::int64_t kClasses = 2, kFcWidth = 6;

// Rounding: measured 8e-7 for scores and 3e-6 for gradients, 2e-5 for a bias of the classifier,
// whose gradient is a sum over 50,000 pixels that nearly cancels.
constexpr double kMostScoreError = 1e-5;     // of the largest score
constexpr double kMostGradientError = 5e-5;  // relative L2, of each weight

std::map<std::string, Array> read(const std::string& name) {
  return read_weights(text(kFolder, name, ".safetensors")).tensors;
}

const std::map<std::string, Array>& expected() {
  static const std::map<std::string, Array> all = [] {
    auto both = read("expected");
    both.merge(read("expected_family"));
    return both;
  }();
  return all;
}

// drawn() of make_nets.py.
std::vector<double> drawn(std::int64_t count) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
    values.push_back(static_cast<double>(i * 2654435761U % (1ULL << 32) >> 12) / (1 << 19) - 1);
  }
  return values;
}

Tensor image_of(const Case& c) {
  const Shape shape = c.net == "vgg16" ? Shape{1, 3, 224, 224} : Shape{1, 3, 37, 45};
  const double scale = c.net == "fcn-alexnet" ? 100 : 1;
  std::vector<Real> values;
  for (const double value : drawn(shape.size())) values.push_back(static_cast<Real>(scale * value));
  return Tensor(Array(shape, values));
}

Labels labels_of(const Shape& scores) {
  const bool whole_image = scores.rank() == 2;
  Labels labels{1, whole_image ? 1 : scores[2], whole_image ? 1 : scores[3], {}};
  for (const double value : drawn(labels.h * labels.w)) {
    const bool is_void = !whole_image && labels.ids.size() % 11 == 0;
    labels.ids.push_back(is_void ? kVoidLabel : static_cast<std::uint8_t>(value + 1));
  }
  return labels;
}

// The name in PyTorch's files: the classifier's last layer is one of the FCN's.
std::string published(const Case& c, const std::string& name) {
  return c.net == "vgg16" && name.starts_with("score.") ? "score_fr" + name.substr(5) : name;
}

double relative_l2(const Array& got, const Array& want) {
  const std::vector<Real> a = got.to_vector(), b = want.to_vector();
  double difference = 0, norm = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    difference += std::pow(static_cast<double>(a.at(i)) - b[i], 2);
    norm += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(difference / norm);
}

// Every container that the published weights may come in: what holds for the safetensors files
// above holds for all.
TEST(PublishedWeights, AreTheSameFromEveryContainer) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  for (const std::string net : {"vgg", "alexnet"}) {
    const auto wanted = read(net);
    for (const std::string container : {"legacy.pth", "zip.pth", "npz", "caffemodel"}) {
      const auto found = read_weights(text(kFolder, net, ".", container)).tensors;
      EXPECT_EQ(found.size(), wanted.size()) << net << " " << container;
      for (const auto& [name, values] : wanted) {
        ASSERT_TRUE(found.contains(name)) << net << " " << container << " " << name;
        EXPECT_EQ(found.at(name).shape(), values.shape()) << net << " " << container << " " << name;
        EXPECT_EQ(found.at(name).to_vector(), values.to_vector())
            << net << " " << container << " " << name;
      }
    }
  }
}

// The state_dict of the PyTorch snippet that models/simple_fcn.cpp ports (simple_fcn.py).
TEST(SimpleFcnOfTheSnippet, HasOurNamesAndGivesTheSameScores) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip";
  Rng rng(1);
  SimpleFcn net(3, rng, 4);
  load_state(net, read_weights(text(kFolder, "simple_fcn.pth")).tensors);
  const Shape shape{1, 3, 24, 16};
  std::vector<Real> values;
  for (const double value : drawn(shape.size())) values.push_back(static_cast<Real>(value));
  const Array scores = net(Tensor(Array(shape, values))).value();
  const Array wanted = read("simple_fcn.expected").at("scores");
  ASSERT_EQ(scores.shape(), wanted.shape());
  double largest = 0, worst = 0;
  for (std::int64_t i = 0; i < wanted.size(); ++i) {
    largest = std::max<double>(largest, std::abs(wanted(i)));
    worst = std::max<double>(worst, std::abs(scores(i) - wanted(i)));
  }
  EXPECT_GT(largest, 0.1);
  EXPECT_LE(worst, 1e-6 * largest);  // measured 2e-7
  RecordProperty("scores", text(worst / largest));
}

class PublishedNets : public testing::TestWithParam<Case> {};

TEST_P(PublishedNets, AgreeWithPyTorch) {
  const Case& c = GetParam();
  Rng rng(1);
  ModelConfig config{.name = c.net, .classes = kClasses, .width = c.width};
  if (model_info(c.net).has_fc_width) config.fc_width = kFcWidth;
  if (c.net != "vgg16") config.family = family_named(c.family);
  const auto network = make_model(config, rng);
  network->eval();  // no dropout
  const auto weights = read(c.weights);
  for (const NamedParameter& p : named_parameters(*network)) {
    Tensor parameter = p.tensor;
    parameter.set_requires_grad(true);  // the fixed upsamplings, too
    parameter.mutable_value() = weights.at(published(c, p.name)).reshaped(parameter.shape());
  }

  const Tensor image = image_of(c);
  const Tensor scores = c.net == "vgg16" ? (*network)(image) : segment(*network, image);
  const std::string prefix = c.net + " " + c.family + ": ";
  const Array& wanted = expected().at(prefix + "scores");
  ASSERT_EQ(scores.shape(), wanted.shape());
  double largest = 0, worst = 0;
  for (std::int64_t i = 0; i < wanted.size(); ++i) {
    largest = std::max<double>(largest, std::abs(wanted(i)));
    worst = std::max<double>(worst, std::abs(scores.value()(i) - wanted(i)));
  }
  EXPECT_GT(largest, 0.1);
  EXPECT_LE(worst, kMostScoreError * largest);
  RecordProperty("scores", text(worst / largest));

  cross_entropy(scores, labels_of(scores.shape())).backward();
  double worst_gradient = 0;
  for (const NamedParameter& p : named_parameters(*network)) {
    const double error = relative_l2(p.tensor.grad(), expected().at(prefix + published(c, p.name)));
    EXPECT_LE(error, kMostGradientError) << p.name;
    worst_gradient = std::max(worst_gradient, error);
  }
  RecordProperty("gradients", text(worst_gradient));
}

INSTANTIATE_TEST_SUITE_P(Golden, PublishedNets, testing::ValuesIn(kCases), [](const auto& one) {
  std::string name = one.param.net + "_" + one.param.family;
  for (char& letter : name) letter = letter == '-' ? '_' : letter;
  return name;
});

}  // namespace
}  // namespace pixelwise
