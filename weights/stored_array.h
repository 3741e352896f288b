// Arrays in weight files: reading them into an Array, and writing an Array.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "weights/weight_file.h"

namespace pixelwise {

/// The most bytes in the name of a tensor; longer names are refused. A file can repeat a name with
/// few bytes, and we copy it each time.
inline constexpr std::size_t kLongestName = 1024;

/// The type of values in a file, little-endian; `other` is not read.
enum class StoredType { f32, f64, f16, bf16, other };

/// One array as a file describes it. The description is not checked yet.
struct StoredArray {
  std::string name;
  std::string dtype;  // as spelled in the file
  StoredType type = StoredType::other;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  // in values, one for each axis; none: row by row
  std::int64_t begin = 0;             // where its first value starts in the source, in bytes
  bool negated = false;               // the array is minus what is stored
};

/// The bytes with the values of a stored array: a part of a file, or unpacked from an archive.
class ByteSource {
 public:
  ByteSource() = default;
  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  virtual std::int64_t size() const = 0;

  /// Bytes [begin, end), 0 <= begin <= end <= size(); valid until the next call.
  virtual const char* read(std::int64_t begin, std::int64_t end) = 0;
};

/// Bytes [begin, end) of a file.
struct FileRange {
  std::int64_t begin = 0, end = 0;
};

/// Bytes [begin, end) of a mapped file. What was read is released with the next read.
class FilePart : public ByteSource {
 public:
  FilePart(const FileBytes& file, std::int64_t begin, std::int64_t end)
      : file_(file), begin_(begin), end_(end) {}
  ~FilePart() override { file_.release(released_from_, released_to_); }
  FilePart(const FilePart&) = delete;
  FilePart& operator=(const FilePart&) = delete;

  std::int64_t size() const override { return end_ - begin_; }
  const char* read(std::int64_t begin, std::int64_t end) override;

 private:
  const FileBytes& file_;
  const std::int64_t begin_, end_;
  std::int64_t released_from_ = 0, released_to_ = 0;
};

/// Builds a WeightFile, array by array, for every format.
class WeightCollector {
 public:
  /// `data_bytes`: how much data the file can hold. The tensors may have at most twice as many
  /// values (several can share their bytes). Those that repeat a value along an axis (stride 0) may
  /// have four million together.
  WeightCollector(std::string path, std::string format, std::int64_t data_bytes);

  /// Reads an array. It is skipped if we do not have its type or number of axes. If it is not
  /// inside `source`, or its name is taken, this is an error with the path.
  void add(const StoredArray& stored, ByteSource& source);

  void skip(const std::string& name, const std::string& why);
  WeightFile take() { return std::move(file_); }

 private:
  Array read(const StoredArray& stored, ByteSource& source);
  void pay_for(const StoredArray& stored, std::int64_t elements, std::int64_t touched);
  void check_new(const std::string& name) const;

  std::string path_;
  std::int64_t data_bytes_;
  std::int64_t values_left_;
  std::int64_t repeated_left_;
  WeightFile file_;
};

std::int64_t bytes_per_value(StoredType type);

/// Whether all values of an array, `elements` of them, are inside a source of this many bytes.
bool lies_inside(const StoredArray& stored, std::int64_t elements, std::int64_t source_bytes);

/// Number of elements of a shape from a file; none if a size is negative or the product is much too
/// large.
std::optional<std::int64_t> checked_elements(const std::vector<std::int64_t>& shape);

/// An array's values as floats in logical order, block by block. All formats are written with it.
class FloatBlocks {
 public:
  /// `array` must outlive this.
  explicit FloatBlocks(const Array& array) : array_(&array) {}

  /// Goes to the next block, at first to the first one; false at the end.
  bool next();
  std::string_view bytes() const;

 private:
  const Array* array_;
  std::int64_t done_ = 0;
  std::vector<float> block_;
};

/// The sizes of an array's axes.
std::vector<std::int64_t> sizes_of(const Shape& shape);

}  // namespace pixelwise
