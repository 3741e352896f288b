// What the masks of a folder mean, where they are read by number: that takes all of them together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "datasets/class_list.h"
#include "datasets/file_dataset.h"
#include "datasets/mask.h"

namespace pixelwise {

struct MaskMeaning {
  IdHistogram pixels{};               // of each number, over all masks
  bool binary = false;                // 0 and 255 are classes 0 and 1
  std::vector<std::string> all_void;  // names of masks without a labelled pixel
  /// The colours that the files' palettes have for the numbers that occur in them.
  std::array<std::optional<Colour>, 256> colours{};
};

/// Reads every mask once, and compares its size with its image's. Throws std::runtime_error for
/// what has two meanings, naming the files and what to do:
/// - masks of nothing but 0 and 255 beside masks of other numbers: is 255 an object or void? (A
///   line 'void 255' in classes.txt says so.)
/// - palettes that have different colours for one number;
/// - numbers that are far apart and without names: grey levels, or classes?
MaskMeaning find_meaning(const std::string& folder, const std::vector<FilePair>& files,
                         const std::optional<ClassList>& list);

/// A mask by the rule of mask.h: by colour if the list has colours, else by number.
NumberedMask read_by_rule(const std::string& path, const std::optional<ClassList>& list);

/// The colours of `classes` classes as the files have them, or VOC's where they have none or some
/// that could not be told apart.
Palette palette_of(const MaskMeaning& meaning, int classes);

}  // namespace pixelwise
