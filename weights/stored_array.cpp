#include "weights/stored_array.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "base/bit_copy.h"
#include "base/check.h"

namespace pixelwise {
namespace {

static_assert(std::endian::native == std::endian::little, "values are stored little-endian");

constexpr std::int64_t kSlabBytes = std::int64_t{4} << 20;  // looked at in one go
constexpr std::int64_t kBlockElements = 1 << 16;            // of one write

constexpr std::int64_t kMostRepeated = std::int64_t{1} << 22;

// Keeps a tensor without values from having absurd sizes: loops over its shape must end.
constexpr std::int64_t kMaxExtent = std::int64_t{1} << 40;

float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 31U;
  const std::uint32_t mantissa = half & 1023U;
  if (exponent == 0) {  // zero and subnormal halves: mantissa * 2^-24
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 255U : exponent + 112U;
  return bit_copy<float>(sign | wide << 23 | mantissa << 13);
}

float bfloat_to_float(std::uint16_t bits) {
  return bit_copy<float>(static_cast<std::uint32_t>(bits) << 16);
}

Real double_to_real(double value) {
  const auto limit = static_cast<double>(std::numeric_limits<Real>::max());
  if (std::isfinite(value) && std::abs(value) > limit) {
    throw std::range_error(text("the value ", value, ", too large for a float"));
  }
  return static_cast<Real>(value);
}

// The axes in the order of our memory: channels-last for rank 4, as they are for the others. Lower
// ranks are padded with axes of size 1 between the first and the rest.
struct Walk {
  std::int64_t outer = 1, outer_stride = 0;
  std::array<std::int64_t, 3> sizes{1, 1, 1}, strides{0, 0, 0};
};

Walk memory_order(const StoredArray& stored) {
  const std::size_t rank = stored.shape.size();
  std::vector<std::int64_t> strides = stored.strides;
  if (strides.empty()) {
    strides.assign(rank, 1);
    for (std::size_t axis = rank; axis-- > 1;) {
      strides[axis - 1] = strides[axis] * stored.shape[axis];
    }
  }
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (stored.shape[axis] == 1) strides[axis] = 0;  // never used, and any number in a file
  }
  Walk walk;
  if (rank == 0) return walk;
  walk.outer = stored.shape[0];
  walk.outer_stride = strides[0];
  constexpr std::array<std::size_t, 3> kChannelsLast = {2, 3, 1};
  for (std::size_t i = 1; i < rank; ++i) {
    const std::size_t place = 3 - rank + i;
    const std::size_t axis = rank == 4 ? kChannelsLast[place] : i;
    walk.sizes[place] = stored.shape[axis];
    walk.strides[place] = strides[axis];
  }
  return walk;
}

template <class Stored, class Convert>
Real* gather(const char* in, std::int64_t outer, const Walk& w, Real* out, Convert convert) {
  constexpr std::int64_t kSize = sizeof(Stored);
  for (std::int64_t n = 0; n < outer; ++n) {
    for (std::int64_t i = 0; i < w.sizes[0]; ++i) {
      for (std::int64_t j = 0; j < w.sizes[1]; ++j) {
        const char* from = in + (n * w.outer_stride + i * w.strides[0] + j * w.strides[1]) * kSize;
        for (std::int64_t k = 0; k < w.sizes[2]; ++k) {
          Stored value;
          std::memcpy(&value, from + k * w.strides[2] * kSize, sizeof value);
          *out++ = convert(value);
        }
      }
    }
  }
  return out;
}

Real* gather(StoredType type, const char* in, std::int64_t outer, const Walk& walk, Real* out) {
  switch (type) {
    case StoredType::f32:
      return gather<float>(in, outer, walk, out, [](float x) { return static_cast<Real>(x); });
    case StoredType::f64:
      return gather<double>(in, outer, walk, out, double_to_real);
    case StoredType::f16:
      return gather<std::uint16_t>(in, outer, walk, out, half_to_float);
    case StoredType::bf16:
      return gather<std::uint16_t>(in, outer, walk, out, bfloat_to_float);
    case StoredType::other:
      break;
  }
  require_internal(false, "read_weights: an unreadable type");
  return out;
}

Shape shape_of(const std::vector<std::int64_t>& sizes) {
  switch (sizes.size()) {
    case 0:
      return {};
    case 1:
      return {sizes[0]};
    case 2:
      return {sizes[0], sizes[1]};
    case 3:
      return {sizes[0], sizes[1], sizes[2]};
    default:
      return {sizes[0], sizes[1], sizes[2], sizes[3]};
  }
}

// An array in slabs of a few outer steps each, so that little of the file is in use at a time.
struct Slabs {
  Walk walk;
  std::int64_t inner_span = 0;  // from the first value of an outer step to one behind its last
  std::int64_t step = 1;        // outer steps in a slab

