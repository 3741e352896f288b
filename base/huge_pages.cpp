#include "base/huge_pages.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace pixelwise {

void prefer_huge_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  madvise(begin, bytes, MADV_HUGEPAGE);
#endif
}

}  // namespace pixelwise
