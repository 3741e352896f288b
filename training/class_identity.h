// Whether two lists of class names mean the same classes: a number alone does not say which class.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "training/checkpoint.h"

namespace pixelwise {

/// The classes as a checkpoint or a data set has them; `where` is named in messages.
struct NamedClasses {
  std::string where;
  const std::vector<std::string>& names;
};

enum class ClassDifference {
  none,      // or not to be told: one side only has numbers ("class 0"), or another number of them
  renamed,   // some names differ; those that are in both lists stand at the same number
  others,    // no name is in both lists
  permuted,  // a name stands at another number in the other list
};

struct ClassComparison {
  ClassDifference difference = ClassDifference::none;
  std::string message;  // names both lists; empty for none

  /// Scores for the one list must not be taken for scores of the other.
  bool conflict() const {
    return difference == ClassDifference::others || difference == ClassDifference::permuted;
  }
};

ClassComparison compare_classes(const NamedClasses& trained, const NamedClasses& given);

/// Before weights of `source`, read from `path`, are moved into a network for the classes `given`:
/// of a checkpoint with as many classes the scores are moved, too. A permuted list is
/// std::runtime_error; other names, to which the network may be meant to be trained anew, are told
/// to `warn`. A file that does not name its classes is not compared.
void check_transfer(const std::string& path, const Checkpoint& source,
                    const std::vector<std::string>& given,
                    const std::function<void(const std::string&)>& warn);

}  // namespace pixelwise
