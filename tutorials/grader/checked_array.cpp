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
  int axis = 0;
  for (const std::int64_t i : index) {
    if (i < 0 || i >= shape()[axis]) {
      // Not "image" or "channel": of a kernel these are other axes.
      static const char* const ordinals[] = {"first", "second", "third", "fourth"};
      const bool named = shape().rank() > 1 && axis < 4;
      message << "its " << (named ? text(ordinals[axis], " index") : std::string("index"))
              << (shape()[axis] == 1 ? " can only be 0"
                                     : text(" goes from 0 to ", shape()[axis] - 1));
      break;
    }
    ++axis;
  }
  throw IndexError(message.str());
}

}  // namespace pixelwise
