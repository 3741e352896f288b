#include "tests/golden/golden_file.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/check.h"

namespace pixelwise {

// Eight bytes of header length, the header in JSON, the numbers: all little-endian.
GoldenFile read_golden(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length) fail_file(path, "missing or shorter than 8 bytes");
  std::memcpy(&length, bytes.data(), sizeof length);
  if (length > bytes.size() - sizeof length) fail_file(path, "the header is cut off");
  const nlohmann::json header = nlohmann::json::parse(bytes.substr(sizeof length, length));
  const std::size_t data = sizeof length + length;

  GoldenFile golden;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      golden.fingerprints = entry.get<std::map<std::string, std::string>>();
      golden.fingerprints.erase("made by");
      continue;
    }
    const std::size_t begin = entry.at("data_offsets").at(0), end = entry.at("data_offsets").at(1);
    if (entry.at("dtype") != "F64" || begin > end || end > bytes.size() - data) {
      fail_file(path, "array '", name, "' is damaged");
    }
    GoldenArray& array = golden.arrays[name];
    array.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    array.values.resize((end - begin) / sizeof(double));
    std::memcpy(array.values.data(), bytes.data() + data + begin, end - begin);
  }
  return golden;
}

}  // namespace pixelwise
