// Threads: one loop whose bodies may run at the same time.
//
// Results have the same bits for any number of threads, because of one rule: how work is cut into
// pieces depends only on sizes, each piece writes to a different place, and no sum over pieces is
// added up in an order that depends on timing.
#pragma once

#include <cstdint>
#include <functional>

namespace pixelwise {

/// Number of threads that operations use, at least 1. At the start: PIXELWISE_THREADS if set,
/// otherwise the number of processors this process may run on.
int threads();

/// Sets the number of threads; throws std::invalid_argument below 1.
void set_threads(int count);

/// Calls body(i) once for every i in [0, count), in any order, on any of threads() threads. If
/// bodies throw, the first exception is thrown here, after the loop. Inside another parallel loop
/// it is a plain loop.
void parallel_for(std::int64_t count, const std::function<void(std::int64_t)>& body);

/// Cuts [0, total) into pieces of `grain` (the last one may be shorter) and calls
/// body(begin, end) for each as parallel_for does.
void parallel_ranges(std::int64_t total, std::int64_t grain,
                     const std::function<void(std::int64_t, std::int64_t)>& body);

}  // namespace pixelwise
