// The one observer: what summary, timing and the NaN guard will hear.
#include "autograd/observer.h"

#include <string>
#include <vector>

#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

struct Heard {
  std::string op;
  std::vector<Shape> inputs;
  Shape output;
  OpDetails details;
};

// Collects all operations that `action` runs.
template <class Action>
std::vector<Heard> listen(Action action) {
  std::vector<Heard> heard;
  const ObserverScope scope([&](const OpEvent& event) {
    Heard entry{event.op, {}, event.output.shape(), event.details};
    for (const Tensor& input : event.inputs) {
      entry.inputs.push_back(input.is_defined() ? input.shape() : Shape{});
    }
    heard.push_back(entry);
  });
  action();
  return heard;
}

std::vector<std::string> names(const std::vector<Heard>& heard) {
  std::vector<std::string> ops;
  for (const Heard& entry : heard) ops.push_back(entry.op);
  return ops;
}

using Names = std::vector<std::string>;

TEST(Observer, HearsEveryOperationInOrder) {
  const Tensor w = Tensor::parameter(Array({2}, 1));
  const auto forward = [&] { sum(relu(w * w)); };
  EXPECT_EQ(names(listen(forward)), (Names{"multiply", "relu", "sum"}));
  EXPECT_EQ(names(listen([&] {
              const NoGrad no_grad;
              forward();
            })),
            (Names{"multiply", "relu", "sum"}));
  EXPECT_EQ(current_observer(), nullptr);
}

TEST(Observer, HearsConstantsAndGroups) {
  const Tensor constant(Array({2}, 1));
  EXPECT_EQ(names(listen([&] { exp(constant); })), (Names{"exp"}));
  const auto group = [&] {
    Tensor::from_group("group", constant.value(),
                       {{constant, constant}, [](const Array&, const std::vector<bool>&) {
                          return std::vector<Array>();
                        }});
  };
  const std::vector<Heard> heard = listen(group);
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].op, "group");
  EXPECT_EQ(heard[0].inputs.size(), 2U);
}

TEST(Observer, AllThatNestHear) {
  const Tensor w(Array({2}, 1));
  std::vector<Heard> inner;
  const std::vector<Heard> outer = listen([&] {
    exp(w);
    inner = listen([&] { relu(w); });
    tanh(w);
  });
  EXPECT_EQ(names(outer), (Names{"exp", "relu", "tanh"}));
  EXPECT_EQ(names(inner), (Names{"relu"}));
}

TEST(Observer, SeesInputsAndOutputThemselves) {
  const Tensor a = Tensor::parameter(Array({2}, 1)), b(Array({2}, 5));
  std::uint64_t output = 0;
  const ObserverScope scope([&](const OpEvent& event) {
    ASSERT_EQ(event.inputs.size(), 2U);
    EXPECT_EQ(event.inputs[0].id(), a.id());
    EXPECT_EQ(event.inputs[1].id(), b.id());
    output = event.output.id();
  });
  const Tensor y = a * b;
  EXPECT_EQ(output, y.id());
}

TEST(Observer, DetailsAreOnlyComputedForAListener) {
  int described = 0;
  const auto run = [&] {
    Tensor::from_op("op", Array::scalar(1), {}, [&] {
      ++described;
      return OpDetails{};
    });
  };
  run();
  EXPECT_EQ(described, 0);
  listen(run);
  EXPECT_EQ(described, 1);
}

// y = conv(x, w): 4 output channels of 5 x 3 pixels for 2 images, each the sum of 3 * 3 * 5
// products. Output row i is centred on input row 2 i - 1 + 1 = 2 i, so i = (row - 0) / 2, and
// output column j on 1 j - 2 + 2 * 4 / 2 = j + 2.
TEST(Observer, Conv2d) {
  const Tensor x(Array({2, 3, 10, 7})), w(Array({4, 3, 3, 5}));
  const auto heard = listen([&] {
    conv2d(x, w, {}, {.stride = {2, 1}, .padding = {1, 2}, .dilation = {1, 2}});
  });
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].output, (Shape{2, 4, 5, 3}));
  const OpDetails& details = heard[0].details;
  EXPECT_EQ(details.multiply_adds, 2 * 4 * 5 * 3 * (3 * 3 * 5));
  EXPECT_EQ(details.options, "kernel 3x5, stride 2x1, padding 1x2, dilation 1x2");
  EXPECT_EQ(details.rows.scale, 0.5);
  EXPECT_EQ(details.rows.shift, 0);
  EXPECT_EQ(details.rows.window, 3);
  EXPECT_EQ(details.columns.scale, 1);
  EXPECT_EQ(details.columns.shift, -2);
  EXPECT_EQ(details.columns.window, 9);
}