  std::int64_t span(std::int64_t count) const {
    return (count - 1) * walk.outer_stride + inner_span;
  }
  std::int64_t values_touched() const { return (walk.outer + step - 1) / step * span(step); }
};

Slabs cut(const StoredArray& stored) {
  Slabs slabs{memory_order(stored), 1, 1};
  const Walk& walk = slabs.walk;
  for (std::size_t i = 0; i < 3; ++i) {
    slabs.inner_span += (walk.sizes[i] - 1) * walk.strides[i];
  }
  slabs.step = walk.outer;
  // Outer steps that interleave (a transposed matrix) must be read together.
  if (walk.outer > 1 && walk.outer_stride >= slabs.inner_span) {
    const std::int64_t step_bytes = walk.outer_stride * bytes_per_value(stored.type);
    slabs.step = std::clamp<std::int64_t>(kSlabBytes / step_bytes, 1, walk.outer);
  }
  return slabs;
}

// The last byte of an array must lie inside its source, which has room for `room` values from the
// array's first one on. No product is formed before it is known to be small.
bool fits_into_room(const StoredArray& stored, std::int64_t room) {
  if (room < 1) return false;
  std::int64_t last = 0;
  for (std::size_t axis = 0; axis < stored.strides.size(); ++axis) {
    const std::int64_t steps = stored.shape[axis] - 1, stride = stored.strides[axis];
    if (stride < 0 || (steps > 0 && stride > (room - 1 - last) / steps)) return false;
    last += steps * stride;
  }
  return true;
}

}  // namespace

std::int64_t bytes_per_value(StoredType type) {
  return type == StoredType::f64 ? 8 : type == StoredType::f32 ? 4 : 2;
}

bool lies_inside(const StoredArray& stored, std::int64_t elements, std::int64_t source_bytes) {
  if (stored.begin < 0 || stored.begin > source_bytes) return false;
  const std::int64_t room = (source_bytes - stored.begin) / bytes_per_value(stored.type);
  if (elements == 0) return true;
  return stored.strides.empty() ? elements <= room : fits_into_room(stored, room);
}

std::optional<std::int64_t> checked_elements(const std::vector<std::int64_t>& shape) {
  std::int64_t extent = 1;  // as if empty axes had one element
  bool empty = false;
  for (const std::int64_t size : shape) {
    if (size < 0) return std::nullopt;
    empty = empty || size == 0;
    const std::int64_t factor = std::max<std::int64_t>(size, 1);
    if (extent > kMaxExtent / factor) return std::nullopt;
    extent *= factor;
  }
  // Nobody needs an empty tensor of a million rows, and a loop over them would look like a hang.
  if (empty && extent > (1 << 20)) return std::nullopt;
  return empty ? 0 : extent;
}

const char* FilePart::read(std::int64_t begin, std::int64_t end) {
  file_.release(released_from_, released_to_);
  released_from_ = begin_ + begin;
  released_to_ = begin_ + end;
  return file_.bytes().data() + begin_ + begin;
}

WeightCollector::WeightCollector(std::string path, std::string format, std::int64_t data_bytes)
    : path_(std::move(path)),
      data_bytes_(data_bytes),
      values_left_(2 * data_bytes + kBlockElements),
      repeated_left_(kMostRepeated) {
  file_.format = std::move(format);
}

void WeightCollector::check_new(const std::string& name) const {
  if (file_.tensors.contains(name) || file_.skipped.contains(name)) {
    fail_file(path_, "holds ", shown_name(name), " twice");
  }
}

void WeightCollector::skip(const std::string& name, const std::string& why) {
  check_new(name);
  std::string& shown = file_.skipped[name] = why.substr(0, kLongestName);  // goes to a terminal
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return c < 32 || c == 127; }, '?');
}

void WeightCollector::add(const StoredArray& stored, ByteSource& source) {
  if (stored.type == StoredType::other) {
    return skip(stored.name, "dtype " + stored.dtype);
  }
  if (stored.shape.size() > Shape::kMaxRank) {
    return skip(stored.name, text(stored.shape.size(), " axes"));
  }
  check_new(stored.name);
  file_.tensors[stored.name] = read(stored, source);
}

