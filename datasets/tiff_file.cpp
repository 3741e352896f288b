#include "datasets/tiff_file.h"

#include <tiffio.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <vector>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr const char* kReadable = "8-bit grey or RGB, or 16-bit grey, in strips";

// The file in memory, as libtiff's client data, and the first thing that libtiff said of it.
struct Source {
  const std::string& bytes;
  std::size_t position = 0;
  std::string error;
};

// The source that this thread is reading: libtiff has one error handler for everybody, and other
// files of the process have other handles.
thread_local const void* reading = nullptr;

Source& source_of(thandle_t handle) { return *static_cast<Source*>(handle); }

tmsize_t read_bytes(thandle_t handle, void* out, tmsize_t count) {
  Source& source = source_of(handle);
  const std::size_t left = source.bytes.size() - std::min(source.position, source.bytes.size());
  const std::size_t n = std::min(left, static_cast<std::size_t>(count));
  if (n > 0) source.bytes.copy(static_cast<char*>(out), n, source.position);
  source.position += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  Source& source = source_of(handle);
  const std::size_t from = whence == SEEK_CUR   ? source.position
                           : whence == SEEK_END ? source.bytes.size()
                                                : 0;
  source.position = from + static_cast<std::size_t>(offset);
  return source.position;
}

int close_nothing(thandle_t) { return 0; }

toff_t size_of_file(thandle_t handle) { return source_of(handle).bytes.size(); }

void on_error(thandle_t handle, const char*, const char* format, va_list arguments) {
  if (handle != reading || !source_of(handle).error.empty()) return;
  std::array<char, 256> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  source_of(handle).error = line.data();
}

