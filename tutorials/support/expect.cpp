#include "tutorials/support/expect.h"

#include <iostream>

namespace pixelwise {

void expect(bool condition, const std::string& sentence) {
  if (!condition) throw FalseSentence("This sentence is false: " + sentence);
  std::cout << "  [true] " << sentence << std::endl;
}

}  // namespace pixelwise
