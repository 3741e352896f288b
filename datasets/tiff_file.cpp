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
#include "datasets/orientation.h"
#include "datasets/tiff_rows.h"

namespace pixelwise {
namespace {

constexpr const char* kReadable = "grey, RGB or a palette, of up to 16 bits";

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
  int orientation = 1;
  bool planes = false;
  bool multiplied = false;  // colours are stored as colour x alpha
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

// Names of compressions that people meet and that are not read.
std::string compression_name(int compression) {
  switch (compression) {
    case COMPRESSION_CCITTRLE:
    case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4:
      return "it is compressed as a fax (CCITT)";
    case COMPRESSION_OJPEG:
    case COMPRESSION_JPEG:
      return "it is compressed as JPEG";
    case COMPRESSION_ZSTD:
      return "it is compressed by Zstandard";
    case COMPRESSION_LZMA:
      return "it is compressed by LZMA";
    case COMPRESSION_WEBP:
      return "it is compressed as WebP";
    default:
      return text("compression ", compression);
  }
}

void check_kind(const std::string& path, TIFF* tiff, const Header& h) {
  const bool grey =
      (h.photometric == PHOTOMETRIC_MINISBLACK || h.photometric == PHOTOMETRIC_MINISWHITE) &&
      h.samples >= 1;
  const bool palette = h.photometric == PHOTOMETRIC_PALETTE;
  const bool rgb = h.photometric == PHOTOMETRIC_RGB && h.samples >= 3;
  const int format = tag(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  const auto refuse = [&](const auto&... what) {
    fail_file(path, "this kind of TIFF is not read: ", what..., "; expected ", kReadable,
              ". Save it so, or as PNG");
  };
  if (h.photometric == PHOTOMETRIC_SEPARATED) refuse("its colours are inks (CMYK)");
  if (h.photometric == PHOTOMETRIC_YCBCR) refuse("its colours are YCbCr");
  if (!grey && !rgb && !palette) {
    refuse("photometric interpretation ", h.photometric, " with ", h.samples, " samples");
  }
  if (palette && h.samples != 1) refuse("a palette with ", h.samples, " samples");
  const bool few_bits = (h.bits == 1 || h.bits == 2 || h.bits == 4) && !rgb && h.samples == 1;
  if (h.bits != 8 && !few_bits && !(h.bits == 16 && !palette)) {
    refuse(h.bits, "-bit ", rgb ? "RGB" : grey ? "grey" : "palette");
  }
  if (format != SAMPLEFORMAT_UINT) refuse("its samples are no unsigned integers");
  if (h.multiplied && !(rgb && h.bits == 8 && h.samples == 4 && !h.planes)) {
    refuse("its values are multiplied by alpha (", h.samples, " samples of ", h.bits, " bits)");
  }
  if (largest_factor(h.compression) == 0) refuse(compression_name(h.compression));
}

bool is_multiplied_by_alpha(TIFF* tiff) {
  std::uint16_t count = 0;
  std::uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
  return count > 0 && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
}

Header read_header(const std::string& path, TIFF* tiff, const Source& source) {
  Header h;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &h.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &h.height);
  h.bits = tag(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  h.samples = tag(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  h.photometric = tag(tiff, TIFFTAG_PHOTOMETRIC, -1);
  h.compression = tag(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  h.orientation = tag(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  h.planes = tag(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
  h.multiplied = is_multiplied_by_alpha(tiff);
  if (h.width == 0 || h.height == 0) fail_damaged(path, source);
  check_kind(path, tiff, h);
  double bytes = 1.0 * h.width * h.height * h.samples * h.bits / 8;
  // A tile is stored whole, also where it reaches beyond the image.
  if (TIFFIsTiled(tiff) != 0) bytes = std::max(bytes, static_cast<double>(TIFFTileSize64(tiff)));
  const bool too_long = h.width > INT_MAX || h.height > INT_MAX;
  if (too_long ||
      bytes > largest_factor(h.compression) * static_cast<double>(source.bytes.size())) {
    fail_file(path, "damaged or truncated TIFF: its header promises ", h.width, "x", h.height,
              " pixels, more than its ", source.bytes.size(), " bytes can hold");
  }
  return h;
}

// The colours of the map, which has them in 16 bits (old programs wrote 8).
Palette read_palette(const std::string& path, TIFF* tiff, const Header& h) {
  if (h.photometric != PHOTOMETRIC_PALETTE) return {};
  std::uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
    fail_file(path, "damaged or truncated TIFF: its palette is missing");
  }
  const std::size_t count = std::size_t{1} << h.bits;
  std::uint16_t largest = 0;
  for (const std::uint16_t* map : {red, green, blue}) {
    largest = std::max(largest, *std::max_element(map, map + count));
  }
  const int shift = largest > 255 ? 8 : 0;
  Palette palette;
  for (std::size_t i = 0; i < count; ++i) {
    palette.push_back({static_cast<std::uint8_t>(red[i] >> shift),
                       static_cast<std::uint8_t>(green[i] >> shift),
                       static_cast<std::uint8_t>(blue[i] >> shift)});
  }
  return palette;
}

// A sample as a value of 8 bits, or of as many as there are if they are fewer.
unsigned to_value(const Header& h, unsigned sample) {
  const unsigned largest = (1U << h.bits) - 1;
  if (h.photometric == PHOTOMETRIC_MINISWHITE) sample = largest - sample;
  return h.bits == 16 ? (sample * 255U + 32767U) / 65535U : sample;
}

Image to_image(const Header& h, const TiffRows& rows) {
  const int channels = h.photometric == PHOTOMETRIC_RGB ? 3 : 1;
  Image image(static_cast<int>(h.width), static_cast<int>(h.height), channels);
  std::uint8_t* out = image.pixels.data();
  for (std::size_t y = 0; y < h.height; ++y) {
    for (std::size_t x = 0; x < h.width; ++x) {
      const unsigned alpha = h.multiplied ? rows.at(x, y, 3) : 0;
      for (std::size_t k = 0; k < static_cast<std::size_t>(channels); ++k) {
        unsigned value = to_value(h, rows.at(x, y, k));
        if (alpha > 0) value = std::min(255U, value * 255U / alpha);
        *out++ = static_cast<std::uint8_t>(value);
      }
    }
  }
  return image;
}

}  // namespace

bool has_libtiff() { return true; }

std::pair<int, int> read_tiff_size(const std::string& path, const std::string& bytes) {
  Source source{bytes, 0, {}};
  const TiffPtr tiff = open(path, source);
  const Header h = read_header(path, tiff.get(), source);
  const int width = static_cast<int>(h.width), height = static_cast<int>(h.height);
  return swaps_sides(h.orientation) ? std::pair(height, width) : std::pair(width, height);
}

Tiff decode_tiff(const std::string& path, const std::string& bytes) {
  Source source{bytes, 0, {}};
  const TiffPtr tiff = open(path, source);
  const Header h = read_header(path, tiff.get(), source);
  if (TIFFLastDirectory(tiff.get()) == 0) {
    fail_file(path, "holds several images (pages); split it into files of one image each");
  }
  TiffRows rows(h.width, h.height, h.bits, h.samples, h.planes);
  if (!rows.read(tiff.get()) || !source.error.empty()) fail_damaged(path, source);
  return {h.bits, upright(to_image(h, rows), h.orientation), read_palette(path, tiff.get(), h)};
}

}  // namespace pixelwise
