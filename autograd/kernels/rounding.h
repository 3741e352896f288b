// Division of whole numbers, rounded up: how many pieces there are. Not for the files compiled once
// per instruction set: these are inline functions (isa_table.cpp says why).
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

/// a / b, rounded up; a >= 0, b > 0.
inline std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// The smallest multiple of `to` that is not below a.
inline std::int64_t round_up(std::int64_t a, std::int64_t to) { return ceil_div(a, to) * to; }

}  // namespace pixelwise::kernels
