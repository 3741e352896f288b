#include "tests/datasets/tiff_writer.h"

#include <tiffio.h>

#include "base/read_file.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

void write_page(TIFF* tiff, const TiffKind& kind, std::vector<std::uint8_t> values) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kind.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kind.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, kind.planar);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, kind.sample_format);
  const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
  if (kind.samples == 4) TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  if (kind.photometric == 3) {
    const std::vector<std::uint16_t> map(std::size_t{1} << kind.bits);
    TIFFSetField(tiff, TIFFTAG_COLORMAP, map.data(), map.data(), map.data());
  }
  if (kind.tiles) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
    values.resize(16 * 16);
    TIFFWriteTile(tiff, values.data(), 0, 0, 0, 0);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 3);
    const std::size_t row = values.size() / static_cast<std::size_t>(kind.height);
    for (int y = 0; y < kind.height; ++y) {
      TIFFWriteScanline(tiff, values.data() + static_cast<std::size_t>(y) * row,
                        static_cast<std::uint32_t>(y), 0);
    }
  }
  TIFFWriteDirectory(tiff);
}

}  // namespace

std::string tiff_bytes(const TiffKind& kind, const std::vector<std::uint8_t>& values) {
  const TemporaryFolder folder;
  const std::string path = folder / "written.tif";
  TIFF* tiff = TIFFOpen(path.c_str(), kind.big_endian ? "wb" : "wl");
  for (int page = 0; page < kind.pages; ++page) write_page(tiff, kind, values);
  TIFFClose(tiff);
  return read_file(path);
}

}  // namespace pixelwise
