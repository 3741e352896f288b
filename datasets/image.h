// Images as files.
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// Reads a PNG, JPEG, WebP, BMP, TIFF or binary PGM/PPM file, turned upright as its EXIF (or TIFF)
/// orientation says. Grey becomes RGB and RGB grey (luma .299 .587 .114) as `channels` (1 or 3)
/// demands; transparency is dropped. Values v of other than 8 bits become round(255 v / largest),
/// the four inks of a CMYK JPEG what jpeg_file.h says. Throws std::runtime_error with the path if
/// the file is missing, empty, truncated, damaged or of another format.
Image read_image(const std::string& path, int channels = 3);

/// Width and height of an image file once it is upright, from its header where the format allows.
/// Errors as above.
std::pair<int, int> read_image_size(const std::string& path);

/// True if the name ends like an image that read_image reads, in upper or lower case.
bool is_image_name(const std::string& path);

/// True if the name ends like a picture of a format that read_image does not read.
bool is_unread_picture_name(const std::string& path);

/// Writes an 8-bit PNG file, grey or RGB, under its name only when complete. Throws
/// std::runtime_error if that fails, std::invalid_argument for an empty image.
void write_png(const std::string& path, const Image& image);

/// The image with 1 or 3 channels, converted as read_image does.
Image with_channels(Image image, int channels);

}  // namespace pixelwise
