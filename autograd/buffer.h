// Buffer: the memory of an Array, taken from one range of memory that all buffers share.
//
// A training step asks for the same sizes in the same order again and again. Memory that goes back
// to the system costs a page fault for each page when it is needed again. This takes longer than
// many operations, so the program keeps free memory. Free neighbours become one range, whatever
// their sizes were. A new buffer takes the smallest range that is large enough. So the activations
// of a step use the memory that the gradients of the step before have freed.
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

/// The largest value of buffer_bytes_in_use() since the last reset.
std::size_t buffer_bytes_peak();
void reset_buffer_peak();

}  // namespace pixelwise
