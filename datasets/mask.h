// Masks as files: the class of every pixel, read as the index that stands in the file.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Reads a mask: of a palette PNG (1 to 8 bits) the indices, of a grey PNG, BMP, TIFF or PGM the
/// values.
/// An RGB image whose three channels are equal everywhere is a grey one.
/// Throws std::runtime_error with the path if the file is missing, truncated, damaged, of 16 bits,
/// a JPEG (its compression invents classes), or an RGB image of coloured labels; then the message
/// counts the colours and says how to read them.
Mask read_mask(const std::string& path);

/// As above, and RGB images are read through `palette`: a pixel of colour palette[i] is of class
/// i, one of `void_colour` is void. Throws std::runtime_error if a pixel has another colour.
Mask read_mask(const std::string& path, const Palette& palette, Colour void_colour = kVoidColour);

/// Writes an 8-bit PNG that holds the ids and the palette (filled up with void at 255), so that
/// every viewer shows the colours and read_mask gives the same ids. Appears only when complete.
/// Throws std::invalid_argument if an id other than 255 has no colour.
void write_mask(const std::string& path, const Mask& mask, const Palette& palette);

/// How many pixels there are of each of the ids 0 to 255.
using IdHistogram = std::array<std::uint64_t, 256>;
IdHistogram id_histogram(const Mask& mask);

/// The ids that occur, with their counts: "0: 1200, 3: 17, 255: 40".
std::string to_text(const IdHistogram& histogram);

/// Throws std::runtime_error, with value, pixel, histogram and a hint, if the mask read from
/// `path` holds an id that is neither below `classes` nor void.
void check_ids(const std::string& path, const Mask& mask, int classes);

}  // namespace pixelwise
