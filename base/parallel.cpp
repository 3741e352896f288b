// A team of worker threads. It runs one loop at a time.
//
// The caller publishes the loop and takes indices itself. Workers that are awake join it. The loop
// is done when every index is done: nobody waits for a worker that is still asleep. So other
// programs on the machine slow a loop down only by the time that they take. Idle workers spin for a
// moment, because the next loop of a training step comes within microseconds. Then they sleep.
#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr auto kSpinTime = std::chrono::microseconds(100);

thread_local bool inside_loop = false;

struct Loop {
  const std::function<void(std::int64_t)>& body;  // outlives the loop: its caller waits
  const std::int64_t count;
  std::atomic<int> places;            // how many workers may still join
  std::atomic<std::int64_t> next{0};  // the index that is handed out next
  std::atomic<std::int64_t> missing;  // indices not done yet
  std::atomic<bool> failed{false};
  std::exception_ptr failure;  // of the first body that threw; read when `missing` is 0

  Loop(const std::function<void(std::int64_t)>& loop_body, std::int64_t loop_count, int workers)
      : body(loop_body), count(loop_count), places(workers), missing(loop_count) {}

  // Takes indices until none are left.
  void work() {
    inside_loop = true;
    for (std::int64_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        if (!failed.exchange(true)) failure = std::current_exception();
      }
      if (--missing == 0) missing.notify_all();
    }
    inside_loop = false;
  }
};

// Waits until `value` is no longer `old`: spins first, then sleeps.
template <class Value>
void wait_for_change(const std::atomic<Value>& value, Value old) {
  const auto begin = std::chrono::steady_clock::now();
  while (value.load(std::memory_order_acquire) == old) {
    if (std::chrono::steady_clock::now() - begin < kSpinTime) continue;
    value.wait(old, std::memory_order_acquire);
    return;
  }
}

class Team {
 public:
  void run(std::int64_t count, const std::function<void(std::int64_t)>& body, int workers) {
    const auto loop = std::make_shared<Loop>(body, count, workers);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      while (size_ < workers) add_worker();
      current_ = loop;
      ++number_;
    }
    number_.notify_all();
    loop->work();
    for (std::int64_t missing = loop->missing; missing != 0; missing = loop->missing) {
      wait_for_change(loop->missing, missing);
    }
    if (loop->failure) std::rethrow_exception(loop->failure);
  }

 private:
  void add_worker() {
    std::thread([this] { serve(); }).detach();  // sleeps until the process ends
    ++size_;
  }

  void serve() {
    std::uint64_t seen = 0;
    for (;;) {
      wait_for_change(number_, seen);
      std::shared_ptr<Loop> loop;
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        seen = number_;
        loop = current_;
      }
      if (loop && loop->places.fetch_sub(1) > 0) loop->work();
    }
  }

  std::mutex mutex_;  // guards size_ and current_
  int size_ = 0;
  std::shared_ptr<Loop> current_;
  std::atomic<std::uint64_t> number_{0};  // of the current loop
};

// Never destroyed: its workers live as long as the process.
Team& team() {
  static Team* const the_team = new Team;
  return *the_team;
}

int initial_threads() {
  if (const char* wanted = std::getenv("PIXELWISE_THREADS")) {
    char* end = nullptr;
    const long count = std::strtol(wanted, &end, 10);
    require(end != wanted && *end == '\0' && count >= 1 && count <= 4096, "PIXELWISE_THREADS: '",
            wanted, "' is not a number of threads from 1 to 4096");
    return static_cast<int>(count);
  }
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int& thread_count() {
  static int count = initial_threads();
  return count;
}

}  // namespace

int threads() { return thread_count(); }

void set_threads(int count) {
  require(count >= 1, "set_threads: ", count, " threads; at least 1 is needed");
  thread_count() = count;
}

void parallel_for(std::int64_t count, const std::function<void(std::int64_t)>& body) {
  const int workers = static_cast<int>(std::min<std::int64_t>(threads(), count)) - 1;
  if (workers < 1 || inside_loop) {
    for (std::int64_t i = 0; i < count; ++i) body(i);
    return;
  }
  team().run(count, body, workers);
}

void parallel_ranges(std::int64_t total, std::int64_t grain,
                     const std::function<void(std::int64_t, std::int64_t)>& body) {
  const std::int64_t pieces = (total + grain - 1) / grain;
  parallel_for(pieces, [&](std::int64_t piece) {
    body(piece * grain, std::min(total, (piece + 1) * grain));
  });
}

}  // namespace pixelwise
