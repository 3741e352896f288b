#include "models/weights/safetensors.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/atomic_file.h"
#include "base/check.h"
#include "models/weights/safetensors_header.h"

namespace pixelwise {
namespace {

static_assert(std::endian::native == std::endian::little, "values are stored little-endian");

constexpr std::int64_t kLengthBytes = 8;           // the header's length, before the header
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the limit of the reference implementation
constexpr std::int64_t kBlockElements = 1 << 16;   // of one read or write

float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 31U;
  const std::uint32_t mantissa = half & 1023U;
  if (exponent == 0) {  // zero and subnormal halves: mantissa * 2^-24
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 255U : exponent + 112U;
  return std::bit_cast<float>(sign | wide << 23 | mantissa << 13);
}

float bfloat_to_float(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

Real double_to_real(double value) {
  const auto limit = static_cast<double>(std::numeric_limits<Real>::max());
  if (std::isfinite(value) && std::abs(value) > limit) {
    throw std::range_error(text("the value ", value, ", too large for a float"));
  }
  return static_cast<Real>(value);
}

template <class Stored, class Convert>
void convert(const std::vector<char>& bytes, std::int64_t count, Real* out, Convert one) {
  for (std::int64_t i = 0; i < count; ++i) {
    Stored value;
    std::memcpy(&value, bytes.data() + static_cast<std::size_t>(i) * sizeof value, sizeof value);
    out[i] = one(value);
  }
}

// Arrays of rank 4 lie channels-last in memory; the file has the channels of an image one after
// another. All other arrays are in the same order in both.
bool is_permuted(const Shape& shape) {
  return shape.rank() == 4 && shape[1] > 1 && shape[2] * shape[3] > 1;
}

void transpose(const Real* in, std::int64_t rows, std::int64_t columns, Real* out) {
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      out[column * rows + row] = *in++;
    }
  }
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

void read_bytes(const std::string& path, std::istream& in, char* out, std::int64_t count) {
  in.read(out, count);
  if (in.gcount() != count) fail_file(path, "ended while being read; did it change?");
}

void read_values(const std::string& path, std::istream& in, const StoredTensor& stored, Real* out,
                 std::int64_t count, std::vector<char>& bytes) {
  bytes.resize(static_cast<std::size_t>(count * ((stored.end - stored.begin) / stored.elements)));
  read_bytes(path, in, bytes.data(), static_cast<std::int64_t>(bytes.size()));
  switch (stored.type) {
    case StoredType::f32:
      convert<float>(bytes, count, out, [](float x) { return static_cast<Real>(x); });
      break;
    case StoredType::f64:
      convert<double>(bytes, count, out, double_to_real);
      break;
    case StoredType::f16:
      convert<std::uint16_t>(bytes, count, out, half_to_float);
      break;
    case StoredType::bf16:
      convert<std::uint16_t>(bytes, count, out, bfloat_to_float);
      break;
    case StoredType::other:
      require_internal(false, "read_safetensors: an unreadable type");
  }
}

Array read_tensor(const std::string& path, std::istream& in, const StoredTensor& stored) {
  const Shape shape = shape_of(stored.shape);
  Array array = Array::uninitialized(shape);
  Real* const values = array.mutable_data();
  std::vector<char> bytes;
  try {
    if (is_permuted(shape)) {
      const std::int64_t image_size = shape[1] * shape[2] * shape[3];
      std::vector<Real> image(static_cast<std::size_t>(image_size));
      for (std::int64_t n = 0; n < shape[0]; ++n) {
        read_values(path, in, stored, image.data(), image_size, bytes);
        transpose(image.data(), shape[1], shape[2] * shape[3], values + n * image_size);
      }
    } else {
      for (std::int64_t first = 0; first < array.size(); first += kBlockElements) {
        const std::int64_t count = std::min(kBlockElements, array.size() - first);
        read_values(path, in, stored, values + first, count, bytes);
      }
    }
  } catch (const std::range_error& error) {
    fail_file(path, "tensor ", shown_name(stored.name), " contains ", error.what());
  }
  return array;
}

SafetensorsHeader read_header(const std::string& path, std::istream& in, std::int64_t file_bytes) {
  std::uint64_t length = 0;
  if (file_bytes < kLengthBytes) {
    fail_file(path, "has ", file_bytes, " bytes; a safetensors file starts with 8 bytes that give ",
              "the length of its header");
  }
  char prefix[kLengthBytes];
  read_bytes(path, in, prefix, kLengthBytes);
  std::memcpy(&length, prefix, sizeof length);
  if (length > static_cast<std::uint64_t>(file_bytes - kLengthBytes)) {
    fail_file(path, "bytes 0 to 7 announce a header of ", length, " bytes, but ",
              file_bytes - kLengthBytes, " follow; truncated, or not a safetensors file");
  }
  if (length > kMaxHeader) {
    fail_file(path, "has a header of ", length, " bytes; ", kMaxHeader, " are allowed");
  }
  std::string json(static_cast<std::size_t>(length), '\0');
  read_bytes(path, in, json.data(), static_cast<std::int64_t>(length));
  return parse_safetensors_header(path, json,
                                  file_bytes - kLengthBytes - static_cast<std::int64_t>(length));
}

std::string header_json(const WeightFile& file) {
  nlohmann::json header = nlohmann::json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::int64_t offset = 0;
  for (const auto& [name, array] : file.tensors) {
    require(!array.is_empty(), "write_safetensors: tensor ", shown_name(name), " has no values");
    require(name != "__metadata__", "write_safetensors: a tensor cannot be named __metadata__");
    std::vector<std::int64_t> sizes;
    sizes.reserve(Shape::kMaxRank);
    for (int axis = 0; axis < array.shape().rank(); ++axis) sizes.push_back(array.shape()[axis]);
    const std::int64_t end = offset + array.size() * std::int64_t{sizeof(float)};
    header[name] = {{"dtype", "F32"}, {"shape", sizes}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string json;
  try {
    json = header.dump();
  } catch (const nlohmann::json::exception& error) {
    fail("write_safetensors: a name or a metadata value is not UTF-8 (", error.what(), ")");
  }
  // Readers that map the file into memory want the values aligned; the format allows spaces.
  json.append((8 - json.size() % 8) % 8, ' ');
  return json;
}

void write_values(std::ostream& out, const Real* values, std::int64_t count) {
  const std::vector<float> floats(values, values + count);
  out.write(reinterpret_cast<const char*>(floats.data()), count * std::int64_t{sizeof(float)});
}

void write_tensor(std::ostream& out, const Array& array) {
  const Shape& shape = array.shape();
  if (is_permuted(shape)) {
    const std::int64_t image_size = shape[1] * shape[2] * shape[3];
    std::vector<Real> image(static_cast<std::size_t>(image_size));
    for (std::int64_t n = 0; n < shape[0]; ++n) {
      transpose(array.data() + n * image_size, shape[2] * shape[3], shape[1], image.data());
      write_values(out, image.data(), image_size);
    }
    return;
  }
  for (std::int64_t first = 0; first < array.size(); first += kBlockElements) {
    write_values(out, array.data() + first, std::min(kBlockElements, array.size() - first));
  }
}

}  // namespace

WeightFile read_safetensors(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) fail_file(path, "is a folder, not a file");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) fail_file(path, "cannot open: ", std::strerror(errno));
  const std::uintmax_t file_bytes = std::filesystem::file_size(path, error);
  if (error) fail_file(path, "cannot find its size: ", error.message());

  SafetensorsHeader header = read_header(path, in, static_cast<std::int64_t>(file_bytes));
  WeightFile file;
  file.metadata = std::move(header.metadata);
  for (const StoredTensor& stored : header.tensors) {  // by offset: one pass over the file
    if (stored.type == StoredType::other) {
      file.skipped[stored.name] = "dtype " + stored.dtype;
    } else if (stored.shape.size() > Shape::kMaxRank) {
      file.skipped[stored.name] = text(stored.shape.size(), " axes");
    } else {
      file.tensors[stored.name] = read_tensor(path, in, stored);
      continue;
    }
    in.seekg(stored.end - stored.begin, std::ios::cur);
  }
  return file;
}

void write_safetensors(const std::string& path, const WeightFile& file) {
  const std::string json = header_json(file);
  write_file_atomically(path, [&](std::ostream& out) {
    const std::uint64_t length = json.size();
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out.write(json.data(), static_cast<std::streamsize>(json.size()));
    for (const auto& [name, array] : file.tensors) write_tensor(out, array);
  });
}

}  // namespace pixelwise
