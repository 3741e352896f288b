// The usual mistakes on the way from colours to class numbers, and what to say of each.
#include <cmath>

#include "tutorials/01_pixels/exercises/1_colours/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  red_only,
  any_channel,
  blue_first,
  other_is_0,
  from_one,
  nearest,
  exchanged,
  without_class_0,
  not_green,
  not_red,
  not_blue,
};

// A wrong comparison may fit several classes. Then either the last one stays, or (`first`: the loop
// ends with a break) the first one.
template <Slip slip, bool first = false>
CheckedArray numbers_of(const CheckedArray& image, const std::vector<Colour>& palette) {
  const std::int64_t rows = image.shape()[2], columns = image.shape()[3];
  CheckedArray result({rows, columns});
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const auto channel = [&](std::int64_t c) {
        return slip == Slip::exchanged ? image(0, c, column, row) : image(0, c, row, column);
      };
      result(row, column) = slip == Slip::other_is_0 ? 0 : 255;
      Real smallest = 1e9;
      for (std::size_t c = slip == Slip::without_class_0 ? 1 : 0; c < palette.size(); ++c) {
        const Real r = slip == Slip::blue_first ? palette[c].b : palette[c].r;
        const Real b = slip == Slip::blue_first ? palette[c].r : palette[c].b;
        const bool red = channel(0) == r, green = channel(1) == palette[c].g,
                   blue = channel(2) == b;
        bool same = red && green && blue;
        if (slip == Slip::red_only) same = red;
        if (slip == Slip::not_green) same = red && blue;
        if (slip == Slip::not_red) same = green && blue;
        if (slip == Slip::not_blue) same = red && green;
        if (slip == Slip::any_channel) same = red || green || blue;
        if (slip == Slip::nearest) {
          const Real distance = std::abs(channel(0) - r) + std::abs(channel(1) - palette[c].g) +
                                std::abs(channel(2) - b);
          same = distance < smallest;
          if (same) smallest = distance;
        }
        if (!same) continue;
        result(row, column) = static_cast<Real>(c) + (slip == Slip::from_one ? 1 : 0);
        if (first) break;
      }
    }
  }
  return result;
}

constexpr const char* kRedOnly =
    "This is what comes out when only the red channel is compared. Several classes may have the "
    "same red: all three channels have to be equal.";
constexpr const char* kNotRed =
    "This is what comes out when green and blue are compared, and red is not.";
constexpr const char* kNotGreen =
    "This is what comes out when red and blue are compared, and green is not.";
constexpr const char* kNotBlue =
    "This is what comes out when red and green are compared, and blue is not.";
constexpr const char* kAny =
    "This is what comes out when one equal channel is enough (||). All three have to be equal "
    "(&&).";

}  // namespace

std::vector<Mutant<ClassNumbers>> mutants() {
  return {
      {"red only", kRedOnly, numbers_of<Slip::red_only>},
      {"red only, first class", kRedOnly, numbers_of<Slip::red_only, true>},
      {"red and blue only", kNotGreen, numbers_of<Slip::not_green>},
      {"red and blue only, first class", kNotGreen, numbers_of<Slip::not_green, true>},
      {"green and blue only", kNotRed, numbers_of<Slip::not_red>},
      {"green and blue only, first class", kNotRed, numbers_of<Slip::not_red, true>},
      {"red and green only", kNotBlue, numbers_of<Slip::not_blue>},
      {"red and green only, first class", kNotBlue, numbers_of<Slip::not_blue, true>},
      {"any channel", kAny, numbers_of<Slip::any_channel>},
      {"any channel, first class", kAny, numbers_of<Slip::any_channel, true>},
      {"blue first",
       "This is what comes out when red and blue are exchanged. Channel 0 is red, channel 2 is "
       "blue.",
       numbers_of<Slip::blue_first>},
      {"other colours are class 0",
       "Only pixels whose colour is not in the palette are wrong: they come out as class 0. They "
       "are void, 255.",
       numbers_of<Slip::other_is_0>},
      {"counted from 1",
       "Every class is one too large. The first colour of the palette belongs to class 0.",
       numbers_of<Slip::from_one>},
      {"nearest colour",
       "Only pixels whose colour is not in the palette are wrong: they come out as the class with "
       "the nearest colour. Nobody knows what they are: 255.",
       numbers_of<Slip::nearest>},
      {"row and column exchanged",
       "This is what comes out when image(0, channel, column, row) is read in the place of "
       "image(0, "
       "channel, row, column).",
       numbers_of<Slip::exchanged>},
      {"class 0 left out",
       "Only pixels of class 0 are wrong: this is what comes out when the search begins with class "
       "1.",
       numbers_of<Slip::without_class_0>},
  };
}

}  // namespace pixelwise
