#include "datasets/idx_file.h"

#include <array>

#include "base/check.h"
#include "base/read_file.h"
#include "datasets/gzip_file.h"

namespace pixelwise {
namespace {

constexpr std::size_t kMostDimensions = 3;
constexpr std::uint32_t kMostSide = 4096;            // of an image
constexpr std::uint64_t kMostBytes = 1'000'000'000;  // of a whole file; MNIST has 47 million

std::size_t header_bytes(std::size_t dimensions) { return 4 + 4 * dimensions; }

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[at + k]);
  }
  return value;
}

// Bytes 0, 0, the type of the values, and the number of dimensions.
void check_magic(const std::string& path, const std::string& header, std::size_t dimensions) {
  const auto byte = [&](std::size_t i) {
    return static_cast<int>(static_cast<std::uint8_t>(header[i]));
  };
  const char* const expected =
      dimensions == 1 ? "0 0 8 1 (IDX, labels of 8 bits)" : "0 0 8 3 (IDX, images of 8 bits)";
  constexpr int kEightBits = 8;
  if (byte(0) != 0 || byte(1) != 0 || byte(2) != kEightBits ||
      byte(3) != static_cast<int>(dimensions)) {
    fail_file(path, "begins with the bytes ", byte(0), " ", byte(1), " ", byte(2), " ", byte(3),
              "; expected ", expected);
  }
}

using Sizes = std::array<std::uint32_t, kMostDimensions>;

// How long the whole file is by its header. The sizes are checked one by one, so that their product
// cannot overflow.
std::uint64_t length_by_header(const std::string& path, const Sizes& sizes,
                               std::size_t dimensions) {
  std::uint64_t values = sizes[0];
  if (values == 0) fail_file(path, "its header says that it holds nothing");
  for (std::size_t d = 1; d < dimensions; ++d) {
    if (sizes[d] == 0 || sizes[d] > kMostSide) {
      fail_file(path, "its header says that images have ", sizes[1], " rows and ", sizes[2],
                " columns; 1 to ", kMostSide, " are possible");
    }
    values *= sizes[d];
  }
  if (values > kMostBytes) {
    fail_file(path, "its header says that ", values, " bytes follow; at most ", kMostBytes,
              " are read");
  }
  return header_bytes(dimensions) + values;
}

struct Idx {
  Sizes sizes{};
  std::vector<std::uint8_t> values;
};

Idx read_idx(const std::string& path, std::size_t dimensions) {
  std::string bytes = read_file(path);
  const bool packed = is_gzip(bytes);
  const std::size_t header_length = header_bytes(dimensions);
  const std::string header =
      packed ? unpack_gzip(path, bytes, header_length) : bytes.substr(0, header_length);
  if (header.size() < header_length) {
    fail_file(path, "has ", header.size(), " bytes; the header of an IDX file has ", header_length);
  }
  check_magic(path, header, dimensions);
  Idx idx;
  for (std::size_t d = 0; d < dimensions; ++d) idx.sizes[d] = number_at(header, 4 + 4 * d);
  const std::uint64_t length = length_by_header(path, idx.sizes, dimensions);
  // One byte more than there should be: if it is there, the file is too long.
  if (packed) bytes = unpack_gzip(path, bytes, length + 1);
  if (bytes.size() != length) {
    fail_file(path, bytes.size() < length ? "is truncated: it has " : "is too long: it has ",
              packed && bytes.size() > length ? "more than " : "",
              packed && bytes.size() > length ? length : bytes.size(), " bytes, and ", length,
              " by its header");
  }
  idx.values.assign(bytes.begin() + static_cast<std::ptrdiff_t>(header_length), bytes.end());
  return idx;
}

}  // namespace

IdxImages read_idx_images(const std::string& path) {
  Idx idx = read_idx(path, 3);
  IdxImages images;
  images.count = idx.sizes[0];
  images.height = static_cast<int>(idx.sizes[1]);
  images.width = static_cast<int>(idx.sizes[2]);
  images.pixels = std::move(idx.values);
  return images;
}

std::vector<std::uint8_t> read_idx_labels(const std::string& path) {
  return read_idx(path, 1).values;
}

}  // namespace pixelwise
