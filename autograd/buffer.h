// Buffer: the memory under an Array, taken from a pool.
//
// A training step asks for the same sizes again and again. Giving big blocks back to the system
// and fetching them anew costs a page fault per 4 KiB, more than many operations themselves, so
// freed blocks are kept and handed out again.
#pragma once

#include <cstddef>
#include <cstdint>

#include "autograd/real.h"

namespace pixelwise {

/// `size` numbers of uninitialised memory, aligned to 64 bytes (a cache line, an AVX-512 vector).
/// Not copyable; the destructor gives the block back to the pool. Thread-safe.
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
  std::size_t bytes_;  // size of the block, at least what was asked for
};

/// Bytes in buffers that are alive now.
std::size_t buffer_bytes_in_use();

/// The largest value that buffer_bytes_in_use() has had since the last reset.
std::size_t buffer_bytes_peak();
void reset_buffer_peak();

/// Gives all blocks that are not in use back to the system.
void release_unused_buffers();

}  // namespace pixelwise
