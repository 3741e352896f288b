#include "datasets/exif.h"

#include <libexif/exif-data.h>

#include <memory>

#include "datasets/exif_block.h"

namespace pixelwise {

int exif_orientation(const std::string&, const std::string& bytes) {
  const std::string block = exif_block(bytes);
  if (block.empty()) return 1;
  const std::string with_prefix = std::string("Exif\0\0", 6) + block;
  const std::unique_ptr<ExifData, void (*)(ExifData*)> data(exif_data_new(), exif_data_unref);
  // Only what is asked for: a maker's own entries are none of our business.
  exif_data_unset_option(data.get(), EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_set_option(data.get(), EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
  exif_data_load_data(data.get(), reinterpret_cast<const unsigned char*>(with_prefix.data()),
                      static_cast<unsigned>(with_prefix.size()));
  const ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
  if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components < 1) return 1;
  const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

}  // namespace pixelwise
