// What acts on a score (influence.h), and what it is a sum of (score_terms.h).
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "models/influence.h"
#include "models/score_terms.h"
#include "models/segment.h"
#include "models/summary.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

TEST(Influence, OfAConvolutionIsItsKernel) {
  const Array w = random_array({2, 3, 3, 5}, 7, -1, 1);
  const auto conv = [&](const Tensor& x) {
    return conv2d(x, Tensor(w), Tensor(), {.stride = 2, .padding = {1, 2}});
  };
  // Element (2, 3) reads rows 3 to 5 and columns 4 to 8.
  const Array seen = influence(conv, random_array({1, 3, 12, 14}, 3, -1, 1), {2, 3, 1});
  ASSERT_EQ(seen.shape(), Shape({12, 14}));
  for (std::int64_t i = 0; i < 12; ++i) {
    for (std::int64_t j = 0; j < 14; ++j) {
      const std::int64_t u = i - 3, v = j - 4;
      double expected = 0;
      if (u >= 0 && u < 3 && v >= 0 && v < 5) {
        for (std::int64_t c = 0; c < 3; ++c) expected += std::abs(w(1, c, u, v));
      }
      EXPECT_NEAR(seen(i, j), expected, 1e-5) << i << " " << j;
    }
  }
  const SeenArea area = seen_area(seen, 1);
  EXPECT_EQ(area.top, 3);
  EXPECT_EQ(area.left, 4);
  EXPECT_EQ(area.rows, 3);
  EXPECT_EQ(area.columns, 5);
  EXPECT_EQ(area.effective, 5);
}

TEST(Influence, TheEffectiveSquareHoldsItsShare) {
  Array a({9, 9});
  a(4, 4) = 6;
  a(3, 3) = a(5, 5) = 1;
  a(0, 4) = 2;
  EXPECT_EQ(seen_area(a, 0.6).effective, 1);
  EXPECT_EQ(seen_area(a, 0.8).effective, 3);
  EXPECT_EQ(seen_area(a, 0.9).effective, 5);   // rows 0 to 4
  EXPECT_EQ(seen_area(a, 0.95).effective, 6);  // rows 0 to 5
  EXPECT_EQ(seen_area(a, 0.6).effective_top, 4);
  EXPECT_EQ(seen_area(a, 0.8).effective_left, 3);
  EXPECT_EQ(seen_area(a, 1).rows, 6);
  EXPECT_EQ(seen_area(a, 1).columns, 3);
  EXPECT_EQ(seen_area(Array({4, 4})).effective, 0);
}

TEST(Influence, NoPixelBeyondTheTheoreticalFieldActs) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  const Summary summary = summarise(*net, {1, 3, 64, 64});
  const std::vector<Array> images = {random_array({1, 3, 64, 64}, 1, -1, 1),
                                     random_array({1, 3, 64, 64}, 2, -1, 1)};
  const SeenArea pool2 = seen_area(mean_influence(*net, images, "pool2", {8, 8}));
  EXPECT_EQ(summary_row(summary, "conv2").receptive_field, 8);
  EXPECT_LE(pool2.rows, 10);  // conv2's 8, and one more step of 2
  EXPECT_GT(pool2.rows, 6);
  EXPECT_LE(pool2.effective, pool2.rows);
  EXPECT_EQ(trainable_parameters(*net).size(), 12U);  // frozen only meanwhile
  EXPECT_TRUE(net->is_training());
}

TEST(Influence, IsTheMeanOverImages) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  const Array a = random_array({1, 3, 16, 16}, 1, -1, 1),
              b = random_array({1, 3, 16, 16}, 2, -1, 1);
  const Array both = mean_influence(*net, {a, b}, "", {5, 6, 2});
  const Array first = mean_influence(*net, {a}, "", {5, 6, 2});
  const Array second = mean_influence(*net, {b}, "", {5, 6, 2});
  for (std::int64_t i = 0; i < both.size(); ++i) {
    EXPECT_NEAR(both(i), (first(i) + second(i)) / 2, 1e-6);
  }
}

TEST(Influence, AnElementThatThereIsNot) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  EXPECT_THROW(mean_influence(*net, {random_array({1, 3, 16, 16}, 1)}, "", {16, 0, 0}),
               std::invalid_argument);
  EXPECT_THROW(mean_influence(*net, {random_array({1, 3, 16, 16}, 1)}, "", {0, 0, 3}),
               std::invalid_argument);
  EXPECT_THROW(mean_influence(*net, {}, "", {0, 0, 0}), std::invalid_argument);
}

double sum_of(const ScoreTerms& terms, std::size_t k) {
  double sum = 0;
  for (const ScoreTerm& term : terms.terms) sum += term.parts[k];
  return sum;
}

std::vector<std::string> names_of(const ScoreTerms& terms) {
  std::vector<std::string> names;
  for (const ScoreTerm& term : terms.terms) names.push_back(term.name);
  return names;
}

TEST(ScoreTerms, TheSkipsAddUpToTheScore) {
  using Names = std::vector<std::string>;
  for (const auto& [model, names] : std::vector<std::pair<std::string, Names>>{
           {"toy-32s", {"score_fr"}},
           {"toy-16s", {"score_fr", "score_pool4"}},
           {"toy-8s", {"score_fr", "score_pool4", "score_pool3"}}}) {
    const auto net = make_net({.name = model, .classes = 4});
    randomise_scores(*net, 5);
    // No multiple of 32: pad and crop are part of it.
    const ScoreTerms terms =
        score_terms(*net, random_array({1, 3, 45, 70}, 2, -1, 1), {0, 3}, 20, 33);
    EXPECT_EQ(names_of(terms), names) << model;
    for (const std::size_t k : {0U, 1U}) {
      EXPECT_NE(terms.scores[k], 0) << model;
      EXPECT_NEAR(sum_of(terms, k), terms.scores[k], 1e-4 * (1 + std::abs(terms.scores[k])));
    }
  }
}

TEST(ScoreTerms, AZeroSkipContributesNothing) {
  const auto net = make_net({.name = "toy-8s", .classes = 4});
  randomise_scores(*net, 5);
  for (const NamedParameter& p : named_parameters(*net)) {
    Tensor parameter = p.tensor;
    if (p.name.starts_with("score_pool3")) parameter.mutable_value() = Array(parameter.shape());
  }
  const ScoreTerms terms = score_terms(*net, random_array({1, 3, 64, 64}, 2, -1, 1), {1}, 9, 9);
  ASSERT_EQ(terms.terms.size(), 3U);
  EXPECT_EQ(terms.terms[2].parts[0], 0);
  EXPECT_NE(terms.terms[1].parts[0], 0);
}

TEST(ScoreTerms, ABiasIsATermToo) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  randomise_scores(*net, 5);
  const ScoreTerms terms = score_terms(*net, random_array({1, 3, 16, 16}, 2, -1, 1), {2}, 3, 4);
  EXPECT_EQ(names_of(terms), (std::vector<std::string>{"deconv2", "deconv3.bias"}));
  EXPECT_NEAR(sum_of(terms, 0), terms.scores[0], 1e-4);
  EXPECT_THROW(score_terms(*net, random_array({1, 3, 16, 16}, 2), {3}, 3, 4),
               std::invalid_argument);
}

}  // namespace
}  // namespace pixelwise
