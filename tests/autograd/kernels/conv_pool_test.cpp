// Convolution and pooling in pieces against one after the other.
#include "autograd/ops/conv_pool.h"

#include <random>

#include "autograd/array_math.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/mode.h"
#include "autograd/ops/activations.h"
#include "autograd/ops/reduce.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// The line that models say; it is computed in pieces where that pays.
Tensor in_pieces(const Tensor& x, const Tensor& w, const Tensor& b, const Conv2dOptions& conv,
                 const MaxPool2dOptions& pool) {
  return max_pool2d(relu(conv2d(x, w, b, conv)), pool);
}

// The same, but somebody asks for the convolution's result.
Tensor one_by_one(const Tensor& x, const Tensor& w, const Tensor& b, const Conv2dOptions& conv,
                  const MaxPool2dOptions& pool) {
  const Tensor z = conv2d(x, w, b, conv);
  z.value();
  return max_pool2d(relu(z), pool);
}

struct Task {
  Shape x, w;
  Conv2dOptions conv;
  MaxPool2dOptions pool;
};

// Maps large enough to be cut into pieces, by all options of both.
Task random_task(std::mt19937& random) {
  const auto any = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  Task t;
  const std::int64_t kernel = any(1, 4), pool = any(2, 3);
  t.conv.groups = any(0, 3) == 0 ? 2 : 1;
  t.conv.stride = {any(1, 2), any(1, 2)};
  t.conv.dilation = {any(1, 2), any(1, 2)};
  t.conv.padding = {any(0, kernel - 1), any(0, 4)};
  t.pool = {.kernel = pool, .stride = pool, .padding = 0, .ceil_mode = any(0, 1) == 1};
  const std::int64_t n = any(0, 1) == 0 ? any(1, 7) : any(8, 10);
  const std::int64_t out = 2 * any(5, 9), channels = 2 * any(1, 4);
  const auto side = [&](std::int64_t stride) {
    const double pixels = 600'000.0 / static_cast<double>(n * out);
    return static_cast<std::int64_t>(std::sqrt(pixels)) * stride + any(8, 20);
  };
  t.x = {n, channels, side(t.conv.stride.h), side(t.conv.stride.w)};
  t.w = {out, channels / t.conv.groups, kernel, any(1, 4)};
  return t;
}

// Small whole numbers, whose sums are exact in any order.
Array whole_numbers(const Shape& shape, std::mt19937& random) {
  Array a(shape);
  for (std::int64_t i = 0; i < a.size(); ++i) a(i) = static_cast<Real>(random() % 5) - 2;
  return a;
}

struct Result {
  Array y, dx, dw, db;
};

template <class Forward>
Result run(const Array& x, const Array& w, const Array& b, const Array& dy, Forward forward) {
  const Tensor tx = Tensor::parameter(x), tw = Tensor::parameter(w), tb = Tensor::parameter(b);
  const Tensor y = forward(tx, tw, tb);
  if (!dy.is_empty()) y.backward(dy);
  return {y.value(), dy.is_empty() ? Array() : tx.grad(), dy.is_empty() ? Array() : tw.grad(),
          dy.is_empty() ? Array() : tb.grad()};
}

class FastConvPool : public testing::Test {
 protected:
  ~FastConvPool() override {
    kernels::set_mode(kernels::Mode::fast);
    kernels::set_isa(*kernels::supported_isa(0));
  }
  const ThreadsScope threads_;
};

TEST_F(FastConvPool, SameBitsAsOneAfterTheOther) {
  std::mt19937 random(3);
  kernels::set_mode(kernels::Mode::direct);  // whole numbers stay whole
  int forward = 0, backward = 0;
  for (int count = 0; count < 60; ++count) {
    const Task t = random_task(random);
    const ConvGeometry s = conv_geometry("test", t.x, t.w, t.conv);
    const kernels::PoolSizes p = pool_sizes({s.n, s.o, s.oh, s.ow}, t.pool);
    SCOPED_TRACE(testing::Message()
                 << t.x << " " << t.w << " stride " << t.conv.stride << " padding "
                 << t.conv.padding << " dilation " << t.conv.dilation << " pool " << t.pool.kernel);
    forward += kernels::conv_pool_pays(s, p) ? 1 : 0;
    backward += kernels::conv_pool_backward_pays(s, p, true) ? 1 : 0;
    const Array x = whole_numbers(t.x, random), w = whole_numbers(t.w, random);
    const Array b = whole_numbers({s.o}, random);
    const Array dy = whole_numbers({s.n, s.o, p.oh, p.ow}, random);
    const Result want =
        run(x, w, b, dy, [&](auto&... in) { return one_by_one(in..., t.conv, t.pool); });
    for (int i = 0; kernels::supported_isa(i) != nullptr; ++i) {
      kernels::set_isa(*kernels::supported_isa(i));
      set_threads(1 + (count + i) % 3);
      const Result got =
          run(x, w, b, dy, [&](auto&... in) { return in_pieces(in..., t.conv, t.pool); });
      expect_same_bits(got.y, want.y);
      expect_same_bits(got.dx, want.dx);
      expect_same_bits(got.dw, want.dw);
      expect_same_bits(got.db, want.db);
      const Tensor weight = Tensor::parameter(w);  // x a constant: dw alone, in pieces
      in_pieces(Tensor(x), weight, Tensor(b), t.conv, t.pool).backward(dy);
      expect_same_bits(weight.grad(), want.dw);
    }
  }
  EXPECT_GT(forward, 40);
  EXPECT_GT(backward, 10);
}

