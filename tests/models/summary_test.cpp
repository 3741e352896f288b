#include "models/summary.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "layers/conv.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

Summary summary_of(const ModelConfig& config, const Shape& input) {
  return summarise(*make_net(config), input);
}

// The outputs of the five max-pools, in order.
std::vector<SummaryRow> pools(const Summary& summary) {
  std::vector<SummaryRow> found;
  for (const SummaryRow& row : summary.rows) {
    if (row.op == "max_pool2d") found.push_back(row);
  }
  return found;
}

TEST(Summary, SimpleFcnLayerByLayer) {
  const Summary s = summary_of({.name = "simple-fcn", .classes = 21}, {1, 3, 64, 32});
  EXPECT_EQ(s.parameters, 540245);
  EXPECT_EQ(s.trainable, 540245);
  EXPECT_EQ(summary_row(s, "conv1").parameters, 1792);
  EXPECT_EQ(summary_row(s, "conv2").parameters, 73856);
  EXPECT_EQ(summary_row(s, "conv3").parameters, 295168);
  EXPECT_EQ(summary_row(s, "deconv1").parameters, 131200);
  EXPECT_EQ(summary_row(s, "deconv2").parameters, 32832);
  EXPECT_EQ(summary_row(s, "deconv3").parameters, 5397);
  EXPECT_EQ(summary_row(s, "conv1").shape, Shape({1, 64, 64, 32}));
  EXPECT_EQ(summary_row(s, "conv1").multiply_adds, 64 * 32 * 64 * 27);
  EXPECT_EQ(summary_row(s, "conv1").activation_bytes,
            64 * 64 * 32 * static_cast<std::int64_t>(sizeof(Real)));
  EXPECT_EQ(summary_row(s, "deconv3").multiply_adds, 32 * 16 * 64 * 21 * 4);
  EXPECT_NEAR(upsampling_share(s), 0.124, 0.0005);
  // conv, ReLU and pool three times, then three transposed convolutions and two ReLUs.
  EXPECT_EQ(s.rows.size(), 14u);
  EXPECT_EQ(s.rows[1].name, "relu");
  EXPECT_EQ(s.rows[2].name, "max_pool2d");
}

TEST(Summary, TotalsAreTheSumsOfTheRows) {
  const Summary s = summary_of({.name = "toy-8s", .classes = 6}, {2, 3, 64, 96});
  std::int64_t parameters = 0, trainable = 0, multiply_adds = 0, bytes = 0;
  for (const SummaryRow& row : s.rows) {
    parameters += row.parameters;
    trainable += row.trainable;
    multiply_adds += row.multiply_adds;
    bytes += row.activation_bytes;
  }
  EXPECT_EQ(s.parameters, parameters);
  EXPECT_EQ(s.trainable, trainable);
  EXPECT_EQ(s.multiply_adds, multiply_adds);
  EXPECT_EQ(s.activation_bytes, bytes);
  EXPECT_EQ(s.parameters, 365906);
  EXPECT_EQ(s.trainable, 356690);
  EXPECT_EQ(summary_row(s, "upscore8").trainable, 0);
  EXPECT_EQ(summary_row(s, "upscore8").parameters, 6 * 6 * 16 * 16);
  EXPECT_EQ(summary_row(s, "upscore2").trainable, 6 * 6 * 4 * 4);
}

TEST(Summary, VggReceptiveFields) {
  const Summary s =
      summary_of({.name = "fcn32s", .classes = 3, .width = 2, .fc_width = 4}, {1, 3, 64, 64});
  EXPECT_EQ(summary_row(s, "conv1_1").receptive_field, 3);
  EXPECT_EQ(summary_row(s, "conv1_2").receptive_field, 5);
  ASSERT_EQ(pools(s).size(), 5u);
  EXPECT_EQ(pools(s)[0].receptive_field, 6);
  EXPECT_EQ(pools(s)[2].receptive_field, 44);
  EXPECT_EQ(pools(s)[3].receptive_field, 100);
  EXPECT_EQ(pools(s)[4].receptive_field, 212);
  EXPECT_EQ(summary_row(s, "fc6").receptive_field, 404);
  EXPECT_EQ(summary_row(s, "score_fr").receptive_field, 404);
  EXPECT_EQ(summary_row(s, "upscore").receptive_field, 404 + 32);  // each pixel mixes two cells
}

