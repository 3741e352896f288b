#include "tutorials/capstone/operations.h"

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "tutorials/02_autograd/exercises/3_relu/exercise.h"
#include "tutorials/03_learning/exercises/1_cross_entropy/exercise.h"
#include "tutorials/04_convolution/exercises/1_forward/exercise.h"
#include "tutorials/04_convolution/exercises/2_dx/exercise.h"
#include "tutorials/04_convolution/exercises/3_dw/exercise.h"
#include "tutorials/05_pooling/exercises/1_max_pool/exercise.h"
#include "tutorials/05_pooling/exercises/2_gradient/exercise.h"
#include "tutorials/07_transposed_convolution/exercises/1_forward/exercise.h"
#include "tutorials/07_transposed_convolution/exercises/2_dx/exercise.h"
#include "tutorials/07_transposed_convolution/exercises/3_dw/exercise.h"
#include "tutorials/capstone/per_image.h"

namespace pixelwise {
namespace {

// Each function is the way from an exercise to the graph: the value, and for each input the
// function from dL/dy to its gradient.

#if YOURS_CONV2D
// [conv2d]
Tensor your_conv2d(const Tensor& x, const Tensor& w, const Tensor& bias, std::int64_t padding) {
  const Array xs = x.value(), ws = w.value(), bs = bias.value();
  const Shape image = {1, xs.shape()[1], xs.shape()[2], xs.shape()[3]};
  const std::int64_t n = xs.shape()[0], outputs = ws.shape()[0];
  const auto y = [&](std::int64_t i) -> Array {
    return yours::conv2d_forward(image_of(xs, i), ws, bs, 1, padding);
  };
  const auto dx = [=](const Array& dy) {
    return batch_of(n, [&](std::int64_t i) -> Array {
      return yours::conv2d_dx(image_of(dy, i), ws, image, 1, padding);
    });
  };
  const auto dw = [=](const Array& dy) {
    return sum_over(n, [&](std::int64_t i) -> Array {
      return yours::conv2d_dw(image_of(dy, i), image_of(xs, i), ws.shape(), 1, padding);
    });
  };
  const auto db = [=](const Array& dy) {
    return sum_to(dy, {1, outputs, 1, 1}).reshaped({outputs});
  };
  return Tensor::from_op("your conv2d", batch_of(n, y), {{x, dx}, {w, dw}, {bias, db}});
}
// [/conv2d]
#endif

#if YOURS_MAX_POOL2D
Tensor your_max_pool2d(const Tensor& x) {
  const Array xs = x.value();
  const yours::MaxPooled pooled = yours::max_pool(xs, 2, 2);
  return Tensor::from_op("your max_pool2d", Array(pooled.y),
                         {{x, [xs, places = pooled.places](const Array& dy) {
                             return yours::max_pool_dx(dy, places, xs.shape());
                           }}});
}
#endif

#if YOURS_RELU
Tensor your_relu(const Tensor& x) {
  const Array xs = x.value();
  return Tensor::from_op("your relu", Array(yours::relu(xs)),
                         {{x, [=](const Array& dy) { return yours::relu_dx(dy, xs); }}});
}
#endif

#if YOURS_CONV_TRANSPOSE2D
Tensor your_conv_transpose2d(const Tensor& x, const Tensor& w, std::int64_t stride,
                             std::int64_t padding) {
  const Array xs = x.value(), ws = w.value();
  const Shape image = {1, xs.shape()[1], xs.shape()[2], xs.shape()[3]};
  const std::int64_t n = xs.shape()[0];
  const auto y = [&](std::int64_t i) -> Array {
    return yours::conv_transpose2d_forward(image_of(xs, i), ws, stride, padding);
  };
  const auto dx = [=](const Array& dy) {
    return batch_of(n, [&](std::int64_t i) -> Array {
      return yours::conv_transpose2d_dx(image_of(dy, i), ws, image, stride, padding);
    });
  };
  const auto dw = [=](const Array& dy) {
    return sum_over(n, [&](std::int64_t i) -> Array {
      return yours::conv_transpose2d_dw(image_of(dy, i), image_of(xs, i), ws.shape(), stride,
                                        padding);
    });
  };
  return Tensor::from_op("your conv_transpose2d", batch_of(n, y), {{x, dx}, {w, dw}});
}
#endif

#if YOURS_CROSS_ENTROPY
Tensor your_cross_entropy(const Tensor& scores, const Labels& labels) {
  const yours::Loss loss = yours::pixel_loss(scores.value(), labels);
  return Tensor::from_op(
      "your cross_entropy", Array(Shape{}, {loss.value}),
      {{scores, [gradient = Array(loss.gradient)](const Array& dy) { return gradient * dy(0); }}});
}
#endif

}  // namespace

Operations library_operations() {
  Operations all;
  all.conv2d = [](const Tensor& x, const Tensor& w, const Tensor& bias, std::int64_t padding) {
    return conv2d(x, w, bias, {.padding = padding});
  };
  all.max_pool2d = [](const Tensor& x) { return max_pool2d(x, {.kernel = 2, .stride = 2}); };
  all.relu = [](const Tensor& x) { return relu(x); };
  all.conv_transpose2d = [](const Tensor& x, const Tensor& w, std::int64_t stride,
                            std::int64_t padding) {
    return conv_transpose2d(x, w, Tensor(), {.stride = stride, .padding = padding});
  };
  all.cross_entropy = [](const Tensor& scores, const Labels& labels) {
    return cross_entropy(scores, labels);
  };
  return all;
}

Operations operations() {
  Operations all = library_operations();
#if YOURS_CONV2D
  all.conv2d = your_conv2d;
#endif
#if YOURS_MAX_POOL2D
  all.max_pool2d = your_max_pool2d;
#endif
#if YOURS_RELU
  all.relu = your_relu;
#endif
#if YOURS_CONV_TRANSPOSE2D
  all.conv_transpose2d = your_conv_transpose2d;
#endif
#if YOURS_CROSS_ENTROPY
  all.cross_entropy = your_cross_entropy;
#endif
  const auto note = [&all](bool is_yours, const char* name) {
    (is_yours ? all.yours : all.the_librarys).emplace_back(name);
  };
  note(YOURS_CONV2D, "conv2d");
  note(YOURS_MAX_POOL2D, "max_pool2d");
  note(YOURS_RELU, "relu");
  note(YOURS_CONV_TRANSPOSE2D, "conv_transpose2d");
  note(YOURS_CROSS_ENTROPY, "cross_entropy");
  return all;
}

}  // namespace pixelwise
