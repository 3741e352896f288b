// Stands in for caffemodel.cpp in a build without protozero: no .caffemodel is read.
#include "base/missing_library.h"
#include "weights/caffemodel.h"

namespace pixelwise {

bool has_protozero() { return false; }

WeightFile read_caffemodel(const FileBytes& file) {
  fail_missing_library(file.path(), "looks like a .caffemodel", "protozero", "libprotozero-dev");
}

// A NetParameter begins with its name (field 1), old layers (2) or layers (100), as a tag whose
// last three bits are 2: "length-delimited". The length of a name follows.
bool is_caffemodel(std::string_view bytes) {
  return bytes.starts_with("\x0a") || bytes.starts_with("\x12") || bytes.starts_with("\xa2\x06");
}

}  // namespace pixelwise