// A skip sees less than the path it joins, and the sum sees what the wider one sees.
TEST(Summary, JoinsTakeTheWiderView) {
  const Summary s =
      summary_of({.name = "fcn8s", .classes = 3, .width = 2, .fc_width = 4}, {1, 3, 64, 64});
  EXPECT_EQ(summary_row(s, "score_pool4").receptive_field, 100);
  EXPECT_EQ(summary_row(s, "score_pool3").receptive_field, 44);
  EXPECT_EQ(summary_row(s, "upscore2").receptive_field, 404 + 32);
  EXPECT_EQ(summary_row(s, "add").receptive_field, 404 + 32);
  EXPECT_EQ(summary_row(s, "upscore_pool4").receptive_field, 404 + 32 + 16);
  EXPECT_EQ(summary_row(s, "upscore8").receptive_field, 404 + 32 + 16 + 8);
}

// fc6 as a matrix sees what it sees as a convolution, through the flattening.
TEST(Summary, ClassifierSeesAllOfItsImage) {
  const Summary s =
      summary_of({.name = "vgg16", .classes = 3, .width = 2, .fc_width = 4}, {1, 3, 224, 224});
  EXPECT_EQ(summary_row(s, "fc6").receptive_field, 404);
  EXPECT_EQ(summary_row(s, "score").receptive_field, 404);
  EXPECT_EQ(summary_row(s, "score").shape, Shape({1, 3}));
  EXPECT_EQ(summary_row(s, "fc6").parameters, 16 * 49 * 4 + 4);
  EXPECT_EQ(summary_row(s, "fc6").multiply_adds, 16 * 49 * 4);
}

// VGG-16's convolutions take 15.35 G multiply-adds at 224x224: 49 times those of one cell.
TEST(Summary, VggMultiplyAdds) {
  const Summary s = summary_of({.name = "fcn32s", .classes = 21, .fc_width = 8}, {1, 3, 32, 32});
  std::int64_t convs = 0, parameters = 0;
  for (const SummaryRow& row : s.rows) {
    if (row.name.rfind("conv", 0) == 0) {
      convs += row.multiply_adds;
      parameters += row.parameters;
    }
  }
  EXPECT_EQ(convs * 49, 15346630656);
  EXPECT_EQ(parameters, 14714688);

  // With the published fc6, fc7 and score_fr (4096 instead of 8) the one upsampling is a trifle.
  const double wider = 4096.0 / 8;
  const double body = static_cast<double>(convs) +
                      static_cast<double>(summary_row(s, "fc6").multiply_adds) * wider +
                      static_cast<double>(summary_row(s, "fc7").multiply_adds) * wider * wider +
                      static_cast<double>(summary_row(s, "score_fr").multiply_adds) * wider;
  EXPECT_NEAR(body * 256, 110.8e9, 0.05e9);  // at 512x512
  const double upscore = static_cast<double>(summary_row(s, "upscore").multiply_adds);
  EXPECT_NEAR(upscore / (body + upscore), 0.0042, 0.0001);
}

TEST(Summary, UpsamplingOfTheToyNet) {
  const Summary s = summary_of({.name = "toy-32s", .classes = 6}, {1, 3, 128, 128});
  EXPECT_NEAR(upsampling_share(s), 0.033, 0.0005);
  ASSERT_EQ(s.notes.size(), 1u);
  EXPECT_EQ(s.notes[0], "Transposed convolutions do 3.3 % of all multiply-adds.");
}

TEST(Summary, AnySizeIsPaddedAsSegmentDoes) {
  const Summary s = summary_of({.name = "toy-32s", .classes = 6}, {1, 3, 50, 70});
  EXPECT_EQ(s.rows.front().op, "pad");
  EXPECT_EQ(s.rows.front().shape, Shape({1, 3, 64, 96}));
  EXPECT_EQ(s.rows.back().op, "crop");
  EXPECT_EQ(s.rows.back().shape, Shape({1, 6, 50, 70}));
}

TEST(Summary, LeavesTheNetworkAsItWas) {
  const auto net = make_net({.name = "fcn32s", .classes = 3, .width = 2, .fc_width = 4});
  net->train();
  const Summary s = summarise(*net, {1, 3, 32, 32});
  EXPECT_TRUE(net->is_training());
  EXPECT_TRUE(std::none_of(s.rows.begin(), s.rows.end(),
                           [](const SummaryRow& row) { return row.op == "dropout"; }));
  const auto classifier = make_net({.name = "toy-classifier", .classes = 5});
  EXPECT_THROW(summarise(*classifier, {1, 3, 128, 128}), std::invalid_argument);
  EXPECT_TRUE(classifier->is_training());
  EXPECT_EQ(current_observer(), nullptr);
}