// A kernel as wide as the image: the last piece, whose padding lies below it, then is three rows of
// x for a kernel of three rows, but has two rows of its own.
TEST_F(FastConvPool, AKernelAsWideAsTheImage) {
  std::mt19937 random(7);
  kernels::set_mode(kernels::Mode::direct);
  const Conv2dOptions conv{.padding = {1, 0}};
  const Array x = whole_numbers({8, 4, 2050, 3}, random), w = whole_numbers({128, 4, 3, 3}, random);
  const Array b = whole_numbers({128}, random), dy = whole_numbers({8, 128, 1025, 1}, random);
  const MaxPool2dOptions pool{.kernel = {2, 1}, .stride = {2, 1}};
  const ConvGeometry s = conv_geometry("test", x.shape(), w.shape(), conv);
  ASSERT_TRUE(kernels::conv_pool_pays(s, pool_sizes({8, 128, 2050, 1}, pool)));
  const auto by_pieces = [&](auto&... in) { return in_pieces(in..., conv, pool); };
  const Result want = run(x, w, b, dy, [&](auto&... in) { return one_by_one(in..., conv, pool); });
  expect_same_bits(run(x, w, b, dy, by_pieces).y, want.y);
  const Tensor image(x), weight = Tensor::parameter(w), bias(b);
  by_pieces(image, weight, bias).backward(dy);
  expect_same_bits(weight.grad(), want.dw);
}

// NaN spreads over a tile of Winograd's method, but reaches the loss in any case.
TEST_F(FastConvPool, NotANumber) {
  Array x({8, 3, 96, 96}, 1);
  x(5, 1, 50, 50) = std::numeric_limits<Real>::quiet_NaN();
  const Tensor y = in_pieces(Tensor(x), Tensor(Array({16, 3, 3, 3}, 1)), Tensor(Array({16}, 1)),
                             {.padding = 1}, {});
  EXPECT_TRUE(std::isnan(y.value()(5, 3, 25, 25)));
  EXPECT_FALSE(std::isnan(y.value()(4, 3, 25, 25)));
}

double relative_error(const Array& got, const Array& want) {
  Array difference = got;
  for (std::int64_t i = 0; i < want.size(); ++i) difference(i) = got(i) - want(i);
  return std::sqrt(dot(difference, difference) / dot(want, want));
}

// With Winograd's method and any numbers: equal but for rounding, and the same bits for any number
// of threads. (The gradients are compared for given winners: two nearly equal ones may exchange.)
TEST_F(FastConvPool, RoundsAsOneAfterTheOther) {
  std::mt19937 random(4);
  Rng rng(5);
  const kernels::PoolSizes p{8, 32, 64, 64, 32, 32, 2, 2, 2, 2, 0, 0};
  const ConvGeometry s = conv_geometry("test", {8, 16, 64, 64}, {32, 16, 3, 3}, {.padding = 1});
  ASSERT_TRUE(kernels::conv_pool_pays(s, p) && kernels::conv_pool_backward_pays(s, p, true));
  const Array x = random_array({8, 16, 64, 64}, rng), w = random_array({32, 16, 3, 3}, rng);
  const Array b = random_array({32}, rng), dy = random_array({8, 32, 32, 32}, rng);
  const Array y = one_by_one(Tensor(x), Tensor(w), Tensor(b), {.padding = 1}, {}).value();
  std::vector<std::uint8_t> winners(static_cast<std::size_t>(dy.size()));
  for (std::uint8_t& winner : winners) winner = static_cast<std::uint8_t>(random() % 4);
  const Array dz = send_to_maxima(
      dy, {{8, 32, 64, 64}, dy.shape(), {}, std::make_shared<std::vector<std::uint8_t>>(winners)});
  const Array want_dx = conv2d_dx(s, dz, w), want_dw = conv2d_dw(s, x, dz);
  Array first_y, first_dx, first_dw;
  for (int count : {1, 2, 3}) {
    set_threads(count);
    const Array got = in_pieces(Tensor(x), Tensor(w), Tensor(b), {.padding = 1}, {}).value();
    EXPECT_LT(relative_error(got, y), 2e-6);
    Array dx(x.shape(), 7), dw(w.shape(), 7), alone(x.shape(), 7);
    kernels::conv_pool_backward(s, p, dy.data(), winners.data(), x.data(), w.data(),
                                dx.mutable_data(), dw.mutable_data());
    EXPECT_LT(relative_error(dx, want_dx), 2e-6);
    EXPECT_LT(relative_error(dw, want_dw), 2e-6);
    kernels::conv_pool_backward(s, p, dy.data(), winners.data(), nullptr, w.data(),
                                alone.mutable_data(), nullptr);
    expect_same_bits(alone, dx);
    Array in_pieces(w.shape(), 7);
    kernels::conv_pool_backward(s, p, dy.data(), winners.data(), x.data(), w.data(), nullptr,
                                in_pieces.mutable_data());
    EXPECT_LT(relative_error(in_pieces, want_dw), 2e-6);
    if (count == 1) first_y = got, first_dx = dx, first_dw = dw;
    expect_same_bits(got, first_y);
    expect_same_bits(dx, first_dx);
    expect_same_bits(dw, first_dw);
  }
}

