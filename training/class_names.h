// A list of class names beside weights that do not name their classes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pixelwise {

/// Reads a name from each line: of any number of classes (ImageNet's classifiers have 1000), and of
/// several words. A byte-order mark and blank lines at the end do not count. Throws
/// std::runtime_error with the path if there are not `classes` names, a line is blank or not UTF-8.
std::vector<std::string> read_class_names(const std::string& path, std::int64_t classes);

}  // namespace pixelwise
