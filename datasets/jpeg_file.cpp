#include "datasets/jpeg_file.h"

#include <cstdio>

// jpeglib.h wants stdio.h before it.
#include <jpeglib.h>

#include <array>
#include <csetjmp>

#include "base/check.h"
#include "datasets/precheck.h"

namespace pixelwise {
namespace {

// libjpeg reports an error by longjmp, which must not skip destructors. Hence the division of work:
// the functions that call setjmp hold plain values only, everything else lives in their callers.

struct Reader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf place{};
  std::array<char, JMSG_LENGTH_MAX> message{};  // the first error or damage; else empty

  explicit Reader(const std::string& bytes);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }
};

Reader& reader_of(j_common_ptr jpeg) { return *static_cast<Reader*>(jpeg->client_data); }

void keep_message(j_common_ptr jpeg) {
  Reader& reader = reader_of(jpeg);
  if (reader.message[0] == '\0') jpeg->err->format_message(jpeg, reader.message.data());
}

void on_error(j_common_ptr jpeg) {
  keep_message(jpeg);
  std::longjmp(reader_of(jpeg).place, 1);
}

// Level -1 is a warning: damage that libjpeg paints over. What it skips before a marker is none:
// cameras leave such bytes. The number is that of JWRN_EXTRANEOUS_DATA, which no public header has;
// its text is "Corrupt JPEG data: %u extraneous bytes before marker 0x%02x".
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  const char* words = jpeg->err->jpeg_message_table[jpeg->err->msg_code];
  if (std::string_view(words).find("extraneous bytes") != std::string_view::npos) return;
  keep_message(jpeg);
}

// A progressive file may hold thousands of scans over a large image, in a few bytes each.
void on_progress(j_common_ptr jpeg) {
  constexpr int kMostScans = 500;
  Reader& reader = reader_of(jpeg);
  if (reader.jpeg.input_scan_number <= kMostScans) return;
  std::snprintf(reader.message.data(), reader.message.size(), "more than %d scans", kMostScans);
  std::longjmp(reader.place, 1);
}

Reader::Reader(const std::string& bytes) {
  jpeg.err = jpeg_std_error(&errors);
  errors.error_exit = on_error;
  errors.emit_message = on_message;
  jpeg.client_data = this;
  if (setjmp(place)) return;  // only for want of memory
  jpeg_create_decompress(&jpeg);
  progress.progress_monitor = on_progress;
  jpeg.progress = &progress;
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<unsigned long>(bytes.size()));
}

bool read_header(Reader& reader) {
  if (setjmp(reader.place)) return false;
  jpeg_read_header(&reader.jpeg, TRUE);
  jpeg_decompress_struct& jpeg = reader.jpeg;
  jpeg.out_color_space = jpeg.num_components == 1   ? JCS_GRAYSCALE
                         : jpeg.num_components == 4 ? JCS_CMYK
                                                    : JCS_RGB;
  return true;
}

// `out` has room for height * width * components bytes.
bool read_rows(Reader& reader, JSAMPROW out) {
  if (setjmp(reader.place)) return false;
  jpeg_decompress_struct& jpeg = reader.jpeg;
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = out + std::size_t{jpeg.output_scanline} * jpeg.output_width *
                             static_cast<std::size_t>(jpeg.output_components);
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

[[noreturn]] void fail_damaged(const std::string& path, const Reader& reader) {
  fail_file(path, "damaged image: ", reader.message.data());
}

// 255 is no ink: what is left of red is what cyan and black let through.
Image rgb_of_inks(const Image& inks) {
  Image rgb(inks.width, inks.height, 3);
  for (std::size_t i = 0; i < rgb.pixels.size() / 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      const int through = inks.pixels[4 * i + k] * inks.pixels[4 * i + 3];
      rgb.pixels[3 * i + k] = static_cast<std::uint8_t>((through + 127) / 255);
    }
  }
  return rgb;
}

}  // namespace

std::pair<int, int> read_jpeg_size(const std::string& path, const std::string& bytes) {
  Reader reader(bytes);
  if (!read_header(reader)) fail_damaged(path, reader);
  return {static_cast<int>(reader.jpeg.image_width), static_cast<int>(reader.jpeg.image_height)};
}

Image decode_jpeg(const std::string& path, const std::string& bytes) {
  // A file that was cut short is called that, not "premature end".
  const std::string damage = find_damage(bytes);
  if (!damage.empty()) fail_file(path, "damaged image: ", damage);
  Reader reader(bytes);
  if (!read_header(reader)) fail_damaged(path, reader);
  const int width = static_cast<int>(reader.jpeg.image_width);
  const int height = static_cast<int>(reader.jpeg.image_height);
  require_believable_jpeg_size(path, bytes, width, height);
  const int components = reader.jpeg.num_components;
  if (components != 1 && components != 3 && components != 4) {
    fail_file(path, "a JPEG of ", components, " colours is not read; expected 1, 3 or 4");
  }
  Image image(width, height, components);
  if (!read_rows(reader, image.pixels.data()) || reader.message[0] != '\0') {
    fail_damaged(path, reader);
  }
  return components == 4 ? rgb_of_inks(image) : image;
}

}  // namespace pixelwise
