// Which edges exist, what the engine checks on them, and edge groups.
#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

Tensor parameter() { return Tensor::parameter(Array({2}, {1, 2})); }
Tensor constant() { return Tensor(Array({2}, {3, 4})); }

TEST(Edges, ConstantInputsHaveNone) {
  EXPECT_EQ((parameter() * parameter()).node()->links.size(), 2U);
  EXPECT_EQ((parameter() * constant()).node()->links.size(), 1U);
  EXPECT_EQ((constant() * parameter()).node()->links.size(), 1U);
  EXPECT_EQ((constant() * constant()).node(), nullptr);
  EXPECT_FALSE((constant() * constant()).requires_grad());
}

TEST(Edges, ConstantsDoNotSpread) {
  const Tensor y = exp(constant()) + parameter();
  EXPECT_EQ(y.node()->links.size(), 1U);
  EXPECT_EQ(y.node()->links[0].input->op, std::string("parameter"));
}

TEST(Edges, NodesCountUp) {
  const Tensor a = parameter();
  const Tensor b = exp(a), c = exp(a);
  EXPECT_LT(a.node()->id, b.node()->id);
  EXPECT_LT(b.node()->id, c.node()->id);
  EXPECT_EQ(b.node()->op, std::string("exp"));
  EXPECT_EQ(b.node()->shape, Shape{2});
}

TEST(Edges, NoGradRecordsNothingAndNests) {
  const Tensor w = parameter();
  EXPECT_TRUE(grad_enabled());
  {
    const NoGrad outer;
    EXPECT_FALSE(grad_enabled());
    EXPECT_EQ((w * w).node(), nullptr);
    {
      const NoGrad inner;
      EXPECT_EQ((w * w).node(), nullptr);
    }
    EXPECT_FALSE(grad_enabled());
    EXPECT_TRUE((w * w).is_leaf());
  }
  EXPECT_TRUE(grad_enabled());
  EXPECT_EQ((w * w).node()->links.size(), 2U);
}

TEST(Edges, NoGradEndsWithAnError) {
  try {
    const NoGrad no_grad;
    parameter() + Tensor(Array(Shape{3}));
  } catch (const std::invalid_argument&) {
  }
  EXPECT_TRUE(grad_enabled());
}

TEST(Edges, AWrongShapeNamesTheOperation) {
  const Tensor w = parameter();
  const Tensor wrong = Tensor::from_op("my_op", Array(Shape{2}, 1),
                                       {{w, [](const Array&) { return Array(Shape{3}); }}});
  expect_error<std::invalid_argument>(
      "my_op: its gradient function returned shape [3] for an input of shape [2] (made by "
      "parameter)",
      [&] { sum(wrong).backward(); });
  EXPECT_FALSE(w.has_grad());
}

// Remembers what the engine asked of a group, for y = a + 2 b + 3 c.
struct Group {
  std::vector<std::vector<bool>> asked;

  Tensor operator()(const Tensor& a, const Tensor& b, const Tensor& c) {
    const Array value = (a + b * Real{2} + c * Real{3}).value();
    return Tensor::from_group("weighted", value,
                              {{a, b, c}, [this](const Array& dy, const std::vector<bool>& wanted) {
                                 asked.push_back(wanted);
                                 std::vector<Array> dx(3);
                                 for (std::size_t i = 0; i < 3; ++i) {
                                   if (wanted[i]) dx[i] = dy * static_cast<Real>(i + 1);
                                 }
                                 return dx;
                               }});
  }
};

TEST(EdgeGroups, OneClosureForAllInputs) {
  Group group;
  const Tensor a = parameter(), b = parameter(), c = parameter();
  const Tensor y = group(a, b, c);
  EXPECT_EQ(y.node()->links.size(), 0U);
  ASSERT_EQ(y.node()->groups.size(), 1U);
  sum(y).backward();
  EXPECT_EQ(group.asked, (std::vector<std::vector<bool>>{{true, true, true}}));
  expect_near(a.grad(), Array({2}, 1), 0);
  expect_near(b.grad(), Array({2}, 2), 0);
  expect_near(c.grad(), Array({2}, 3), 0);
}

TEST(EdgeGroups, OnlyWantedGradientsAreAskedFor) {
  Group group;
  const Tensor a = parameter(), c = parameter();
  sum(group(a, constant(), c)).backward();
  EXPECT_EQ(group.asked, (std::vector<std::vector<bool>>{{true, false, true}}));
  expect_near(a.grad(), Array({2}, 1), 0);
  expect_near(c.grad(), Array({2}, 3), 0);
  EXPECT_EQ(group(constant(), constant(), constant()).node(), nullptr);
  const NoGrad no_grad;
  EXPECT_EQ(group(a, a, a).node(), nullptr);
}

TEST(EdgeGroups, AnInputMayComeTwice) {
  Group group;
  const Tensor a = parameter(), b = parameter();
  sum(group(a, b, a)).backward();
  expect_near(a.grad(), Array({2}, 4), 0);
}

TEST(EdgeGroups, AreConsumedToo) {
  Group group;
  const Tensor a = parameter();
  const Tensor y = group(a, a, a);
  sum(y).backward();
  EXPECT_TRUE(y.node()->groups.empty());
  expect_error<std::invalid_argument>("(weighted [2])", [&] { sum(y).backward(); });
}

TEST(EdgeGroups, WrongResultsNameTheOperation) {
  const auto returning = [](const std::vector<Array>& dx) {
    return sum(Tensor::from_group(
        "my_group", Array(Shape{2}),
        {{parameter(), parameter()}, [=](const Array&, const std::vector<bool>&) { return dx; }}));
  };
  const Array good(Shape{2}), bad(Shape{5});
  returning({good, good}).backward();
  expect_error<std::invalid_argument>(
      "my_group: its gradient function returned 1 gradients for 2 inputs",
      [&] { returning({good}).backward(); });
  expect_error<std::invalid_argument>(
      "my_group: its gradient function returned shape [5] for an input of shape [2]", [&] {
        returning({good, bad}).backward();
      });
  expect_error<std::invalid_argument>("my_group: its gradient function returned", [&] {
    returning({good, Array()}).backward();
  });
}

}  // namespace
}  // namespace pixelwise