// A frozen layer, or an image that needs no gradient, is passed over.
TEST_F(FastConvPool, OnlyTheWantedGradients) {
  Rng rng(6);
  const Array x = random_array({8, 3, 96, 96}, rng), w = random_array({16, 3, 3, 3}, rng);
  const ConvGeometry s = conv_geometry("test", x.shape(), w.shape(), {.padding = 1});
  const kernels::PoolSizes p = pool_sizes({8, 16, 96, 96}, {});
  ASSERT_TRUE(kernels::conv_pool_backward_pays(s, p, true));
  ASSERT_TRUE(kernels::conv_pool_backward_pays(s, p, false));
  const auto forward = [&](const Tensor& tx, const Tensor& tw, const Tensor& tb) {
    return in_pieces(tx, tw, tb, {.padding = 1}, {});
  };
  const Array dy({8, 16, 48, 48}, 1);
  const Result all = run(x, w, Array({16}, 0.5), dy, forward);
  const Tensor weight = Tensor::parameter(w);
  forward(Tensor(x), weight, Tensor(Array({16}, 0.5))).backward(dy);
  EXPECT_LT(relative_error(weight.grad(), all.dw), 1e-6);  // in other pieces than with dx
  const Tensor image = Tensor::parameter(x);
  forward(image, Tensor(w), Tensor(Array({16}, 0.5))).backward(dy);
  expect_same_bits(image.grad(), all.dx);
  const Tensor bias = Tensor::parameter(Array({16}, 0.5));
  forward(Tensor(x), Tensor(w), bias).backward(dy);
  expect_same_bits(bias.grad(), all.db);
  EXPECT_FALSE(forward(Tensor(x), Tensor(w), Tensor(Array({16}))).requires_grad());
}

// Nobody may notice from the values alone whether the textbook line took the fast way. The gradient
// of the bias tells: it is summed at the pooled size.
TEST_F(FastConvPool, TheTextbookLineTakesIt) {
  Rng rng(8);
  const Array x = random_array({8, 3, 96, 96}, rng), w = random_array({16, 3, 3, 3}, rng);
  const Array b = random_array({16}, rng);
  Array dy = random_array({8, 16, 48, 48}, rng);
  const Result got =
      run(x, w, b, dy, [&](auto&... in) { return in_pieces(in..., {.padding = 1}, {}); });
  const Result slow =
      run(x, w, b, dy, [&](auto&... in) { return one_by_one(in..., {.padding = 1}, {}); });
  mask_as_relu(dy, got.y);
  const Array at_pooled_size = sum_to(dy, {1, 16, 1, 1}).reshaped({16});
  expect_same_bits(got.db, at_pooled_size);
  EXPECT_NE(slow.db.to_vector(), at_pooled_size.to_vector()) << "then this test tells nothing";
}

// An observer hears of the three operations. Who asks for values gets those of each by itself.
TEST_F(FastConvPool, Observers) {
  const Tensor x(Array({8, 3, 96, 97}, 1)), w(Array({16, 3, 3, 3}, 1)), b(Array({16}, 1));
  const Conv2dOptions conv{.stride = {1, 2}, .padding = 1};
  const MaxPool2dOptions pool{.ceil_mode = true};
  for (const bool asks : {false, true}) {
    std::vector<std::string> names;
    std::vector<Tensor> outputs;
    {
      const ObserverScope scope([&](const OpEvent& event) {
        names.emplace_back(event.op);
        if (!outputs.empty()) {
          EXPECT_EQ(event.inputs[0].id(), outputs.back().id());
        }
        if (asks) event.output.value();
        if (asks) outputs.push_back(event.output);
      });
      in_pieces(x, w, b, conv, pool);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"conv2d", "relu", "max_pool2d"}));
    if (asks) expect_same_bits(outputs[1].value(), relu(conv2d(x, w, b, conv)).value());
  }
}

}  // namespace
}  // namespace pixelwise
