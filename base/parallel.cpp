#include "base/parallel.h"

#include <omp.h>

#include <algorithm>
#include <cstdlib>

#include "base/check.h"

namespace pixelwise {
namespace {

int initial_threads() {
  if (const char* wanted = std::getenv("PIXELWISE_THREADS")) {
    const int count = std::atoi(wanted);
    require(count >= 1, "PIXELWISE_THREADS: '", wanted, "' is not a number of threads >= 1");
    return count;
  }
  return std::max(1, omp_get_num_procs());
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
  const int team = static_cast<int>(std::min<std::int64_t>(threads(), count));
  if (team <= 1 || omp_in_parallel()) {
    for (std::int64_t i = 0; i < count; ++i) body(i);
    return;
  }
  // Dynamic: a core that a noisy neighbour slows down takes fewer pieces. Which thread runs a
  // piece changes nothing in its result.
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
  for (std::int64_t i = 0; i < count; ++i) body(i);
}

void parallel_ranges(std::int64_t total, std::int64_t grain,
                     const std::function<void(std::int64_t, std::int64_t)>& body) {
  const std::int64_t pieces = (total + grain - 1) / grain;
  parallel_for(pieces, [&](std::int64_t piece) {
    body(piece * grain, std::min(total, (piece + 1) * grain));
  });
}

}  // namespace pixelwise
