#include "tutorials/grader/checked_array.h"

namespace pixelwise {

void CheckedArray::bad_index(std::initializer_list<std::int64_t> index) const {
  std::ostringstream message;
  message << "index (";
  const char* between = "";
  for (const std::int64_t i : index) {
    message << between << i;
    between = ", ";
  }
  message << ") in an array " << shape() << ": ";
  if (static_cast<int>(index.size()) != shape().rank()) {
    message << "it takes " << shape().rank() << " indices";
    throw IndexError(message.str());
  }
  static const char* const axis_names[] = {"image", "channel", "row", "column"};
  int axis = 0;
  for (const std::int64_t i : index) {
    if (i < 0 || i >= shape()[axis]) {
      const int name = shape().rank() == 4 ? axis : shape().rank() == 2 ? axis + 2 : -1;
      message << (name >= 0 ? axis_names[name] : "element") << ' ' << i << " does not exist";
      if (shape().rank() == 4) message << " (indices are image, channel, row, column)";
      break;
    }
    ++axis;
  }
  throw IndexError(message.str());
}

}  // namespace pixelwise
