// Address space: a range of addresses that gets memory from the system at the first write.
#pragma once

#include <cstddef>
#include <span>

namespace pixelwise {

/// A contiguous range of addresses, as long as the machine has memory, or three quarters of what
/// `ulimit -v` allows if that is less. It costs nothing: an address gets a page of memory at its
/// first use. (With vm.overcommit_memory = 2 the system counts the whole range, and may grant a
/// smaller one.) Pages have 2 MiB if the system offers them. The weights of a VGG net are 130,000
/// pages of 4 KiB, and a processor cannot remember the places of so many. Throws std::bad_alloc.
std::span<std::byte> reserve_address_space();

}  // namespace pixelwise
