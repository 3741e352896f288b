#include "datasets/for_each.h"

#include <exception>
#include <vector>

#include "base/parallel.h"

namespace pixelwise {

void for_each_index(std::int64_t count, const std::function<void(std::int64_t)>& body) {
  std::vector<std::exception_ptr> errors(static_cast<std::size_t>(count));
  parallel_for(count, [&](std::int64_t i) {
    try {
      body(i);
    } catch (...) {
      errors[static_cast<std::size_t>(i)] = std::current_exception();
    }
  });
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace pixelwise
