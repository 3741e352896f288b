// The golden file: PyTorch's numbers in double precision, as make_golden.py wrote them. (The reader
// of weight files would turn them into floats.)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pixelwise {

struct GoldenArray {
  std::vector<std::int64_t> shape;
  std::vector<double> values;  // in logical order
};

struct GoldenFile {
  std::map<std::string, GoldenArray> arrays;        // "<label>: y", "<label>: dx0", ...
  std::map<std::string, std::string> fingerprints;  // label -> that of the case it was made from
};

/// Reads a safetensors file of doubles; throws std::runtime_error with the path if it cannot.
GoldenFile read_golden(const std::string& path);

}  // namespace pixelwise
