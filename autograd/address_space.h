// Address space: room for memory that is only taken from the system when it is first written to.
#pragma once

#include <cstddef>
#include <span>

namespace pixelwise {

/// A contiguous range of addresses, as long as the machine has memory; three quarters of what
/// `ulimit -v` allows, if that is less. It is free of charge: a page of memory stands behind an
/// address from the first access on. (A system that promises no more than it has,
/// vm.overcommit_memory = 2, counts all of it, and may grant a smaller one.) Pages are of 2 MiB
/// where the system has such: the weights of a VGG net span 130,000 pages of 4 KiB, more than a
/// processor remembers the places of. Throws std::bad_alloc.
std::span<std::byte> reserve_address_space();

}  // namespace pixelwise