// Many tensors may share a storage, but a file that asks for much more than it holds is hostile.
void WeightCollector::pay_for(const StoredArray& stored, std::int64_t elements,
                              std::int64_t touched) {
  bool repeats = false;
  for (std::size_t axis = 0; axis < stored.strides.size(); ++axis) {
    repeats = repeats || (stored.strides[axis] == 0 && stored.shape[axis] > 1);
  }
  if (repeats && elements > repeated_left_) {
    fail_file(path_, "tensor ", shown_name(stored.name), " of ", elements,
              " values repeats a few (it is expanded: a stride of 0); with those before it, that ",
              "is more than ", kMostRepeated, "; save tensor.contiguous()");
  }
  if (repeats) repeated_left_ -= elements;
  const std::int64_t cost = repeats ? touched : std::max(elements, touched);
  if (cost > values_left_) {
    fail_file(path_, "tensor ", shown_name(stored.name), " has ", elements, " values spread over ",
              touched, "; with those before it, more than ", data_bytes_, " bytes can mean");
  }
  values_left_ -= cost;
}

Array WeightCollector::read(const StoredArray& stored, ByteSource& source) {
  const std::optional<std::int64_t> elements = checked_elements(stored.shape);
  if (!elements) fail_file(path_, "tensor ", shown_name(stored.name), " has an impossible shape");
  require_internal(stored.strides.empty() || stored.strides.size() == stored.shape.size(),
                   "read_weights: strides of ", stored.name);
  const std::int64_t size = bytes_per_value(stored.type);
  if (!lies_inside(stored, *elements, source.size())) {
    fail_file(path_, "tensor ", shown_name(stored.name), " of ", *elements, " values at byte ",
              stored.begin, " does not lie inside its ", source.size(),
              " bytes; is the file damaged?");
  }
  const Slabs slabs = *elements > 0 ? cut(stored) : Slabs{};
  pay_for(stored, *elements, slabs.values_touched());

  Array array = Array::uninitialized(shape_of(stored.shape));
  Real* out = array.mutable_data();
  try {
    const Walk& walk = slabs.walk;
    for (std::int64_t first = 0; *elements > 0 && first < walk.outer; first += slabs.step) {
      const std::int64_t count = std::min(slabs.step, walk.outer - first);
      const std::int64_t begin = stored.begin + first * walk.outer_stride * size;
      const std::int64_t end = begin + slabs.span(count) * size;
      out = gather(stored.type, source.read(begin, end), count, walk, out);
    }
  } catch (const std::range_error& error) {
    fail_file(path_, "tensor ", shown_name(stored.name), " contains ", error.what());
  }
  if (stored.negated) {
    Real* const values = array.mutable_data();
    std::transform(values, values + *elements, values, [](Real x) { return -x; });
  }
  return array;
}

bool FloatBlocks::next() {
  const Shape& shape = array_->shape();
  const std::int64_t left = array_->size() - done_;
  const Real* const from = array_->data() + done_;
  // Memory is in logical order, but for the channels of an image, which stand last.
  if (shape.rank() < 4 || shape[1] == 1 || shape[2] * shape[3] == 1) {
    block_.assign(from, from + std::min(left, kBlockElements));
  } else {
    const std::int64_t channels = shape[1], pixels = shape[2] * shape[3];
    block_.resize(static_cast<std::size_t>(left == 0 ? 0 : channels * pixels));
    float* out = block_.data();
    for (std::int64_t c = 0; left > 0 && c < channels; ++c) {
      for (std::int64_t p = 0; p < pixels; ++p) *out++ = static_cast<float>(from[p * channels + c]);
    }
  }
  done_ += static_cast<std::int64_t>(block_.size());
  return !block_.empty();
}

std::string_view FloatBlocks::bytes() const {
  return {reinterpret_cast<const char*>(block_.data()), block_.size() * sizeof(float)};
}

std::vector<std::int64_t> sizes_of(const Shape& shape) {
  std::vector<std::int64_t> sizes;
  sizes.reserve(Shape::kMaxRank);
  for (int axis = 0; axis < shape.rank(); ++axis) sizes.push_back(shape[axis]);
  return sizes;
}

}  // namespace pixelwise
