#include "datasets/png_file.h"

#include <png.h>

#include <csetjmp>

#include "base/check.h"

namespace pixelwise {
namespace {

// libpng reports an error by longjmp, which must not skip destructors. Hence the division of work:
// the functions that call setjmp hold plain values only, everything else lives in their callers.

struct Source {
  const std::string& bytes;
  std::size_t position = 0;
};

void on_error(png_structp png, png_const_charp message) {
  *static_cast<std::string*>(png_get_error_ptr(png)) = message;
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep out, std::size_t count) {
  Source& source = *static_cast<Source*>(png_get_io_ptr(png));
  if (count > source.bytes.size() - source.position) png_error(png, "the file ends too early");
  source.bytes.copy(reinterpret_cast<char*>(out), count, source.position);
  source.position += count;
}

void write_bytes(png_structp png, png_bytep in, std::size_t count) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(in), count);
}

void flush_bytes(png_structp) {}

struct Reader {
  std::string error;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &error, on_error, on_warning);
  png_infop info = png_create_info_struct(png);

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

struct Writer {
  std::string error;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &error, on_error, on_warning);
  png_infop info = png_create_info_struct(png);

  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

bool read_header(Reader& reader, Source& source) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_read_fn(reader.png, &source, read_bytes);
  png_read_info(reader.png, reader.info);
  return true;
}

bool choose_conversions(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_packing(reader.png);  // 1, 2 and 4 bits to a byte each, not scaled
  png_set_scale_16(reader.png);
  png_set_strip_alpha(reader.png);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_rows(Reader& reader, png_bytepp rows) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_read_image(reader.png, rows);
  png_read_end(reader.png, nullptr);  // verifies what follows the last row, up to IEND
  return true;
}

bool write_all(Writer& writer, std::string& bytes, const Png& image, const png_color* palette,
               png_bytepp rows) {
  if (setjmp(png_jmpbuf(writer.png))) return false;
  const int type = palette != nullptr    ? PNG_COLOR_TYPE_PALETTE
                   : image.channels == 1 ? PNG_COLOR_TYPE_GRAY
                                         : PNG_COLOR_TYPE_RGB;
  png_set_write_fn(writer.png, &bytes, write_bytes, flush_bytes);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width),
               static_cast<png_uint_32>(image.height), 8, type, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (palette != nullptr) {
    png_set_PLTE(writer.png, writer.info, palette, static_cast<int>(image.palette.size()));
  }
  png_write_info(writer.png, writer.info);
  png_write_image(writer.png, rows);
  png_write_end(writer.png, nullptr);
  return true;
}

Palette palette_of(const Reader& reader) {
  Palette palette;
  png_colorp colours = nullptr;
  int count = 0;
  if (png_get_color_type(reader.png, reader.info) != PNG_COLOR_TYPE_PALETTE) return palette;
  png_get_PLTE(reader.png, reader.info, &colours, &count);
  for (int k = 0; k < count; ++k) {
    palette.push_back({colours[k].red, colours[k].green, colours[k].blue});
  }
  return palette;
}

std::vector<png_bytep> row_pointers(const std::uint8_t* values, int height, std::size_t row_bytes) {
  std::vector<png_bytep> rows(static_cast<std::size_t>(height));
  for (std::size_t y = 0; y < rows.size(); ++y) {
    rows[y] = const_cast<png_bytep>(values + y * row_bytes);  // libpng does not write to them
  }
  return rows;
}

// Deflate packs at most 1032 bytes into one, and a byte holds at most 8 pixels. A header that
// promises more than that lies, and must not make us allocate.
bool could_hold(const std::string& bytes, double width, double height) {
  return width * height <= 1032.0 * 8.0 * static_cast<double>(bytes.size());
}

[[noreturn]] void fail_damaged(const std::string& path, const Reader& reader,
                               const Source& source) {
  fail_file(path, "damaged or truncated PNG: ", reader.error, " (at byte ", source.position, " of ",
            source.bytes.size(), ")");
}

}  // namespace

bool has_libpng() { return true; }

std::pair<int, int> read_png_size(const std::string& path, const std::string& bytes) {
  Reader reader;
  Source source{bytes};
  if (!read_header(reader, source)) fail_damaged(path, reader, source);
  return {static_cast<int>(png_get_image_width(reader.png, reader.info)),
          static_cast<int>(png_get_image_height(reader.png, reader.info))};
}

Png decode_png(const std::string& path, const std::string& bytes) {
  Reader reader;
  Source source{bytes};
  if (!read_header(reader, source)) fail_damaged(path, reader, source);
  Png image;
  image.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  image.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  image.bit_depth = png_get_bit_depth(reader.png, reader.info);
  image.palette = palette_of(reader);
  if (!could_hold(bytes, image.width, image.height)) {
    fail_file(path, "damaged or truncated PNG: its header promises ", image.width, "x",
              image.height, " pixels, more than its ", bytes.size(), " bytes can hold");
  }
  if (!choose_conversions(reader)) fail_damaged(path, reader, source);
  image.channels = png_get_channels(reader.png, reader.info);
  const std::size_t row_bytes = png_get_rowbytes(reader.png, reader.info);
  image.values.resize(row_bytes * static_cast<std::size_t>(image.height));
  std::vector<png_bytep> rows = row_pointers(image.values.data(), image.height, row_bytes);
  if (!read_rows(reader, rows.data())) fail_damaged(path, reader, source);
  return image;
}

std::string encode_png(const Png& png) {
  check_png(png);
  const std::size_t row_bytes =
      static_cast<std::size_t>(png.width) * static_cast<std::size_t>(png.channels);
  std::vector<png_color> palette;
  for (const Colour& c : png.palette) palette.push_back({c.r, c.g, c.b});
  std::vector<png_bytep> rows = row_pointers(png.values.data(), png.height, row_bytes);
  std::string bytes;
  Writer writer;
  const bool written =
      write_all(writer, bytes, png, palette.empty() ? nullptr : palette.data(), rows.data());
  require_internal(written, "encode_png: ", writer.error);
  return bytes;
}

}  // namespace pixelwise
