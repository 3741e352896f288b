#include "autograd/address_space.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <new>

namespace pixelwise {

std::span<std::byte> reserve_address_space() {
  constexpr std::size_t kPage = std::size_t{2} << 20;
  std::size_t wanted = static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) *
                       static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE));
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    wanted =
        std::min<std::size_t>(wanted, limit.rlim_cur / 4 * 3);  // files and threads need room, too
  }
  for (std::size_t bytes = wanted / kPage * kPage; bytes >= kPage;
       bytes = bytes / 8 * 7 / kPage * kPage) {
    void* begin = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin == MAP_FAILED) continue;
#ifdef MADV_HUGEPAGE
    ::madvise(begin, bytes, MADV_HUGEPAGE);  // only advice: it may fail
#endif
    return {static_cast<std::byte*>(begin), bytes};
  }
  throw std::bad_alloc();
}

}  // namespace pixelwise
