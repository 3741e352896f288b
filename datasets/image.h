// Images as files.
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// Reads a PNG, JPEG, BMP, TIFF or binary PGM/PPM file. Grey becomes RGB and RGB grey (luma .299
/// .587 .114) as `channels` (1 or 3) demands; transparency is dropped, 16 bits are scaled to 8.
/// Throws std::runtime_error with the path if the file is missing, empty, truncated, damaged or
/// of another format.
Image read_image(const std::string& path, int channels = 3);

/// Width and height of an image file, from its header where the format allows. Errors as above.
std::pair<int, int> read_image_size(const std::string& path);

/// True if the name ends like an image that read_image reads, in upper or lower case.
bool is_image_name(const std::string& path);

/// Writes an 8-bit PNG file, grey or RGB, under its name only when complete. Throws
/// std::runtime_error if that fails, std::invalid_argument for an empty image.
void write_png(const std::string& path, const Image& image);

/// The image with 1 or 3 channels, converted as read_image does.
Image with_channels(Image image, int channels);

}  // namespace pixelwise
