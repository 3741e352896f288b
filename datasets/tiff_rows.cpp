#include "datasets/tiff_rows.h"

#include <algorithm>

namespace pixelwise {

TiffRows::TiffRows(std::size_t width, std::size_t height, int bits, int samples, bool planes)
    : width_(width),
      height_(height),
      bits_(static_cast<std::size_t>(bits)),
      samples_(static_cast<std::size_t>(samples)),
      planes_(planes && samples > 1),
      row_bytes_((width_ * bits_ * (planes_ ? 1 : samples_) + 7) / 8),
      bytes_(row_bytes_ * height_ * (planes_ ? samples_ : 1)) {}

bool TiffRows::read(TIFF* tiff) {
  const std::size_t planes = planes_ ? samples_ : 1;
  for (std::size_t plane = 0; plane < planes; ++plane) {
    const auto number = static_cast<std::uint16_t>(plane);
    if (!(TIFFIsTiled(tiff) != 0 ? read_tiles(tiff, number) : read_strips(tiff, number))) {
      return false;
    }
  }
  return true;
}

bool TiffRows::read_strips(TIFF* tiff, std::uint16_t plane) {
  // libtiff's rows may be longer than ours, never shorter.
  std::vector<std::uint8_t> row(static_cast<std::size_t>(TIFFScanlineSize64(tiff)));
  if (row.size() < row_bytes_) return false;
  std::uint8_t* out = bytes_.data() + plane * height_ * row_bytes_;
  for (std::size_t y = 0; y < height_; ++y) {
    if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y), plane) != 1) return false;
    out = std::copy_n(row.begin(), row_bytes_, out);
  }
  return true;
}

// Tiles are all of one size: those at the right and lower edge reach beyond the image. Their width
// is a multiple of 16, so that each begins at a whole byte.
bool TiffRows::read_tiles(TIFF* tiff, std::uint16_t plane) {
  std::uint32_t tile_width = 0, tile_height = 0;
  TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tile_width);
  TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tile_height);
  const auto tile_row = static_cast<std::size_t>(TIFFTileRowSize64(tiff));
  std::vector<std::uint8_t> tile(static_cast<std::size_t>(TIFFTileSize64(tiff)));
  const std::size_t pixel_bits = bits_ * (planes_ ? 1 : samples_);
  if (tile_width == 0 || tile_height == 0 || tile_width * pixel_bits % 8 != 0) return false;
  if (tile_row < tile_width * pixel_bits / 8 || tile.size() < tile_row * tile_height) return false;
  for (std::size_t top = 0; top < height_; top += tile_height) {
    for (std::size_t left = 0; left < width_; left += tile_width) {
      if (TIFFReadTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                       static_cast<std::uint32_t>(top), 0, plane) < 0) {
        return false;
      }
      const std::size_t begin = left * pixel_bits / 8;
      const std::size_t count = std::min(tile_row, row_bytes_ - begin);
      for (std::size_t y = top; y < std::min<std::size_t>(height_, top + tile_height); ++y) {
        std::copy_n(tile.data() + (y - top) * tile_row, count,
                    bytes_.data() + (plane * height_ + y) * row_bytes_ + begin);
      }
    }
  }
  return true;
}

unsigned TiffRows::at(std::size_t x, std::size_t y, std::size_t k) const {
  const std::size_t row = (planes_ ? k * height_ : 0) + y;
  const std::size_t i = planes_ ? x : x * samples_ + k;
  const std::uint8_t* bytes = bytes_.data() + row * row_bytes_ + i * bits_ / 8;
  if (bits_ == 8) return *bytes;
  if (bits_ == 16) {  // libtiff gives these in the machine's byte order
    std::uint16_t wide = 0;
    std::copy_n(bytes, 2, reinterpret_cast<std::uint8_t*>(&wide));
    return wide;
  }
  // The first sample of a byte is in its high bits.
  const std::size_t shift = 8 - bits_ - i * bits_ % 8;
  return *bytes >> shift & ((1U << bits_) - 1);
}

}  // namespace pixelwise
