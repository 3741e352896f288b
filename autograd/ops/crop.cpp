// crop and pad are adjoint: the gradient of crop is pad (with zeros), and the gradient of pad is
// crop.
#include "autograd/ops/crop.h"

#include <algorithm>

#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

Array cropped(const Array& x, std::int64_t top, std::int64_t left, std::int64_t height,
              std::int64_t width) {
  const Shape& in = x.shape();
  Array y = Array::uninitialized({in[0], in[1], height, width});
  if (y.size() == 0) return y;
  Real* out = y.mutable_data();
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t h = 0; h < height; ++h) {  // the pixels of a row are neighbours
      const Real* row = x.data() + x.offset(n, 0, h + top, left);
      std::copy_n(row, width * in[1], out + y.offset(n, 0, h, 0));
    }
  }
  return y;
}

Array padded(const Array& x, const Border& border, Real value) {
  const Shape& in = x.shape();
  Array y({in[0], in[1], in[2] + border.top + border.bottom, in[3] + border.left + border.right},
          value);
  if (x.size() == 0) return y;
  Real* out = y.mutable_data();
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t h = 0; h < in[2]; ++h) {
      const Real* row = x.data() + x.offset(n, 0, h, 0);
      std::copy_n(row, in[3] * in[1], out + y.offset(n, 0, h + border.top, border.left));
    }
  }
  return y;
}

}  // namespace

Tensor crop(const Tensor& x, std::int64_t top, std::int64_t left, std::int64_t height,
            std::int64_t width) {
  const Shape in = x.shape();
  require(in.rank() == 4, "crop: input ", in, " is not [N, C, H, W]");
  require(top >= 0 && left >= 0 && height >= 0 && width >= 0 && top + height <= in[2] &&
              left + width <= in[3],
          "crop: rows ", top, " to ", top + height, " and columns ", left, " to ", left + width,
          " do not lie inside ", in);
  const Border border{top, in[2] - top - height, left, in[3] - left - width};
  return Tensor::from_op("crop", cropped(x.value(), top, left, height, width),
                         {{x, [=](const Array& dy) { return padded(dy, border, 0); }}}, [=] {
                           OpDetails details;
                           details.options = text("offset ", top, ", ", left);
                           details.rows.shift = -static_cast<double>(top);
                           details.columns.shift = -static_cast<double>(left);
                           return details;
                         });
}

Tensor pad(const Tensor& x, const Border& border, Real value) {
  const Shape in = x.shape();
  require(in.rank() == 4, "pad: input ", in, " is not [N, C, H, W]");
  require(border.top >= 0 && border.bottom >= 0 && border.left >= 0 && border.right >= 0,
          "pad: a border cannot be negative (", border.top, ", ", border.bottom, ", ", border.left,
          ", ", border.right, "); use crop()");
  return Tensor::from_op(
      "pad", padded(x.value(), border, value),
      {{x, [=](const Array& dy) { return cropped(dy, border.top, border.left, in[2], in[3]); }}},
      [=] {
        OpDetails details;
        details.options = text("top ", border.top, ", left ", border.left);
        details.rows.shift = static_cast<double>(border.top);
        details.columns.shift = static_cast<double>(border.left);
        return details;
      });
}

}  // namespace pixelwise
