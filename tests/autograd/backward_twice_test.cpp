// backward() consumes the graph. The second call must say so, and change nothing.
#include "autograd/ops.h"
#include "base/check.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

TEST(BackwardTwice, NamesTheFreedNodeAndSaysWhatToDo) {
  const Tensor w = Tensor::parameter(Array({2, 3}, 1));
  const Tensor loss = sum(w * w);
  loss.backward();
  const Array before = w.grad();
  const std::string message = message_of<std::invalid_argument>([&] { loss.backward(); });
  EXPECT_EQ(message, text("backward: the graph behind sum [] was already used and freed at node #",
                          loss.node()->id,
                          " (sum []); backward() consumes the graph: compute the loss again for "
                          "another one, or add several losses first and call backward() once"));
  expect_near(w.grad(), before, 0);
}

// Only the shared half was consumed; the fresh half must not receive gradients either.
TEST(BackwardTwice, APartlyUsedGraphChangesNothing) {
  const Tensor w = Tensor::parameter(Array::scalar(2)), fresh = Tensor::parameter(Array::scalar(3));
  const Tensor shared = w * w;
  const Tensor first = shared * Real{5};
  const Tensor second = shared * fresh + fresh;
  first.backward();
  expect_error<std::invalid_argument>(text("freed at node #", shared.node()->id, " (multiply []"),
                                      [&] { second.backward(); });
  EXPECT_EQ(w.grad().item(), 20);
  EXPECT_FALSE(fresh.has_grad());
}

TEST(BackwardTwice, AUsedResultInANewGraphIsNoticed) {
  const Tensor w = Tensor::parameter(Array::scalar(2));
  const Tensor h = exp(w);
  sum(h).backward();
  const Tensor later = h * Real{3};
  expect_error<std::invalid_argument>("(exp []", [&] { later.backward(); });
}

TEST(BackwardTwice, TheSumOfTheLossesIsTheWayOut) {
  const Tensor w = Tensor::parameter(Array::scalar(2));
  const Tensor shared = w * w;
  (shared * Real{5} + shared * Real{7}).backward();
  EXPECT_EQ(w.grad().item(), 48);
}

TEST(BackwardTwice, AFreshGraphOverTheSameParametersIsFine) {
  const Tensor w = Tensor::parameter(Array::scalar(2));
  for (int i = 0; i < 3; ++i) (w * w).backward();
  EXPECT_EQ(w.grad().item(), 12);
}

}  // namespace
}  // namespace pixelwise
