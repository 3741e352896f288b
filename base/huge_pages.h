// Large memory on large pages.
#pragma once

#include <cstddef>

namespace pixelwise {

/// The size of a large page, and what their memory should be aligned to.
inline constexpr std::size_t kHugePage = std::size_t{2} << 20;

/// Asks the system to back this memory with pages of 2 MiB. The weights of a VGG net span 130,000
/// pages of 4 KiB, more than a processor remembers the places of. Only advice: nothing fails.
void prefer_huge_pages(void* begin, std::size_t bytes);

}  // namespace pixelwise
