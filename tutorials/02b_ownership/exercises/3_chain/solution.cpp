// Exercise 02b.3, solved: a link owns nothing any more when it goes.
#include "tutorials/02b_ownership/exercises/3_chain/exercise.h"

namespace pixelwise::yours {

void free_chain(std::unique_ptr<Link> last) {
  while (last) last = std::move(last->before);
}

}  // namespace pixelwise::yours