TEST(Observer, GroupsMultiplyLess) {
  const Tensor x(Array({1, 4, 6, 6})), w(Array({8, 2, 3, 3}));
  const auto heard = listen([&] { conv2d(x, w, {}, {.groups = 2}); });
  EXPECT_EQ(heard.at(0).details.multiply_adds, 8 * 4 * 4 * (2 * 3 * 3));
  EXPECT_EQ(heard.at(0).details.options, "kernel 3, stride 1, padding 0, groups 2");
}

// With (i - shift) / scale: the first pixel of a map that is four times as large lies 3/8 of an
// input pixel before the centre of the first one.
TEST(Observer, TransposedConvolutionAndBilinearShareOneMap) {
  const Tensor x(Array({1, 2, 5, 5})), w(Array({2, 2, 8, 8}));
  const auto heard = listen([&] {
    conv_transpose2d(x, w, {}, {.stride = 4, .padding = 2});
    upsample_bilinear(x, 20);
    upsample_nearest(x, 4);
  });
  ASSERT_EQ(heard.size(), 3U);
  for (const Heard& entry : heard) {
    EXPECT_EQ(entry.output, (Shape{1, 2, 20, 20}));
    for (const AxisMap& axis : {entry.details.rows, entry.details.columns}) {
      EXPECT_DOUBLE_EQ(axis.scale, 4) << entry.op;
      EXPECT_DOUBLE_EQ(axis.shift, 1.5) << entry.op;
    }
  }
  EXPECT_EQ(heard[0].details.rows.window, 2);
  EXPECT_EQ(heard[1].details.rows.window, 2);
  EXPECT_EQ(heard[2].details.rows.window, 1);
  EXPECT_EQ(heard[0].details.multiply_adds, 2 * 2 * 5 * 5 * 8 * 8);
}

// align_corners: output 0 sees input 0, and the last one sees the last.
TEST(Observer, AlignedCorners) {
  const Tensor x(Array({1, 1, 5, 3}));
  const auto heard = listen([&] { upsample_bilinear(x, {13, 9}, true); });
  const AxisMap& rows = heard.at(0).details.rows;
  EXPECT_DOUBLE_EQ((0 - rows.shift) / rows.scale, 0);
  EXPECT_DOUBLE_EQ((12 - rows.shift) / rows.scale, 4);
  const AxisMap& columns = heard.at(0).details.columns;
  EXPECT_DOUBLE_EQ((8 - columns.shift) / columns.scale, 2);
}

TEST(Observer, PoolingCropAndPad) {
  const Tensor x(Array({1, 1, 8, 8}));
  const auto heard = listen([&] {
    max_pool2d(x, {.kernel = 3, .stride = 2, .padding = 1, .ceil_mode = true});
    max_pool2d(x);
    crop(x, 2, 3, 4, 4);
    pad(x, {.top = 5, .left = 6});
  });
  ASSERT_EQ(heard.size(), 4U);
  EXPECT_EQ(heard[0].details.options, "kernel 3, stride 2, padding 1, ceil");
  EXPECT_EQ(heard[0].details.rows.shift, 0);      // output 0 looks at rows -1, 0, 1
  EXPECT_EQ(heard[1].details.rows.shift, -0.25);  // output 0 looks at rows 0, 1: (0 + 1/4) / (1/2)
  EXPECT_EQ(heard[1].details.rows.window, 2);
  EXPECT_EQ(heard[2].details.rows.shift, -2);
  EXPECT_EQ(heard[2].details.columns.shift, -3);
  EXPECT_EQ(heard[2].details.options, "offset 2, 3");
  EXPECT_EQ(heard[3].details.rows.shift, 5);
  EXPECT_EQ(heard[3].details.columns.shift, 6);
}

TEST(Observer, LocalResponseNormKeepsThePlace) {
  const auto heard = listen([&] { local_response_norm(Tensor(Array({1, 6, 3, 3}))); });
  EXPECT_EQ(heard.at(0).details.options, "size 5, alpha 0.0001, beta 0.75, k 1");
  EXPECT_EQ(heard[0].details.rows.scale, 1);
  EXPECT_EQ(heard[0].details.rows.shift, 0);
  EXPECT_EQ(heard[0].details.columns.window, 1);
}

TEST(Observer, MatrixProducts) {
  const Tensor a(Array({2, 3})), b(Array({3, 5})), w(Array({7, 3}));
  const auto heard = listen([&] {
    matmul(a, b);
    linear(a, w, {});
  });
  EXPECT_EQ(heard.at(0).details.multiply_adds, 2 * 3 * 5);
  EXPECT_EQ(heard.at(1).details.multiply_adds, 2 * 3 * 7);
}

}  // namespace
}  // namespace pixelwise
