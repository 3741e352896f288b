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

Image resize_image(const Image& image, int width, int height);
Mask resize_mask(const Mask& mask, int width, int height);

}  // namespace pixelwise
