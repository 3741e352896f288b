#include "weights/safetensors_header.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "base/check.h"

namespace pixelwise {
namespace {

using Json = nlohmann::json;

// Larger numbers in a header mean nothing.
constexpr std::int64_t kLargest = std::int64_t{1} << 40;

struct TypeEntry {
  std::string_view name;
  std::int64_t bytes;
  StoredType type;
};

constexpr TypeEntry kSafetensorsTypes[] = {
    {"F32", 4, StoredType::f32},       {"F64", 8, StoredType::f64},
    {"F16", 2, StoredType::f16},       {"BF16", 2, StoredType::bf16},
    {"C64", 8, StoredType::other},     {"I64", 8, StoredType::other},
    {"I32", 4, StoredType::other},     {"I16", 2, StoredType::other},
    {"I8", 1, StoredType::other},      {"U64", 8, StoredType::other},
    {"U32", 4, StoredType::other},     {"U16", 2, StoredType::other},
    {"U8", 1, StoredType::other},      {"BOOL", 1, StoredType::other},
    {"F8_E4M3", 1, StoredType::other}, {"F8_E5M2", 1, StoredType::other}};

// Receives the header token by token (nlohmann's SAX interface). A parsed tree would cost many
// times the header's size, keep only the last of two equal names, and have to be checked anyway;
// here whatever does not belong where it stands is refused at once, at any depth.
class HeaderReader {
 public:
  HeaderReader(const std::string& path, SafetensorsHeader& header) : path_(path), out_(header) {}

  // The reference reader takes "__metadata__": null for none.
  bool null() { return place_ == Place::top && key_ == "__metadata__" ? true : wrong("null"); }
  bool boolean(bool) { return wrong("true or false"); }
  bool number_integer(std::int64_t) { return wrong("a negative number"); }
  bool number_float(double, const std::string&) { return wrong("a number with a fraction"); }
  bool binary(Json::binary_t&) { return wrong("binary data"); }

  bool number_unsigned(std::uint64_t value) {
    if (place_ != Place::shape && place_ != Place::offsets) return wrong("a number");
    if (value > static_cast<std::uint64_t>(kLargest)) return wrong("an impossibly large number");
    if (numbers_.size() >= kMaxNumbers) return wrong("a list of more than 16 numbers");
    numbers_.push_back(static_cast<std::int64_t>(value));
    return true;
  }

  bool string(std::string& value) {
    if (place_ == Place::metadata) {
      out_.metadata[key_] = std::move(value);
    } else if (place_ == Place::tensor && key_ == "dtype") {
      out_.tensors.back().array.dtype = std::move(value);
    } else {
      return wrong("a string");
    }
    return true;
  }

  bool start_object(std::size_t) {
    if (place_ == Place::outside) {
      place_ = Place::top;
    } else if (place_ == Place::top && key_ == "__metadata__") {
      place_ = Place::metadata;
    } else if (place_ == Place::top) {
      place_ = Place::tensor;
      out_.tensors.emplace_back().array.name = key_;
    } else {
      return wrong("an object");
    }
    if (place_ != Place::top) seen_.clear();
    return true;
  }

  bool key(std::string& value) {
    std::set<std::string>& seen = place_ == Place::top ? names_ : seen_;
    if (!seen.insert(value).second) {
      fail_file(path_, "the header names ", shown_name(value), " twice", where());
    }
    key_ = std::move(value);
    if (place_ == Place::tensor && key_ != "dtype" && key_ != "shape" && key_ != "data_offsets") {
      fail_file(path_, "the header has ", shown_name(key_),
                " where dtype, shape or data_offsets was ", "expected", where());
    }
    return true;
  }

  bool end_object() {
    if (place_ == Place::tensor && seen_.size() != 3) {
      fail_file(path_, "the header lacks dtype, shape or data_offsets", where());
    }
    place_ = place_ == Place::top ? Place::outside : Place::top;
    return true;
  }

  bool start_array(std::size_t) {
    if (place_ != Place::tensor || key_ == "dtype") return wrong("a list");
    place_ = key_ == "shape" ? Place::shape : Place::offsets;
    numbers_.clear();
    return true;
  }

