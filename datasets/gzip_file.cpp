#include "datasets/gzip_file.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace pixelwise {
namespace {

// What zlib keeps between two calls, given back at the end.
struct Unpacking {
  z_stream state{};

  explicit Unpacking(const std::string& bytes) {
    constexpr int kGzipOnly = 16, kLargestWindow = 15;
    // zlib reads from next_in, and takes a pointer to what is not const for old compilers' sake.
    state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    state.avail_in = static_cast<uInt>(bytes.size());
    require_internal(inflateInit2(&state, kGzipOnly + kLargestWindow) == Z_OK,
                     "zlib: no memory to begin");
  }
  ~Unpacking() { inflateEnd(&state); }
  Unpacking(const Unpacking&) = delete;
  Unpacking& operator=(const Unpacking&) = delete;
};

}  // namespace

bool is_gzip(const std::string& bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string unpack_gzip(const std::string& path, const std::string& bytes, std::size_t at_most) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) {
    fail_file(path, "is packed by gzip, and too large to be unpacked here; unpack it with gunzip");
  }
  Unpacking unpacking(bytes);
  z_stream& z = unpacking.state;
  // Grows with what comes out, and not with what a header promises.
  constexpr std::size_t kStep = 1 << 20;
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() < at_most) {
    const std::size_t before = out.size(), room = std::min(kStep, at_most - before);
    out.resize(before + room);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    z.avail_out = static_cast<uInt>(room);
    status = inflate(&z, Z_NO_FLUSH);
    out.resize(before + room - z.avail_out);
  }
  if (status == Z_BUF_ERROR) fail_file(path, "is truncated: the end of the gzip file is missing");
  if (status != Z_OK && status != Z_STREAM_END) {
    fail_file(path, "is damaged: ", z.msg != nullptr ? z.msg : "this is no gzip file");
  }
  if (status == Z_STREAM_END && z.avail_in > 0) {
    fail_file(path, "is damaged: ", z.avail_in, " bytes follow the end of the gzip file");
  }
  return out;
}

}  // namespace pixelwise
