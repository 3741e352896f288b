// state() and load_state(): everything or nothing.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "layers/conv.h"
#include "layers/dropout.h"
#include "layers/linear.h"
#include "layers/parameters.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

struct Net : Module {
  explicit Net(std::uint64_t seed) : Net(Rng(seed)) {}
  void visit(const Visitor& v) override {
    v("conv", conv);
    v("drop", drop);
    v("score", score);
    v("scale", scale);
  }
  Conv2d conv;
  Dropout drop{0.5};
  Linear score;
  Array scale;

 private:
  explicit Net(Rng rng)
      : conv({.in = 2, .out = 3, .kernel = 3}, rng),
        score(12, 4, rng),
        scale(random_array({3}, rng.next())) {}
};

using State = std::map<std::string, Array>;

bool same_state(const State& a, const State& b) {
  if (a.size() != b.size()) return false;
  for (const auto& [name, value] : a) {
    if (!b.contains(name) || !same_bits(value, b.at(name))) return false;
  }
  return true;
}

TEST(State, HoldsParametersAndBuffersByName) {
  Net net(1);
  std::vector<std::string> names;
  for (const auto& [name, value] : state(net)) names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{"conv.bias", "conv.weight", "scale", "score.bias",
                                             "score.weight"}));
  EXPECT_TRUE(same_bits(state(net).at("conv.weight"), net.conv.weight.value()));
}

TEST(State, IsNotChangedByWhatHappensToTheModuleLater) {
  Net net(1), same(1);
  const State saved = state(net);
  net.conv.weight.mutable_value()(0) += 1;
  net.scale(0) += 1;
  EXPECT_TRUE(same_state(saved, state(same)));
  EXPECT_FALSE(same_state(saved, state(net)));
}

TEST(LoadState, GivesTheSameBits) {
  Net a(1), b(2);
  ASSERT_FALSE(same_state(state(a), state(b)));
  load_state(b, state(a));
  EXPECT_TRUE(same_state(state(a), state(b)));
  b.conv.weight.mutable_value()(0) += 1;  // values are shared, but not for writing
  b.scale(0) += 1;
  EXPECT_TRUE(same_state(state(a), state(*std::make_unique<Net>(1))));
}

TEST(LoadState, LoadsFrozenParametersToo) {
  Net a(1), b(2);
  set_requires_grad(b, false);
  load_state(b, state(a));
  EXPECT_TRUE(same_state(state(a), state(b)));
  EXPECT_FALSE(b.conv.weight.requires_grad());
}

// Each damaged state is refused with its message, and the module stays as it was.
void expect_refused(const State& damaged, const std::string& message) {
  Net net(2);
  const State before = state(net);
  EXPECT_EQ(message_of([&] { load_state(net, damaged); }), message);
  EXPECT_TRUE(same_state(before, state(net)));
}

TEST(LoadState, RefusesWhatIsMissing) {
  Net source(1);
  State damaged = state(source);
  damaged.erase("score.bias");
  expect_refused(damaged, "load_state: score.bias [4] is missing");
  damaged = state(source);
  damaged.erase("scale");
  expect_refused(damaged, "load_state: scale [3] is missing");
}

TEST(LoadState, RefusesWhatIsLeftOver) {
  Net source(1);
  State damaged = state(source);
  damaged["fc9.weight"] = Array({2, 5});
  expect_refused(damaged, "load_state: the model has no fc9.weight [2, 5]");
}

TEST(LoadState, RefusesOtherShapes) {
  Net source(1);
  State damaged = state(source);
  damaged["score.weight"] = Array({5, 12});
  expect_refused(damaged, "load_state: score.weight has shape [5, 12] but the model's has [4, 12]");
  damaged = state(source);
  damaged["score.weight"] = Array({4, 3, 2, 2});
  expect_refused(damaged,
                 "load_state: score.weight has shape [4, 3, 2, 2] but the model's has [4, 12]; the "
                 "same number of elements: a Linear? view it as a conv with transplant()");
}

}  // namespace
}  // namespace pixelwise
