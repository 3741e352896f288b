// Masks as files: the class of every pixel. What a mask means does not depend on how it was saved:
//
// THE RULE
// 1. Where the colours of the classes are declared (classes.txt with 'name R G B'), a mask is a
//    picture and its colours count, in every encoding: a palette is looked up, a grey value v is
//    the colour (v, v, v), 1-bit black and white are (0, 0, 0) and (255, 255, 255). The numbers in
//    the file do not matter. A colour that is not declared is an error.
// 2. Where no colours are declared, a mask holds class numbers: the indices of a palette, the
//    values of a grey file as they stand, the values of an RGB file whose three channels are equal
//    everywhere. A file of one bit is black and white: 0 and 255. An RGB file with colours is an
//    error.
// 3. The number 255 is void. But if the masks of a data set hold nothing but 0 and 255, they are
//    binary: 255 is class 1. What could be either is an error (mask_meaning.h).
// 4. In both cases: alpha is dropped; a mask that is stored turned (EXIF, TIFF) is turned upright
//    like an image; values of 16 bits and formats that change values (JPEG, lossy WebP) are errors.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// The class numbers in a mask file, and the colours that the file has for them.
struct NumberedMask {
  Mask mask;
  Palette palette;  // empty if the file has no palette
};

/// Reads a mask by number (rule 2). Throws std::runtime_error with the path if the file is missing,
/// truncated, damaged or cannot be a mask; of an RGB image of coloured labels the message counts
/// the colours and says how to read them.
NumberedMask read_numbered_mask(const std::string& path);

/// The numbers alone.
Mask read_mask(const std::string& path);

/// Reads a mask by colour (rule 1): a pixel of colour palette[i] is of class i, one of
/// `void_colour` is void. Throws std::runtime_error as above, and if a pixel has another colour.
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
