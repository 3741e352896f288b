#include "weights/npy.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/atomic_file.h"
#include "base/check.h"

namespace pixelwise {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::int64_t kMaxHeader = 1 << 16;  // of an array; a table of many columns has more

// Reads the header, a Python dictionary of three known entries:
// {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
class HeaderScanner {
 public:
  HeaderScanner(std::string where, std::string_view text) : where_(std::move(where)), left_(text) {}

  void scan() {
    expect('{');
    while (!accept('}')) {
      const std::string key = string();
      expect(':');
      if (key == "descr" && peek() == '[') return skip_structured();
      if (key == "descr") {
        descr = string();
      } else if (key == "fortran_order") {
        fortran_order = boolean();
      } else if (key == "shape") {
        shape = sizes();
      } else {
        wrong(text("the key ", shown_name(key)), "descr, fortran_order or shape");
      }
      if (!accept(',') && peek() != '}') wrong("something else", "',' or '}'");
    }
    if (descr.empty()) wrong("no descr", "one");
  }

  std::string descr;
  bool fortran_order = false;
  std::vector<std::int64_t> shape;

 private:
  // A structured array has a list of fields for a descr; nothing more is needed to skip it.
  void skip_structured() { descr = "structured"; }

  [[noreturn]] void wrong(const std::string& what, const char* expected) const {
    fail_file(where_, "the .npy header has ", what, " where ", expected, " was expected");
  }

  char peek() {
    while (!left_.empty() && (left_.front() == ' ' || left_.front() == '\n')) {
      left_.remove_prefix(1);
    }
    return left_.empty() ? '\0' : left_.front();
  }

  bool accept(char c) {
    if (peek() != c || left_.empty()) return false;
    left_.remove_prefix(1);
    return true;
  }

  void expect(char c) {
    const char expected[] = {'\'', c, '\'', '\0'};
    if (!accept(c)) wrong(left_.empty() ? "its end" : "something else", expected);
  }

  std::string string() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') wrong("something else", "a string");
    const std::size_t end = left_.find(quote, 1);
    if (end == std::string_view::npos) wrong("its end", "the end of a string");
    std::string value(left_.substr(1, end - 1));
    left_.remove_prefix(end + 1);
    return value;
  }

  bool boolean() {
    peek();
    for (const std::string_view word : {"True", "False"}) {
      if (left_.substr(0, word.size()) != word) continue;
      left_.remove_prefix(word.size());
      return word == "True";
    }
    wrong("something else", "True or False");
  }

  std::vector<std::int64_t> sizes() {
    std::vector<std::int64_t> list;
    expect('(');
    while (!accept(')')) {
      peek();
      std::int64_t size = 0;
      const char* const end = left_.data() + left_.size();
      const auto [stop, error] = std::from_chars(left_.data(), end, size);
      if (error != std::errc() || size < 0) wrong("something else", "a size");
      left_.remove_prefix(static_cast<std::size_t>(stop - left_.data()));
      accept('L');  // Python 2
      if (!accept(',') && peek() != ')') wrong("something else", "',' or ')'");
      list.push_back(size);
      if (list.size() > 64) wrong("more than 64 sizes", "a shape");
    }
    return list;
  }

  const std::string where_;
  std::string_view left_;
};

StoredType type_of(const std::string& descr) {
  return descr == "<f4"   ? StoredType::f32
         : descr == "<f8" ? StoredType::f64
         : descr == "<f2" ? StoredType::f16
                          : StoredType::other;
}

// Why a type that looks like one of ours is none.
const char* meaning_of(const std::string& descr) {
  return descr.starts_with('>')    ? ", big-endian; save it with array.astype('<f4')"
         : descr.starts_with("|O") ? ", Python objects"
                                   : "";
}

// Strides of an array whose first index runs fastest. The sizes have been checked.
std::vector<std::int64_t> fortran_strides(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> strides;
  std::int64_t stride = 1;
  for (const std::int64_t size : shape) {
    strides.push_back(stride);
    stride *= std::max<std::int64_t>(size, 1);
  }
  return strides;
}

}  // namespace

