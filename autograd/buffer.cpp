#include "autograd/buffer.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <utility>

#include "autograd/address_sanitizer.h"
#include "autograd/address_space.h"

namespace pixelwise {
namespace {

constexpr std::size_t kAlignment = 64;

// A range of addresses. Parts of it are free.
class Arena {
 public:
  Arena() {
    const std::span<std::byte> all = reserve_address_space();
    add(all.data(), all.size());
  }

  // The start of the smallest free range that has room for `bytes`, the lowest of several.
  void* take(std::size_t bytes) {
    const auto best = by_size_.lower_bound({bytes, nullptr});
    if (best == by_size_.end()) throw std::bad_alloc();
    auto by_size = by_size_.extract(best);
    auto& [size, begin] = by_size.value();
    auto by_address = by_address_.extract(begin);
    std::byte* const block = begin;
    if (size > bytes) {  // the rest uses the nodes of the maps again: nothing here can fail
      size -= bytes;
      begin += bytes;
      by_address.key() = begin;
      by_address.mapped() = size;
      by_size_.insert(std::move(by_size));
      by_address_.insert(std::move(by_address));
    }
    return block;
  }

  void give_back(void* block, std::size_t bytes) {
    std::byte* begin = static_cast<std::byte*>(block);
    const auto next = by_address_.lower_bound(begin);
    if (next != by_address_.begin()) {
      const auto [before, size] = *std::prev(next);
      if (before + size == begin) {
        remove(before, size);
        begin = before;
        bytes += size;
      }
    }
    if (next != by_address_.end() && begin + bytes == next->first) {
      const std::size_t size = next->second;
      remove(next->first, size);
      bytes += size;
    }
    add(begin, bytes);
  }

 private:
  void add(std::byte* begin, std::size_t bytes) {
    by_address_.emplace(begin, bytes);
    by_size_.emplace(bytes, begin);
  }
  void remove(std::byte* begin, std::size_t bytes) {
    by_address_.erase(begin);
    by_size_.erase({bytes, begin});
  }

  // The free ranges, in two orders.
  std::map<std::byte*, std::size_t> by_address_;
  std::set<std::pair<std::size_t, std::byte*>> by_size_;
};

// AddressSanitizer sees a use after free only if the memory is really freed.
struct HeapForSanitizer {
  void* take(std::size_t bytes) { return ::operator new (bytes, std::align_val_t{kAlignment}); }
  void give_back(void* block, std::size_t /*bytes*/) {
    ::operator delete (block, std::align_val_t{kAlignment});
  }
};

struct Memory {
  std::mutex mutex;
#ifdef PIXELWISE_ADDRESS_SANITIZER
  HeapForSanitizer source;
#else
  Arena source;
#endif
  std::size_t in_use = 0;
  std::size_t peak = 0;
};

// Never destroyed: static objects may have buffers until the program ends.
Memory& memory() {
  static Memory* const the_memory = new Memory;
  return *the_memory;
}

}  // namespace

Buffer::Buffer(std::int64_t size) : data_(nullptr), bytes_(0) {
  const std::size_t bytes =
      static_cast<std::size_t>(std::max<std::int64_t>(size, 1)) * sizeof(Real);
  bytes_ = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  Memory& m = memory();
  const std::lock_guard<std::mutex> lock(m.mutex);
  data_ = static_cast<Real*>(m.source.take(bytes_));
  m.in_use += bytes_;
  m.peak = std::max(m.peak, m.in_use);
}

Buffer::~Buffer() {
  Memory& m = memory();
  const std::lock_guard<std::mutex> lock(m.mutex);
  m.source.give_back(data_, bytes_);
  m.in_use -= bytes_;
}

std::size_t buffer_bytes_in_use() {
  const std::lock_guard<std::mutex> lock(memory().mutex);
  return memory().in_use;
}

std::size_t buffer_bytes_peak() {
  const std::lock_guard<std::mutex> lock(memory().mutex);
  return memory().peak;
}

void reset_buffer_peak() {
  const std::lock_guard<std::mutex> lock(memory().mutex);
  memory().peak = memory().in_use;
}

}  // namespace pixelwise
