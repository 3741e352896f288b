// "Did you mean ...?": the word of a list that a mistyped one is nearest to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pixelwise {

/// How many letters must be put in, left out, replaced or swapped with their neighbour to turn `a`
/// into `b`. Capital and small letters count as equal.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The first of the nearest words of `known`, or "" if none is near: one edit for each three
/// letters is near, and so is a word that begins with all of `word`, if it is the only one.
std::string closest_word(std::string_view word, const std::vector<std::string>& known);

/// "; did you mean 'train'?", for the end of a message that refuses `word`. "" if none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace pixelwise