WeightFile read_npy(const FileBytes& file) {
  WeightCollector collector(file.path(), "npy", file.size());
  FilePart source(file, 0, file.size());
  read_npy(file.path(), "arr_0", source, collector);
  return collector.take();
}

std::optional<StoredArray> describe_npy(const std::string& path, const std::string& name,
                                        ByteSource& source, std::string& why) {
  const std::string where = text(path, ": ", shown_name(name));
  const std::int64_t known = std::min(source.size(), kMaxHeader);
  const std::string_view start(source.read(0, known), static_cast<std::size_t>(known));
  if (start.size() < 12 || start.substr(0, kMagic.size()) != kMagic) {
    fail_file(where, "is no .npy array: it does not begin with \\x93NUMPY");
  }
  const int version = static_cast<unsigned char>(start[6]);
  if (version < 1 || version > 3) {
    fail_file(where, "is of .npy version ", version, "; 1 to 3 are known");
  }
  std::uint32_t length = 0;
  const std::size_t length_bytes = version == 1 ? 2 : 4, before = 8 + length_bytes;
  std::memcpy(&length, start.data() + 8, length_bytes);
  const std::int64_t follow = source.size() - static_cast<std::int64_t>(before);
  if (length > follow) {
    fail_file(where, "announces a .npy header of ", length, " bytes, but ", follow,
              " follow; is the file truncated?");
  }
  if (length > start.size() - before) {
    why = text("a header of ", length, " bytes; a table?");
    return std::nullopt;
  }
  HeaderScanner header(where, start.substr(before, length));
  header.scan();

  StoredArray stored{name, header.descr, type_of(header.descr), header.shape, {}, 0};
  if (stored.type == StoredType::other) {
    why = text("dtype ", header.descr, meaning_of(header.descr));
    return std::nullopt;
  }
  stored.begin = static_cast<std::int64_t>(before + length);
  const std::optional<std::int64_t> elements = checked_elements(stored.shape);
  if (!elements) fail_file(where, "has an impossible shape");
  const std::int64_t bytes = *elements * bytes_per_value(stored.type);
  if (bytes != source.size() - stored.begin) {
    fail_file(where, "has ", *elements, " values of ", header.descr, ", which take ", bytes,
              " bytes, but ", source.size() - stored.begin, " follow the header");
  }
  if (header.fortran_order) stored.strides = fortran_strides(stored.shape);
  return stored;
}

void read_npy(const std::string& path, const std::string& name, ByteSource& source,
              WeightCollector& collector) {
  std::string why;
  const std::optional<StoredArray> stored = describe_npy(path, name, source, why);
  if (!stored) return collector.skip(name, why);
  collector.add(*stored, source);
}

bool is_npy(ByteSource& source) {
  const auto size = static_cast<std::int64_t>(kMagic.size());
  return source.size() >= size && std::string_view(source.read(0, size), kMagic.size()) == kMagic;
}

std::string npy_header(const Shape& shape) {
  std::string sizes;
  for (const std::int64_t size : sizes_of(shape)) sizes += text(size, ", ");
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
  // Magic, version and length take 10 bytes; with them the header is a multiple of 64 bytes.
  constexpr std::size_t kPreamble = 10;
  header.append(64 - (kPreamble + header.size() + 1) % 64, ' ');
  header += '\n';
  const char preamble[] = {1, 0, static_cast<char>(header.size() % 256),
                           static_cast<char>(header.size() / 256)};
  return std::string(kMagic) + std::string(preamble, sizeof preamble) + header;
}

void write_npy(const std::string& path, const Array& array) {
  write_file_atomically(path, [&](std::ostream& out) {
    out << npy_header(array.shape());
    FloatBlocks blocks(array);
    while (blocks.next()) out << blocks.bytes();
  });
}

}  // namespace pixelwise
