// Changes made to an image and its mask together, so that they keep fitting each other. Masks are
// only ever resized by nearest neighbour: smooth resizing would invent classes at the boundaries.
// The 1x1 mask of a whole image's class stays as it is. Random choices come from the given
// generator alone.
#pragma once

#include "base/random.h"
#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

void flip_left_right(Sample& sample);
void flip_up_down(Sample& sample);

/// The window of `width` x `height` pixels whose upper left corner is at (left, top), which may lie
/// outside: there the image is `fill` and the mask void.
Sample crop(const Sample& sample, int left, int top, int width, int height, Colour fill);

/// A window at a random place. An image smaller than the window is placed at random inside it.
Sample random_crop(const Sample& sample, int width, int height, Colour fill, Rng& rng);

/// Image resized bilinearly (when shrinking, averaged over the area that a pixel then covers),
/// mask by nearest neighbour; pixel centres at half-integers.
Sample resize(const Sample& sample, int width, int height);

/// Resized by a factor drawn from [low, high), the same for width and height, at least 1x1.
Sample random_scale(const Sample& sample, double low, double high, Rng& rng);

/// Turned counter-clockwise about its centre, the size stays: the image bilinearly, the mask by
/// nearest neighbour. What comes from outside is `fill` in the image and void in the mask.
Sample rotate(const Sample& sample, double degrees, Colour fill);

/// Turned by an angle drawn from [-degrees, degrees).
Sample random_rotation(const Sample& sample, double degrees, Colour fill, Rng& rng);

/// How colours change; 1 leaves them alone. In this order, on each value v of a pixel:
///   v <- brightness v
///   v <- m + contrast (v - m), m the mean luma (.299 .587 .114) of the whole image
///   v <- g + saturation (v - g), g the luma of the pixel
/// and at the end rounded and cut off at 0 and 255.
struct ColourFactors {
  double brightness = 1.0;
  double contrast = 1.0;
  double saturation = 1.0;
};
Image change_colours(const Image& image, const ColourFactors& factors);

/// Each factor drawn from [1 - strength, 1 + strength), 0 <= strength <= 1. The mask stays.
Sample random_jitter(const Sample& sample, double strength, Rng& rng);

Image resize_image(const Image& image, int width, int height);
Mask resize_mask(const Mask& mask, int width, int height);

}  // namespace pixelwise