struct Closer {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffPtr = std::unique_ptr<TIFF, Closer>;

[[noreturn]] void fail_damaged(const std::string& path, const Source& source) {
  fail_file(path, "damaged or truncated TIFF: ",
            source.error.empty() ? "its directory cannot be read" : source.error, " (",
            source.bytes.size(), " bytes)");
}

TiffPtr open(const std::string& path, Source& source) {
  // Said by exceptions, not on standard error. Set once, for good.
  [[maybe_unused]] static const bool quiet = [] {
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    TIFFSetErrorHandlerExt(on_error);
    return true;
  }();
  reading = &source;
  // "m": no memory map, every byte comes through read_bytes.
  TiffPtr tiff(TIFFClientOpen(path.c_str(), "rm", &source, read_bytes, write_nothing, seek,
                              close_nothing, size_of_file, nullptr, nullptr));
  if (!tiff) fail_damaged(path, source);
  return tiff;
}

// The value of a tag, or its default.
int tag(TIFF* tiff, std::uint32_t name, int otherwise) {
  std::uint16_t value = 0;
  return TIFFGetFieldDefaulted(tiff, name, &value) == 1 ? value : otherwise;
}

// What the header says.
struct Header {
  std::uint32_t width = 0, height = 0;
  int bits = 0, samples = 0, photometric = 0, compression = 0;
};

// The largest factor by which a compression shrinks: PackBits packs 128 bytes into 2, Deflate 1032
// into 1, and LZW makes strings of up to 4096 bytes into codes of 12 bits.
double largest_factor(int compression) {
  switch (compression) {
    case COMPRESSION_NONE:
      return 1;
    case COMPRESSION_PACKBITS:
      return 64;
    case COMPRESSION_LZW:
      return 4096 * 8 / 12.0;
    case COMPRESSION_ADOBE_DEFLATE:
    case COMPRESSION_DEFLATE:
      return 1032;
    default:
      return 0;
  }
}

void check_kind(const std::string& path, TIFF* tiff, const Header& h) {
  const bool grey =
      (h.photometric == PHOTOMETRIC_MINISBLACK || h.photometric == PHOTOMETRIC_MINISWHITE) &&
      h.samples >= 1;
  const bool rgb = h.photometric == PHOTOMETRIC_RGB && h.samples >= 3;
  const int planar = tag(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  const int format = tag(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  const int orientation = tag(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  const auto refuse = [&](const auto&... what) {
    fail_file(path, "this kind of TIFF is not read: ", what..., "; expected ", kReadable,
              ". Save it so, or as PNG");
  };
  if (h.photometric == PHOTOMETRIC_PALETTE) refuse("its values are indices into a palette");
  if (!grey && !rgb) {
    refuse("photometric interpretation ", h.photometric, " with ", h.samples, " samples");
  }
  if (h.bits != 8 && !(h.bits == 16 && grey)) refuse(h.bits, "-bit ", grey ? "grey" : "RGB");
  if (format != SAMPLEFORMAT_UINT) refuse("its samples are no unsigned integers");
  if (TIFFIsTiled(tiff) != 0) refuse("it is stored in tiles");
  if (planar != PLANARCONFIG_CONTIG && h.samples > 1) refuse("its colours lie in separate planes");
  if (orientation != ORIENTATION_TOPLEFT) {
    refuse("it is stored rotated or mirrored (orientation ", orientation, ")");
  }
  if (largest_factor(h.compression) == 0) refuse("compression ", h.compression);
}

Header read_header(const std::string& path, TIFF* tiff, const Source& source) {
  Header h;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &h.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &h.height);
  h.bits = tag(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  h.samples = tag(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  h.photometric = tag(tiff, TIFFTAG_PHOTOMETRIC, -1);
  h.compression = tag(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (h.width == 0 || h.height == 0) fail_damaged(path, source);
  check_kind(path, tiff, h);
  const double bytes = 1.0 * h.width * h.height * h.samples * h.bits / 8;
  const bool too_long = h.width > INT_MAX || h.height > INT_MAX;
  if (too_long ||
      bytes > largest_factor(h.compression) * static_cast<double>(source.bytes.size())) {
    fail_file(path, "damaged or truncated TIFF: its header promises ", h.width, "x", h.height,
              " pixels, more than its ", source.bytes.size(), " bytes can hold");
  }
  return h;
}

// One row of the file as values of 8 bits, without further samples such as alpha.
void convert_row(const Header& h, const std::vector<std::uint8_t>& row, int channels,
                 std::uint8_t* out) {
  const auto samples = static_cast<std::size_t>(h.samples);
  for (std::size_t x = 0; x < h.width; ++x) {
    for (std::size_t k = 0; k < static_cast<std::size_t>(channels); ++k) {
      const std::size_t i = x * samples + k;
      unsigned value = row[i];
      if (h.bits == 16) {  // libtiff gives samples in the machine's byte order
        std::uint16_t wide = 0;
        std::copy_n(row.data() + 2 * i, 2, reinterpret_cast<std::uint8_t*>(&wide));
        value = (wide * 255U + 32767U) / 65535U;
      }
      *out++ =
          static_cast<std::uint8_t>(h.photometric == PHOTOMETRIC_MINISWHITE ? 255 - value : value);
    }
  }
}

}  // namespace

bool has_libtiff() { return true; }

std::pair<int, int> read_tiff_size(const std::string& path, const std::string& bytes) {
  Source source{bytes, 0, {}};
  const TiffPtr tiff = open(path, source);
  const Header h = read_header(path, tiff.get(), source);
  return {static_cast<int>(h.width), static_cast<int>(h.height)};
}

Tiff decode_tiff(const std::string& path, const std::string& bytes) {
  Source source{bytes, 0, {}};
  const TiffPtr tiff = open(path, source);
  const Header h = read_header(path, tiff.get(), source);
  if (TIFFLastDirectory(tiff.get()) == 0) {
    fail_file(path, "holds several images (pages); split it into files of one image each");
  }
  const int channels = h.photometric == PHOTOMETRIC_RGB ? 3 : 1;
  Tiff result{h.bits, Image(static_cast<int>(h.width), static_cast<int>(h.height), channels)};
  std::vector<std::uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize64(tiff.get())));
  require_internal(row.size() >= std::size_t{h.width} * static_cast<std::size_t>(h.samples) *
                                     static_cast<std::size_t>(h.bits / 8),
                   "decode_tiff: rows of ", row.size(), " bytes");
  for (std::uint32_t y = 0; y < h.height; ++y) {
    if (TIFFReadScanline(tiff.get(), row.data(), y) != 1) fail_damaged(path, source);
    convert_row(h, row, channels, result.image.at(0, static_cast<int>(y)));
  }
  if (!source.error.empty()) fail_damaged(path, source);
  return result;
}

}  // namespace pixelwise
