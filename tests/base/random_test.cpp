#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

namespace pixelwise {
namespace {

using Words = std::vector<std::uint64_t>;

Words first_words(Rng rng, int count) {
  Words words;
  for (int i = 0; i < count; ++i) words.push_back(rng.next());
  return words;
}

// From a second implementation in Python, whose generator gives the published first outputs of
// xoshiro256++ for the state 1, 2, 3, 4 (41943041, 58720359, 3588806011781223, ...).
TEST(Rng, KnownWords) {
  EXPECT_EQ(first_words(Rng(0), 4), (Words{0x84f09bf307c1073a, 0xc82ffb597ceee51b,
                                           0xadf96905c5df4417, 0xe9d9a8489d042c93}));
  EXPECT_EQ(first_words(Rng(1), 4), (Words{0x4887886c7244e091, 0x4cfafb3b6cc3ea99,
                                           0xfbce21167403a2c1, 0x2a5a56f477b61858}));
  EXPECT_EQ(first_words(Rng(0, 1), 4), (Words{0x704560ced7cc0501, 0x4eef90036c89c53a,
                                              0xdce05af2ba1364d7, 0xe019c82160dbbf4c}));
  EXPECT_EQ(first_words(Rng(42, 7), 1000).back(), 0xfe415053f40800ddU);
}

TEST(Rng, KnownNumbers) {
  EXPECT_EQ(Rng(5).uniform(), 0.1529094525447947);
  EXPECT_EQ(Rng(3).permutation(10), (std::vector<std::int64_t>{1, 3, 4, 9, 6, 7, 8, 2, 5, 0}));
  Rng rng(5);
  EXPECT_NEAR(rng.normal(), -0.5603060110003764, 1e-14);
  EXPECT_NEAR(rng.normal(), 0.5374339085815176, 1e-14);
  EXPECT_NEAR(rng.normal(), -1.8813421346953523, 1e-14);
}

TEST(Rng, SameSeedSameNumbersCopiesToo) {
  Rng a(9, 2), b(9, 2);
  a.normal();
  b.normal();
  Rng c = a;
  const Words words = first_words(a, 10);
  EXPECT_EQ(words, first_words(b, 10));
  EXPECT_EQ(words, first_words(c, 10));
}

double correlation(Rng a, Rng b, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12;
  return sum / n;
}

TEST(Rng, SeedsAndStreamsAreIndependent) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    for (std::uint64_t stream = 0; stream < 50; ++stream) {
      firsts.insert(Rng(seed, stream).next());
    }
  }
  EXPECT_EQ(firsts.size(), 2500U);
  // The correlation of n pairs has standard deviation 1 / sqrt(n) = 0.003.
  constexpr int kPairs = 100000;
  EXPECT_NEAR(correlation(Rng(1), Rng(1), kPairs), 1, 0.02);
  EXPECT_NEAR(correlation(Rng(1, 0), Rng(1, 1), kPairs), 0, 0.015);
  EXPECT_NEAR(correlation(Rng(1, 1), Rng(1, 2), kPairs), 0, 0.015);
  EXPECT_NEAR(correlation(Rng(1), Rng(2), kPairs), 0, 0.015);
}

struct Moments {
  double mean = 0, square = 0, third = 0, fourth = 0;
};

template <class Draw>
Moments moments(int n, Draw draw) {
  Moments m;
  for (int i = 0; i < n; ++i) {
    const double x = draw();
    m.mean += x / n;
    m.square += x * x / n;
    m.third += x * x * x / n;
    m.fourth += x * x * x * x / n;
  }
  return m;
}

TEST(Rng, UniformHasItsMoments) {
  Rng rng(11);
  const Moments m = moments(400000, [&] { return rng.uniform(-1, 1); });
  EXPECT_NEAR(m.mean, 0, 0.004);
  EXPECT_NEAR(m.square, 1.0 / 3, 0.003);
  EXPECT_NEAR(m.third, 0, 0.004);
  EXPECT_NEAR(m.fourth, 1.0 / 5, 0.003);
}

TEST(Rng, UniformStaysInItsRange) {
  Rng rng(12);
  double least = 1, most = 0;
  for (int i = 0; i < 100000; ++i) {
    const double u = rng.uniform();
    least = std::min(least, u);
    most = std::max(most, u);
  }
  EXPECT_GE(least, 0);
  EXPECT_LT(most, 1);
  EXPECT_LT(least, 1e-3);
  EXPECT_GT(most, 1 - 1e-3);
  EXPECT_EQ(Rng(5).uniform(2, 4), 2 + 2 * Rng(5).uniform());
}

TEST(Rng, NormalHasItsMoments) {
  Rng rng(13);
  const Moments m = moments(400000, [&] { return rng.normal(); });
  EXPECT_NEAR(m.mean, 0, 0.007);
  EXPECT_NEAR(m.square, 1, 0.01);
  EXPECT_NEAR(m.third, 0, 0.03);
  EXPECT_NEAR(m.fourth, 3, 0.08);
}

TEST(Rng, BelowHitsEveryNumberEquallyOften) {
  Rng rng(14);
  std::vector<int> hits(7);
  for (int i = 0; i < 70000; ++i) ++hits.at(rng.below(7));
  for (const int count : hits) EXPECT_NEAR(count, 10000, 5 * std::sqrt(10000.0));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(rng.below(1), 0U);
}

// With n = 3/4 * 2^64, next() % n would fall below 2^62 for half of all draws instead of a third.
TEST(Rng, BelowHasNoModuloBias) {
  Rng rng(15);
  constexpr std::uint64_t kQuarter = std::uint64_t{1} << 62;
  int low = 0;
  constexpr int kDraws = 30000;
  for (int i = 0; i < kDraws; ++i) {
    const std::uint64_t draw = rng.below(3 * kQuarter);
    ASSERT_LT(draw, 3 * kQuarter);
    low += draw < kQuarter ? 1 : 0;
  }
  EXPECT_NEAR(low, kDraws / 3, 5 * std::sqrt(kDraws * 2.0 / 9));
}

TEST(Rng, ChanceIsAProbability) {
  Rng rng(16);
  int hits = 0;
  for (int i = 0; i < 100000; ++i) hits += rng.chance(0.3) ? 1 : 0;
  EXPECT_NEAR(hits, 30000, 5 * std::sqrt(100000 * 0.3 * 0.7));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(rng.chance(0));
    EXPECT_TRUE(rng.chance(1));
  }
}

TEST(Rng, PermutationsContainEverythingOnce) {
  Rng rng(17);
  for (const std::int64_t n : {0, 1, 2, 3, 100}) {
    std::vector<std::int64_t> order = rng.permutation(n);
    std::sort(order.begin(), order.end());
    std::vector<std::int64_t> expected(static_cast<std::size_t>(n));
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(order, expected);
  }
}

TEST(Rng, AllPermutationsAreEquallyLikely) {
  Rng rng(18);
  std::vector<int> hits(6);  // of 3 elements there are 6
  for (int i = 0; i < 60000; ++i) {
    const std::vector<std::int64_t> p = rng.permutation(3);
    ++hits.at(static_cast<std::size_t>(p[0] * 2 + (p[1] > p[2] ? 1 : 0)));
  }
  for (const int count : hits) EXPECT_NEAR(count, 10000, 5 * std::sqrt(10000.0));
}

}  // namespace
}  // namespace pixelwise
