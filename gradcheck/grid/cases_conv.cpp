// conv2d and conv_transpose2d: the cross product of stride, padding, dilation and groups. Kernel
// shape, bias and output padding run along in a Latin square, so that every pair of options meets.
#include <array>

#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

const std::array<Size2, 5> kStrides = {Size2(1), Size2(2), Size2(3), Size2(2, 1), Size2(1, 3)};
const std::array<Size2, 4> kPaddings = {Size2(0), Size2(1), Size2(2), Size2(2, 1)};
const std::array<Size2, 3> kDilations = {Size2(1), Size2(2), Size2(1, 2)};
const std::array<Size2, 4> kKernels = {Size2(3, 2), Size2(2, 3), Size2(3), Size2(1, 2)};

nlohmann::json pair_of(const Size2& size) { return {size.h, size.w}; }

// An entry of the cross product, as indices into the tables above. group counts 0: one group,
// 1: two groups, 2: depthwise.
struct Combination {
  std::size_t stride, padding, dilation, group;

  Size2 kernel() const { return kKernels[(stride + padding + dilation + group) % 4]; }
  bool bias() const { return (stride + dilation + group) % 2 == 0; }
};

std::vector<Combination> cross_product() {
  std::vector<Combination> all;
  for (std::size_t s = 0; s < kStrides.size(); ++s) {
    for (std::size_t p = 0; p < kPaddings.size(); ++p) {
      for (std::size_t d = 0; d < kDilations.size(); ++d) {
        for (std::size_t g = 0; g < 3; ++g) all.push_back({s, p, d, g});
      }
    }
  }
  return all;
}

struct Sizes {
  std::int64_t n, c, h, w, o;
  Size2 kernel;
  bool bias;
};

void add_conv(std::vector<OpCase>& cases, const Sizes& s, const Conv2dOptions& o,
              double min_nonzero_share = 0.2) {
  const std::string label =
      text("conv2d ", Shape{s.n, s.c, s.h, s.w}, " to ", s.o, " kernel ", s.kernel, " stride ",
           o.stride, " padding ", o.padding, " dilation ", o.dilation, " groups ", o.groups,
           s.bias ? " bias" : "");
  std::vector<InputSpec> inputs = {{{s.n, s.c, s.h, s.w}},
                                   {{s.o, s.c / o.groups, s.kernel.h, s.kernel.w}}};
  if (s.bias) inputs.push_back({{s.o}});
  cases.push_back({"conv2d",
                   label,
                   {{"stride", pair_of(o.stride)},
                    {"padding", pair_of(o.padding)},
                    {"dilation", pair_of(o.dilation)},
                    {"groups", o.groups}},
                   inputs,
                   [=](const Inputs& x) { return conv2d(x[0], x[1], s.bias ? x[2] : Tensor(), o); },
                   min_nonzero_share});
}

void add_conv_transpose(std::vector<OpCase>& cases, const Sizes& s,
                        const ConvTranspose2dOptions& o) {
  const std::string label =
      text("conv_transpose2d ", Shape{s.n, s.c, s.h, s.w}, " to ", s.o, " kernel ", s.kernel,
           " stride ", o.stride, " padding ", o.padding, " output padding ", o.output_padding,
           " dilation ", o.dilation, " groups ", o.groups, s.bias ? " bias" : "");
  std::vector<InputSpec> inputs = {{{s.n, s.c, s.h, s.w}},
                                   {{s.c, s.o / o.groups, s.kernel.h, s.kernel.w}}};
  if (s.bias) inputs.push_back({{s.o}});
  cases.push_back(
      {"conv_transpose2d",
       label,
       {{"stride", pair_of(o.stride)},
        {"padding", pair_of(o.padding)},
        {"output_padding", pair_of(o.output_padding)},
        {"dilation", pair_of(o.dilation)},
        {"groups", o.groups}},
       inputs,
       [=](const Inputs& x) { return conv_transpose2d(x[0], x[1], s.bias ? x[2] : Tensor(), o); },
       0.1});  // padding may cut off most of what small kernels lay down
}

