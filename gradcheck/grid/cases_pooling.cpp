// Max-pooling and resizing.
#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

nlohmann::json pair_of(const Size2& size) { return {size.h, size.w}; }

void add_pool(std::vector<OpCase>& cases, const Shape& shape, const MaxPool2dOptions& o) {
  cases.push_back({"max_pool2d",
                   text("max_pool2d ", shape, " kernel ", o.kernel, " stride ", o.stride,
                        " padding ", o.padding, o.ceil_mode ? " ceil" : " floor"),
                   {{"kernel", pair_of(o.kernel)},
                    {"stride", pair_of(o.stride)},
                    {"padding", pair_of(o.padding)},
                    {"ceil_mode", o.ceil_mode}},
                   {{shape, Draw::distinct}},
                   [=](const Inputs& x) { return max_pool2d(x[0], o); },
                   0.05});  // one element of each window; stride 3 leaves whole rows out
}

}  // namespace

void add_pooling_cases(std::vector<OpCase>& cases) {
  for (const Size2 kernel : {Size2(2), Size2(3), Size2(2, 3)}) {
    for (const Size2 stride : {Size2(1), Size2(2), Size2(3), Size2(2, 1)}) {
      for (const Size2 padding : {Size2(0), Size2(1), Size2(1, 0)}) {
        for (const bool ceil_mode : {false, true}) {
          add_pool(cases, {2, 3, 5, 6}, {kernel, stride, padding, ceil_mode});
        }
      }
    }
  }
  add_pool(cases, {2, 3, 7, 7}, {3, 2, 0, true});
  add_pool(cases, {2, 2, 6, 5}, {2, 2, 0, true});
  add_pool(cases, {2, 3, 4, 4}, {4, 4, 2, true});  // a window may lie in the padding to half
  add_pool(cases, {2, 9, 4, 4}, {2, 2, 0, false});
  add_pool(cases, {2, 3, 3, 4}, {1, 1, 0, false});
}

void add_upsample_cases(std::vector<OpCase>& cases) {
  for (const Size2 factor : {Size2(1), Size2(2), Size2(3), Size2(1, 2), Size2(3, 2)}) {
    cases.push_back({"upsample_nearest",
                     text("upsample_nearest ", factor),
                     {{"factor", pair_of(factor)}},
                     {{{2, 3, 3, 4}}},
                     [=](const Inputs& x) { return upsample_nearest(x[0], factor); }});
  }
  const std::vector<std::pair<Shape, Size2>> sizes = {
      {{2, 3, 3, 4}, {6, 8}},  // twice as large, a whole and a broken factor, the same size
      {{2, 2, 3, 4}, {12, 4}}, {{2, 3, 3, 4}, {7, 9}}, {{2, 3, 3, 4}, {3, 4}},
      {{2, 3, 6, 5}, {3, 4}},  // smaller, smaller and larger, a single row and column
      {{2, 2, 5, 3}, {4, 7}},  {{2, 3, 3, 3}, {1, 2}}, {{2, 3, 3, 2}, {1, 1}},
      {{2, 3, 1, 1}, {3, 2}},  {{2, 3, 1, 4}, {2, 6}},
  };
  for (const auto& [shape, size] : sizes) {
    for (const bool align_corners : {false, true}) {
      cases.push_back({"upsample_bilinear",
                       text("upsample_bilinear ", shape, " to ", size.h, "x", size.w,
                            align_corners ? " corners" : ""),
                       {{"size", pair_of(size)}, {"align_corners", align_corners}},
                       {{shape}},
                       [size = size, align_corners](const Inputs& x) {
                         return upsample_bilinear(x[0], size, align_corners);
                       },
                       0.1});
    }
  }
}

}  // namespace pixelwise
