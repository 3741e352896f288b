// The door to the fast kernels.
//
// An operation asks a kernel first. If the kernel answers true, it has computed the result. If it
// answers false, it has changed nothing, and the operation's plain loops do the work. (conv_pool is
// different: conv_pool_pays() is asked before anything is prepared.) The folder autograd/kernels
// can be deleted: no_kernels.cpp then answers false to everything.
//
// Kernels see only raw pointers and sizes. All arrays are channels-last in memory, like Array:
// x[n][h][w][c], weights w[o][kh][kw][c], y[n][oh][ow][o].
#pragma once

#include <cstdint>

#include "autograd/conv_geometry.h"
#include "autograd/real.h"

namespace pixelwise::kernels {

/// True if kernels may answer true: they are compiled in, and neither PIXELWISE_KERNELS=reference
/// (environment) nor set_enabled(false) switched them off.
bool enabled();

/// Switches the kernels on or off at run time (on has no effect where none are compiled in).
void set_enabled(bool on);

/// y = conv(x, w) + bias, and max(y, 0) if relu (NaN stays); bias [O] may be null. Overwrites y.
bool conv_forward(const ConvGeometry& s, const Real* x, const Real* w, const Real* bias, bool relu,
                  Real* y);

/// dx = the gradient of conv with respect to x: every tap (y, x, w) adds dy * w to dx. Overwrites
/// dx. Also the forward pass of a transposed convolution, hence the bias [C], which may be null.
bool conv_backward_data(const ConvGeometry& s, const Real* dy, const Real* w, const Real* bias,
                        Real* dx);

/// dw = the gradient of conv with respect to w: every tap adds dy * x to dw. Overwrites dw.
bool conv_backward_weights(const ConvGeometry& s, const Real* x, const Real* dy, Real* dw);

/// The sizes of max-pooling: x [N, C, IH, IW], y [N, C, OH, OW]; all are valid and fit together.
struct PoolSizes {
  std::int64_t n, c, ih, iw;
  std::int64_t oh, ow;
  std::int64_t kh, kw;
  std::int64_t stride_h, stride_w;
  std::int64_t padding_h, padding_w;
};

/// y = the largest element of each window, or max(that, 0) if relu (NaN stays); winners = its
/// number u * kw + v. Overwrites both.
bool max_pool(const PoolSizes& s, const Real* x, bool relu, Real* y, std::uint8_t* winners);

/// dx = dy where the element won, summed over windows. Overwrites dx.
bool max_pool_backward(const PoolSizes& s, const Real* dy, const std::uint8_t* winners, Real* dx);

/// Whether it is faster to do convolution and max-pooling together, some rows at a time, than one
/// after the other. The second function: the same for their gradients.
bool conv_pool_pays(const ConvGeometry& s, const PoolSizes& p);
bool conv_pool_backward_pays(const ConvGeometry& s, const PoolSizes& p, bool want_dx);

/// z = conv(x, w) + bias, y = max(max_pool(z), 0), without writing all of z. p.ih = s.oh and so on.
/// Overwrites y and winners. Call it only if conv_pool_pays().
void conv_pool(const ConvGeometry& s, const PoolSizes& p, const Real* x, const Real* w,
               const Real* bias, Real* y, std::uint8_t* winners);

/// From the gradient dy of the pooled z: dx and dw, each unless it is null. Call it only if
/// conv_pool_backward_pays().
void conv_pool_backward(const ConvGeometry& s, const PoolSizes& p, const Real* dy,
                        const std::uint8_t* winners, const Real* x, const Real* w, Real* dx,
                        Real* dw);

struct CrossEntropySizes {
  std::int64_t pixels, classes;
};

/// With scores x [pixels, C]: loss = the sum over pixels of weights[label] (ln sum_c exp(x_c) -
/// x_label); dx = share times its gradient, unless dx is null. A label is below C, or its weight is
/// 0: such a pixel does not count, whatever its scores are. Overwrites loss and dx.
bool cross_entropy(const CrossEntropySizes& s, const Real* x, const std::uint8_t* labels,
                   const double* weights, double share, double* loss, Real* dx);

/// c [m, n] = a b, row-major. a is [m, k], or [k, m] if transpose_a; b is [k, n], or [n, k] if
/// transpose_b. Overwrites c.
bool matmul(std::int64_t m, std::int64_t n, std::int64_t k, const Real* a, bool transpose_a,
            const Real* b, bool transpose_b, Real* c);

}  // namespace pixelwise::kernels