// The largest output padding that is allowed, with rows and columns taking turns.
Size2 output_padding(const Combination& k, const Size2& stride, const Size2& dilation) {
  const Size2 most{std::max(stride.h, dilation.h) - 1, std::max(stride.w, dilation.w) - 1};
  switch ((k.stride + k.padding) % 3) {
    case 0:
      return 0;
    case 1:
      return {most.h, 0};
    default:
      return {std::min<std::int64_t>(most.h, 1), most.w};
  }
}

}  // namespace

void add_conv2d_cases(std::vector<OpCase>& cases) {
  constexpr std::array<std::int64_t, 3> kIn = {3, 4, 3}, kOut = {2, 6, 6}, kGroups = {1, 2, 3};
  for (const Combination& k : cross_product()) {
    add_conv(cases, {2, kIn[k.group], 7, 6, kOut[k.group], k.kernel(), k.bias()},
             {kStrides[k.stride], kPaddings[k.padding], kDilations[k.dilation], kGroups[k.group]},
             0.1);  // a stride larger than the kernel leaves pixels out
  }
  // Shapes that networks are made of: scores and projections 1x1, VGG's 3x3, a fully connected
  // layer as a convolution, FCN's padding far beyond the kernel, pure depthwise, channel counts
  // around the width of a vector.
  add_conv(cases, {2, 5, 4, 3, 3, 1, true}, {});
  add_conv(cases, {2, 3, 5, 7, 4, 1, false}, {.stride = 2});
  add_conv(cases, {2, 3, 5, 4, 4, 3, true}, {.padding = 1});
  add_conv(cases, {2, 3, 4, 5, 4, {4, 5}, true}, {});
  add_conv(cases, {1, 2, 3, 4, 3, 3, true}, {.padding = 7});
  add_conv(cases, {2, 4, 5, 6, 4, 3, true}, {.padding = 1, .groups = 4});
  add_conv(cases, {1, 8, 6, 7, 17, 3, true}, {.padding = 1});
  add_conv(cases, {1, 17, 5, 4, 9, 3, false}, {.padding = {1, 2}, .dilation = {1, 2}});
  add_conv(cases, {2, 2, 1, 1, 3, 1, true}, {});
  add_conv(cases, {2, 2, 1, 9, 3, {1, 5}, true}, {.stride = {1, 2}, .padding = {0, 2}});
}

void add_conv_transpose2d_cases(std::vector<OpCase>& cases) {
  constexpr std::array<std::int64_t, 3> kIn = {3, 4, 3}, kOut = {2, 2, 3}, kGroups = {1, 2, 3};
  for (const Combination& k : cross_product()) {
    const Size2 stride = kStrides[k.stride], dilation = kDilations[k.dilation];
    const Size2 padding = kPaddings[k.padding];
    // Padding cuts the output down; where nothing would be left, the input is larger.
    const bool wide = padding.h + padding.w >= 3;
    add_conv_transpose(
        cases, {2, kIn[k.group], wide ? 5 : 3, wide ? 6 : 4, kOut[k.group], k.kernel(), k.bias()},
        {stride, padding, dilation, kGroups[k.group], output_padding(k, stride, dilation)});
  }
  // The upscorings of the FCNs (kernel 2s, stride s, padding s/2 or none), per-class kernels, and
  // more channels than a vector holds.
  add_conv_transpose(cases, {2, 3, 3, 4, 2, 4, false}, {.stride = 2});
  add_conv_transpose(cases, {2, 3, 3, 4, 2, 4, true}, {.stride = 2, .padding = 1});
  add_conv_transpose(cases, {1, 2, 2, 3, 2, 8, false}, {.stride = 4, .padding = 2});
  add_conv_transpose(cases, {1, 3, 2, 2, 3, 4, true}, {.stride = 2, .padding = 1, .groups = 3});
  add_conv_transpose(cases, {1, 9, 4, 3, 17, 3, true},
                     {.stride = 2, .padding = 1, .output_padding = 1});
  add_conv_transpose(cases, {2, 2, 1, 1, 3, {4, 5}, true}, {});
}

}  // namespace pixelwise