struct OneUpsampling : Network {
  explicit OneUpsampling(const ConvTranspose2dConfig& config, Rng* rng = nullptr)
      : up(rng != nullptr ? ConvTranspose2d(config, *rng) : ConvTranspose2d(config)) {}
  Tensor forward(const Tensor& x) override { return up(x); }
  void visit(const Visitor& v) override { v("up", up); }
  ConvTranspose2d up;
};

std::string first_note(const ConvTranspose2dConfig& config, bool random = true) {
  Rng rng(1);
  OneUpsampling net(config, random ? &rng : nullptr);
  return summarise(net, {1, config.in, 4, 4}).notes.at(0);
}

TEST(Summary, WarnsOfCheckerboards) {
  EXPECT_EQ(first_note({.in = 2, .out = 2, .kernel = 3, .stride = 2}),
            "up: kernel 3 is not a multiple of stride 2; some output pixels sum 4 times as many "
            "products as others (a checkerboard); kernel 2 or 4 overlaps evenly.");
  EXPECT_NE(first_note({.in = 2, .out = 2, .kernel = {4, 5}, .stride = {2, 3}})
                .find("sum 2 times as many products as others (a checkerboard); kernel 4x3 or 4x6"),
            std::string::npos);
  EXPECT_NE(first_note({.in = 2, .out = 2, .kernel = 2, .stride = 3}).find("get nothing at all"),
            std::string::npos);
}

TEST(Summary, EvenBilinearAndFixedKernelsAreFine) {
  const std::string share = "Transposed convolutions do 100.0 % of all multiply-adds.";
  EXPECT_EQ(first_note({.in = 2, .out = 2, .kernel = 4, .stride = 2}), share);
  EXPECT_EQ(first_note({.in = 2, .out = 2, .kernel = 3, .stride = 2}, false), share);
  Rng rng(1);
  OneUpsampling net({.in = 2, .out = 2, .kernel = 3, .stride = 2}, &rng);
  set_requires_grad(net, false);
  EXPECT_EQ(summarise(net, {1, 2, 4, 4}).notes.at(0), share);
}

// A layer that is used twice has its parameters counted once.
struct Twice : Network {
  explicit Twice(Rng& rng) : conv({.in = 3, .out = 3, .kernel = 3, .padding = 1}, rng) {}
  Tensor forward(const Tensor& x) override { return conv(conv(x)); }
  void visit(const Visitor& v) override { v("conv", conv); }
  Conv2d conv;
};

TEST(Summary, SharedParametersCountOnce) {
  Rng rng(1);
  Twice net(rng);
  const Summary s = summarise(net, {1, 3, 8, 8});
  EXPECT_EQ(s.rows.at(0).parameters, 84);
  EXPECT_EQ(s.rows.at(1).parameters, 0);
  EXPECT_EQ(s.rows.at(1).name, "conv");
  EXPECT_EQ(s.rows.at(1).receptive_field, 5);
  EXPECT_EQ(s.parameters, 84);
}

TEST(Summary, AsATable) {
  const std::string table =
      to_text(summary_of({.name = "toy-32s", .classes = 6}, {1, 3, 128, 128}));
  EXPECT_NE(table.find("conv1_1          [1, 16, 128, 128]               448        7,077,888"),
            std::string::npos)
      << table;
  EXPECT_NE(
      table.find("relu             [1, 16, 128, 128]                                          "
                 "shared   3 px"),
      std::string::npos)
      << table;
  EXPECT_NE(table.find("147,456"), std::string::npos) << table;
  EXPECT_NE(table.find("fixed"), std::string::npos) << table;
  EXPECT_NE(table.find("354,566 of the parameters are trained."), std::string::npos) << table;
}

// A name longer than the column makes it wider, for all rows alike.
TEST(Summary, LongNamesKeepTheColumns) {
  const std::string table = to_text(
      summary_of({.name = "fcn-alexnet", .classes = 3, .width = 6, .fc_width = 2}, {1, 3, 8, 8}));
  EXPECT_NE(table.find("\nconv1               [1, 6, 50, 50]"), std::string::npos) << table;
  EXPECT_NE(table.find("\nlocal_response_norm [1, 6, 25, 25]"), std::string::npos) << table;
}

TEST(Summary, NamesWhatIsMissing) {
  const Summary s = summary_of({.name = "toy-32s", .classes = 6}, {1, 3, 32, 32});
  EXPECT_THROW(summary_row(s, "score_pool4"), std::invalid_argument);
  EXPECT_THROW(summary_of({.name = "toy-32s", .classes = 6}, {3, 32, 32}), std::invalid_argument);
}

}  // namespace
}  // namespace pixelwise
