// A parallel loop whose bodies may throw.
#pragma once

#include <cstdint>
#include <functional>

namespace pixelwise {

/// Calls body(i) for every i in [0, count) as parallel_for does. What bodies throw is caught; the
/// exception of the smallest i is thrown again when all are done.
void for_each_index(std::int64_t count, const std::function<void(std::int64_t)>& body);

}  // namespace pixelwise