  bool end_array() {
    SafetensorsEntry& entry = out_.tensors.back();
    if (place_ == Place::shape) {
      entry.array.shape = numbers_;
    } else {
      if (numbers_.size() != 2) {
        fail_file(path_, "data_offsets has ", numbers_.size(), " numbers, expected 2", where());
      }
      entry.array.begin = numbers_[0];
      entry.end = numbers_[1];
    }
    place_ = Place::tensor;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
    fail_file(path_, "the header is not valid JSON at byte ", position + 7);
  }

 private:
  enum class Place { outside, top, metadata, tensor, shape, offsets };
  static constexpr std::size_t kMaxNumbers = 16;

  std::string where() const {
    const bool in_tensor = place_ != Place::outside && place_ != Place::top &&
                           place_ != Place::metadata && !out_.tensors.empty();
    return in_tensor ? text(", at tensor ", shown_name(out_.tensors.back().array.name)) : "";
  }

  bool wrong(const char* what) const {
    static constexpr const char* kExpected[] = {
        "an object", "an object describing a tensor",
        "a string",  "dtype: string, shape: list, data_offsets: list",
        "a size",    "an offset"};
    fail_file(path_, "the header has ", what, " where ", kExpected[static_cast<int>(place_)],
              " was expected", where());
  }

  const std::string& path_;
  SafetensorsHeader& out_;
  Place place_ = Place::outside;
  std::string key_;
  std::set<std::string> names_, seen_;
  std::vector<std::int64_t> numbers_;
};

void check_entry(const std::string& path, SafetensorsEntry& entry, std::int64_t data_bytes) {
  StoredArray& tensor = entry.array;
  const auto* const type = std::find_if(std::begin(kSafetensorsTypes), std::end(kSafetensorsTypes),
                                        [&](const TypeEntry& t) { return t.name == tensor.dtype; });
  if (tensor.begin > entry.end || entry.end > data_bytes) {
    fail_file(path, "tensor ", shown_name(tensor.name), " has data_offsets [", tensor.begin, ", ",
              entry.end, "], but ", data_bytes, " bytes follow the header",
              tensor.begin <= entry.end ? "; is the file truncated?" : "");
  }
  const std::optional<std::int64_t> elements = checked_elements(tensor.shape);
  if (!elements) fail_file(path, "tensor ", shown_name(tensor.name), " has an impossible shape");
  if (type == std::end(kSafetensorsTypes))
    return;  // of a later version of the format: left out by name
  if (*elements * type->bytes != entry.end - tensor.begin) {
    fail_file(path, "tensor ", shown_name(tensor.name), " has ", *elements, " elements of ",
              tensor.dtype, ", which take ", *elements * type->bytes,
              " bytes, but its data_offsets span ", entry.end - tensor.begin);
  }
  tensor.type = type->type;
}

}  // namespace

SafetensorsHeader parse_safetensors_header(const std::string& path, const std::string& json,
                                           std::int64_t data_bytes) {
  if (json.empty() || json.front() != '{') {
    fail_file(path, "expected '{', the start of the header, at byte 8; not a safetensors file?");
  }
  SafetensorsHeader header;
  HeaderReader reader(path, header);
  Json::sax_parse(json, &reader);

  for (SafetensorsEntry& entry : header.tensors) check_entry(path, entry, data_bytes);
  std::sort(header.tensors.begin(), header.tensors.end(),
            [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
              return std::pair(a.array.begin, a.end) < std::pair(b.array.begin, b.end);
            });
  std::int64_t covered = 0;
  for (const SafetensorsEntry& entry : header.tensors) {
    if (entry.array.begin != covered) {
      fail_file(path, "tensor ", shown_name(entry.array.name), " starts at data byte ",
                entry.array.begin, " but the one before ends at ", covered,
                entry.array.begin < covered ? "; they overlap" : "; there is a hole");
    }
    covered = entry.end;
  }
  if (covered != data_bytes) {
    fail_file(path, "the tensors end at data byte ", covered, " but ", data_bytes,
              " bytes follow the header");
  }
  return header;
}

}  // namespace pixelwise
