#include "base/address_space.h"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace pixelwise {

std::span<std::byte> reserve_address_space() {
  constexpr std::size_t kPage = std::size_t{2} << 20;
  const auto memory = static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE));
  for (std::size_t bytes = memory / kPage * kPage; bytes >= kPage;
       bytes = bytes / 2 / kPage * kPage) {
    void* begin = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin == MAP_FAILED) continue;
#ifdef MADV_HUGEPAGE
    ::madvise(begin, bytes, MADV_HUGEPAGE);  // only advice: nothing fails without
#endif
    return {static_cast<std::byte*>(begin), bytes};
  }
  throw std::bad_alloc();
}

}  // namespace pixelwise
