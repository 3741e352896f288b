#include "autograd/buffer.h"

#include <algorithm>
#include <bit>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "base/huge_pages.h"

namespace pixelwise {
namespace {

constexpr std::size_t kAlignment = 64;

// AddressSanitizer can only tell a use after free if the block really is freed.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeepBlocks = false;
#else
constexpr bool kKeepBlocks = true;
#endif

// Rounds up so that eight sizes lie between two powers of two: at most 1/8 is wasted, and sizes
// that are nearly equal share their blocks.
std::size_t rounded(std::size_t bytes) {
  const std::size_t step =
      std::max(kAlignment, std::bit_floor(std::max<std::size_t>(bytes, 1)) / 8);
  return (std::max<std::size_t>(bytes, 1) + step - 1) / step * step;
}

bool is_large(std::size_t bytes) { return bytes >= 2 * kHugePage; }

std::align_val_t alignment(std::size_t bytes) {
  return std::align_val_t{is_large(bytes) ? kHugePage : kAlignment};
}

void* allocate(std::size_t bytes) {
  void* block = ::operator new(bytes, alignment(bytes));
  if (is_large(bytes)) prefer_huge_pages(block, bytes);
  return block;
}

void deallocate(void* block, std::size_t bytes) { ::operator delete(block, alignment(bytes)); }

struct Pool {
  std::mutex mutex;
  std::map<std::size_t, std::vector<void*>> free_blocks;  // by size
  std::size_t in_use = 0;
  std::size_t peak = 0;

  void* take(std::size_t bytes) {
    const std::lock_guard<std::mutex> lock(mutex);
    in_use += bytes;
    peak = std::max(peak, in_use);
    auto found = free_blocks.find(bytes);
    if (found != free_blocks.end() && !found->second.empty()) {
      void* block = found->second.back();
      found->second.pop_back();
      return block;
    }
    try {
      return allocate(bytes);
    } catch (...) {
      in_use -= bytes;
      throw;
    }
  }

  void give_back(void* block, std::size_t bytes) {
    const std::lock_guard<std::mutex> lock(mutex);
    in_use -= bytes;
    if (kKeepBlocks) {
      free_blocks[bytes].push_back(block);
    } else {
      deallocate(block, bytes);
    }
  }

  void release() {
    const std::lock_guard<std::mutex> lock(mutex);
    for (auto& [bytes, blocks] : free_blocks) {
      for (void* block : blocks) deallocate(block, bytes);
    }
    free_blocks.clear();
  }
};

// Never destroyed: buffers in static storage may outlive every other static object.
Pool& pool() {
  static Pool* const the_pool = new Pool;
  return *the_pool;
}

}  // namespace

Buffer::Buffer(std::int64_t size)
    : data_(nullptr), bytes_(rounded(static_cast<std::size_t>(size) * sizeof(Real))) {
  data_ = static_cast<Real*>(pool().take(bytes_));
}

Buffer::~Buffer() { pool().give_back(data_, bytes_); }

std::size_t buffer_bytes_in_use() {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  return pool().in_use;
}

std::size_t buffer_bytes_peak() {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  return pool().peak;
}

void reset_buffer_peak() {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  pool().peak = pool().in_use;
}

void release_unused_buffers() { pool().release(); }

}  // namespace pixelwise
