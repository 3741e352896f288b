// Buffer: the memory under an Array, taken from one range of memory that all buffers share.
//
// A training step asks for the same sizes in the same order again and again. Giving memory back to
// the system and fetching it anew costs a page fault per page, more than many operations
// themselves; so what is free stays with the program. Free neighbours become one range, whatever
// their sizes were, and a new buffer takes the smallest range that it fits into: what the gradients
// of one step leave becomes the activations of the next.
#pragma once

#include <cstddef>
#include <cstdint>

#include "autograd/real.h"

namespace pixelwise {

/// `size` numbers of uninitialised memory, aligned to 64 bytes (a cache line, an AVX-512 vector).
/// Not copyable; the destructor frees the memory for other buffers. Thread-safe. Throws
/// std::bad_alloc if there is no room.
class Buffer {
 public:
  explicit Buffer(std::int64_t size);
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  Real* data() { return data_; }
  const Real* data() const { return data_; }

 private:
  Real* data_;
  std::size_t bytes_;  // whole cache lines
};

/// Bytes in buffers that are alive now.
std::size_t buffer_bytes_in_use();

/// The largest value that buffer_bytes_in_use() has had since the last reset.
std::size_t buffer_bytes_peak();
void reset_buffer_peak();

}  // namespace pixelwise
