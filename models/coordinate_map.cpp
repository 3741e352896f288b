#include "models/coordinate_map.h"

#include <algorithm>
#include <cmath>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/crop.h"
#include "base/check.h"

namespace pixelwise {
namespace {

using Axis = Alignment::Axis;

// Sums of halves and quarters are exact; a third is not.
bool is_whole(double x) { return std::abs(x - std::round(x)) < 1e-6; }

// A window of w cells, 1 / scale pixels apart, covers (w - 1) / scale pixels more than one cell.
Axis through(const Axis& in, const AxisMap& op, std::int64_t extent) {
  return {compose(in.map, {op.scale, op.shift}),
          in.field + static_cast<double>(op.window - 1) / in.map.scale, extent};
}

// What a sum over all cells sees.
Axis whole(const Axis& in) {
  return {in.map, in.field + static_cast<double>(in.extent - 1) / in.map.scale, 1};
}

Alignment::Place through_op(const Alignment::Place& in, const OpDetails& op, const Shape& out) {
  if (out.rank() == 4) {
    return {through(in.rows, op.rows, out[2]), through(in.columns, op.columns, out[3]), out};
  }
  // flatten() only hides the axes; a matrix product then sums over the whole map.
  if (op.multiply_adds == 0) return {in.rows, in.columns, out};
  return {whole(in.rows), whole(in.columns), out};
}

// Where two maps meet, their cells are at the same places. The sum sees what the wider one sees.
Axis join(const Axis& a, const Axis& b) {
  Axis both = a.map.scale <= b.map.scale ? a : b;
  both.field = std::max(a.field, b.field);
  return both;
}

}  // namespace

CoordinateMap compose(const CoordinateMap& first, const CoordinateMap& second) {
  return {second.scale * first.scale, second.scale * first.shift + second.shift};
}

// 0 - shift, not -shift: no shift stays 0, where the minus sign makes "-0".
CoordinateMap inverse(const CoordinateMap& map) {
  return {1 / map.scale, (0 - map.shift) / map.scale};
}

std::int64_t crop_offset(const CoordinateMap& frame, const CoordinateMap& larger) {
  const auto [slope, offset] = compose(inverse(frame), larger);
  require(std::abs(slope - 1) < 1e-9, "crop_offset: the cells of the frame are ", 1 / frame.scale,
          " pixels apart, those of the map to be cropped ", 1 / larger.scale,
          "; upsample the coarser one by ", std::max(slope, 1 / slope), " first");
  require(is_whole(offset), "crop_offset: cell 0 of the frame lies on cell ", offset,
          " of the map to be cropped, between two cells; another padding is needed");
  require(offset > -0.5, "crop_offset: cell 0 of the frame lies on cell ", offset,
          " of the map to be cropped, outside of it; more padding is needed");
  return std::llround(offset);
}

Alignment::Alignment(const Tensor& image)
    : listening_([this](const OpEvent& event) { record(event); }) {
  const Shape& in = image.shape();
  require(in.rank() == 4, "Alignment: image ", in, " is not [N, C, H, W]");
  places_[image.id()] = {{{}, 1, in[2]}, {{}, 1, in[3]}, in};
}

const Alignment::Place* Alignment::find(const Tensor& map) const {
  const auto found = places_.find(map.id());
  return found != places_.end() ? &found->second : nullptr;
}

void Alignment::record(const OpEvent& event) {
  const Shape& out = event.output.shape();
  Place joined;
  bool any = false;
  for (const Tensor& input : event.inputs) {
    const Place* in = input.is_defined() ? find(input) : nullptr;
    if (in == nullptr) continue;
    const Place one = through_op(*in, event.details, out);
    joined = any ? Place{join(joined.rows, one.rows), join(joined.columns, one.columns), out} : one;
    any = true;
  }
  if (any) places_[event.output.id()] = joined;
}

const Alignment::Place& Alignment::place(const Tensor& map) const {
  const Place* found = find(map);
  require(found != nullptr, "Alignment: the map ", map.shape(),
          " was not computed from the image while the Alignment listened");
  return *found;
}

Tensor Alignment::crop(const Tensor& larger, const Tensor& frame) const {
  const Place &to = place(frame), &from = place(larger);
  const std::int64_t top = crop_offset(to.rows.map, from.rows.map);
  const std::int64_t left = crop_offset(to.columns.map, from.columns.map);
  const std::int64_t height = to.shape[2], width = to.shape[3];
  require(top + height <= from.shape[2] && left + width <= from.shape[3], "crop: ", larger.shape(),
          " from offset ", top, ", ", left, " on does not cover the frame ", frame.shape());
  if (height == from.shape[2] && width == from.shape[3]) return larger;
  return pixelwise::crop(larger, top, left, height, width);
}

Tensor Alignment::fuse(const char* name_a, const Tensor& a, const char* name_b,
                       const Tensor& b) const {
  const Place &at_a = place(a), &at_b = place(b);
  const double step_a = 1 / at_a.rows.map.scale, step_b = 1 / at_b.rows.map.scale;
  const std::string maps = text(name_a, " ", a.shape(), " and ", name_b, " ", b.shape());
  const bool a_is_coarser = step_a > step_b;
  require(std::abs(step_a / step_b - 1) < 1e-9, "fuse: the cells of ", maps, " are ", step_a,
          " and ", step_b, " pixels apart; upsample ", a_is_coarser ? name_a : name_b, " by ",
          a_is_coarser ? step_a / step_b : step_b / step_a, " first");
  const std::int64_t top = crop_offset(at_a.rows.map, at_b.rows.map);
  const std::int64_t left = crop_offset(at_a.columns.map, at_b.columns.map);
  require(a.shape() == b.shape() && top == 0 && left == 0, "fuse: ", maps,
          " do not cover each other: cell 0, 0 of ", name_a, " lies on cell ", top, ", ", left,
          " of ", name_b, "; crop(", name_b, ", ", name_a, ") of the Alignment cuts out the ",
          a.shape()[2], "x", a.shape()[3], " cells from offset ", top,
          top == left ? "" : text(", ", left), " on");
  return a + b;
}

}  // namespace pixelwise
