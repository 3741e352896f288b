#include "app/npy.h"

#include <bit>
#include <ostream>

#include "base/atomic_file.h"
#include "base/check.h"

namespace pixelwise {

static_assert(std::endian::native == std::endian::little, "'<f4' below is written as it stands");

void write_npy(const std::string& path, const Array& array) {
  std::string shape;
  for (int axis = 0; axis < array.shape().rank(); ++axis) shape += text(array.shape()[axis], ", ");
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  // Magic, version and length take 10 bytes; with them the header is a multiple of 64 bytes.
  constexpr std::size_t kPreamble = 10;
  header.append(64 - (kPreamble + header.size() + 1) % 64, ' ');
  header += '\n';
  const std::vector<Real> values = array.to_vector();
  const std::vector<float> floats(values.begin(), values.end());
  write_file_atomically(path, [&](std::ostream& out) {
    out.write("\x93NUMPY\x01\x00", 8);
    out.put(static_cast<char>(header.size() % 256)).put(static_cast<char>(header.size() / 256));
    out << header;
    out.write(reinterpret_cast<const char*>(floats.data()),
              static_cast<std::streamsize>(floats.size() * sizeof(float)));
  });
}

}  // namespace pixelwise
