// The usual mistakes in the coordinate map of a network, and what to say of each.
#include <cmath>
#include <utility>

#include "tutorials/09_where_is_a_score/exercises/1_map/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Where = decltype(&yours::coordinate_map);

namespace {

enum class Slip {
  wrong_order,
  shifts_added,
  half_kernel,
  without_kernel,
  padding_subtracted,
  stride_left_out,
  stride_multiplied,
  not_transposed,
  padding_added,
  whole_numbers,
  last_layer,
  exchanged,
  image_of_cell,
  conv_shifts_added,
  conv_wrong_order,
  sign_turned,
  conv_sign_turned,
  kinds_exchanged,
  transposed_shift_scaled,
  scaled_by_a,
  a_begins_at_0,
};

template <Slip slip>
CheckedArray compose_all(const CheckedArray& layers) {
  CheckedArray result({2});
  Real &a = result(0), &b = result(1);
  a = slip == Slip::a_begins_at_0 ? 0 : 1;
  for (std::int64_t l = 0; l < layers.shape()[0]; ++l) {
    if (slip == Slip::last_layer) a = 1, b = 0;
    const Real k = layers(l, 0), s = layers(l, 1), p = layers(l, 2);
    const bool is_transposed =
        layers(l, 3) == (slip == Slip::kinds_exchanged ? 0 : 1) && slip != Slip::not_transposed;
    Real middle = slip == Slip::half_kernel      ? k / 2
                  : slip == Slip::without_kernel ? 0
                                                 : (k - 1) / 2;
    if (slip == Slip::whole_numbers) {
      middle = std::floor((k - 1) / 2);
    }
    const Real a_layer = is_transposed || slip == Slip::stride_multiplied ? s : 1 / s;
    Real b_layer = slip == Slip::padding_subtracted ? -p - middle : p - middle;
    if (slip != Slip::stride_left_out) b_layer /= s;
    if (is_transposed) b_layer = slip == Slip::padding_added ? middle + p : middle - p;
    if (is_transposed && slip == Slip::transposed_shift_scaled) b_layer *= s;
    if (slip == Slip::sign_turned || (slip == Slip::conv_sign_turned && !is_transposed)) {
      b_layer = -b_layer;
    }
    const bool in_order =
        slip != Slip::wrong_order && (slip != Slip::conv_wrong_order || is_transposed);
    const bool scaled =
        slip != Slip::shifts_added && (slip != Slip::conv_shifts_added || is_transposed);
    const Real factor = slip == Slip::scaled_by_a && is_transposed ? a_layer * a : a_layer;
    b = !in_order ? a * b_layer + b : !scaled ? b + b_layer : factor * b + b_layer;
    a = a_layer * a;
  }
  if (slip == Slip::exchanged) std::swap(a, b);
  if (slip == Slip::image_of_cell) b = -b / a, a = 1 / a;
  return result;
}

}  // namespace

std::vector<Mutant<Where>> mutants() {
  return {
      {"composed in the wrong order",
       "This is what comes out when each new shift is scaled by the layers before it. It is the "
       "other way round: the shift so far, b, goes through the new layer: a_layer * b + b_layer.",
       compose_all<Slip::wrong_order>},
      {"shifts only added",
       "This is what comes out when the shifts of all layers are added as they are. The shift so "
       "far is a coordinate, so the new layer scales it: a_layer * b + b_layer.",
       compose_all<Slip::shifts_added>},
      {"k / 2 for (k - 1) / 2",
       "This is what comes out with k / 2 as the middle of a kernel. A kernel of one number has "
       "its middle at 0, so it is (k - 1) / 2.",
       compose_all<Slip::half_kernel>},
      {"kernel left out",
       "This is what comes out when a cell lies at the beginning of its kernel. It lies in the "
       "middle, (k - 1) / 2 further.",
       compose_all<Slip::without_kernel>},
      {"padding subtracted",
       "This is what comes out when padding moves the image back. It adds a border before the "
       "image, so the image's coordinates grow by p.",
       compose_all<Slip::padding_subtracted>},
      {"shift not divided by the stride",
       "This is what comes out when b_layer of a convolution is not divided by the stride. It "
       "counts cells of the new map, which are `stride` apart.",
       compose_all<Slip::stride_left_out>},
      {"a = s for a convolution",
       "This is what comes out with a_layer = s for convolutions. A stride makes a map smaller: "
       "coordinates are divided by it.",
       compose_all<Slip::stride_multiplied>},
      {"transposed convolutions taken for convolutions",
       "This is what comes out when the fourth column is not used: a transposed convolution has "
       "a_layer = s and b_layer = (k - 1) / 2 - p.",
       compose_all<Slip::not_transposed>},
      {"padding of a transposed convolution added",
       "This is what comes out when the padding of a transposed convolution is added. It cuts off "
       "the first rows of the result, so coordinates fall by p.",
       compose_all<Slip::padding_added>},
      {"a division of whole numbers",
       "This is what comes out when (k - 1) / 2 is a division of whole numbers, which drops the "
       "half: (4 - 1) / 2 has to be 1.5.",
       compose_all<Slip::whole_numbers>},
      {"only the last layer",
       "This is the line of the last layer alone. a and b begin at 1 and 0 once, before the first "
       "layer, and go through all of them.",
       compose_all<Slip::last_layer>},
      {"a and b exchanged",
       "These are the right numbers in the wrong places: a comes first, then b.",
       compose_all<Slip::exchanged>},
      {"from the map to the image",
       "This is the way back, from a coordinate of the map to one of the image. You are asked for "
       "the way from the image to the map.",
       compose_all<Slip::image_of_cell>},
      {"shifts only added, in convolutions",
       "This is what comes out when a convolution or pooling adds its shift to b as it is. The "
       "stride divides b, too: it is a coordinate. (b + p - (k - 1) / 2) / s.",
       compose_all<Slip::conv_shifts_added>},
      {"convolutions composed in the wrong order",
       "This is what comes out when the shift of each convolution is multiplied by the a before "
       "it. It is the other way round: a_layer * b + b_layer.",
       compose_all<Slip::conv_wrong_order>},
      {"sign of all shifts",
       "Here every shift has the opposite sign. For a convolution padding counts positive and the "
       "middle of the kernel negative; for a transposed convolution it is the other way round.",
       compose_all<Slip::sign_turned>},
      {"sign of the shift of a convolution",
       "Here the shifts of convolutions and poolings have the opposite sign. Padding counts "
       "positive, the middle of the kernel negative: p - (k - 1) / 2.",
       compose_all<Slip::conv_sign_turned>},
      {"convolutions and transposed convolutions exchanged",
       "This is what comes out when 0 in the fourth column means a transposed convolution, and 1 "
       "a convolution. It is the other way round.",
       compose_all<Slip::kinds_exchanged>},
      {"shift of a transposed convolution times s",
       "This is what comes out when (k - 1) / 2 - p of a transposed convolution is multiplied by "
       "s. k and p count cells of the new map already: b * s + (k - 1) / 2 - p.",
       compose_all<Slip::transposed_shift_scaled>},
      {"b times the new a",
       "This is what comes out when a transposed convolution multiplies b by the a of all layers. "
       "b already went through the layers before: multiply it by s alone.",
       compose_all<Slip::scaled_by_a>},
      {"a = 0 at the start",
       "This is what comes out when a begins at 0: it stays 0. At the image, coordinate x is x, "
       "so a begins at 1.",
       compose_all<Slip::a_begins_at_0>},
  };
}

}  // namespace pixelwise
