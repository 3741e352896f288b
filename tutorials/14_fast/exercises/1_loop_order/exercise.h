// Exercise 14.1: a product of matrices, in a good order.
#pragma once

#include "tutorials/14_fast/exercises/1_loop_order/small_cache.h"

namespace pixelwise::yours {

/// c += a b, with three plain loops.
///
///   a  [M, K]   a.rows() is M, a.columns() is K
///   b  [K, N]
///   c  [M, N]   all zeros when you get it
///
/// A cache of 64 lines with 8 numbers each lies between you and the matrices. For 40x100 times
/// 100x24 at most 20,000 lines may be loaded. Use the matrices where they are, without copies.
void multiply(const CountedMatrix& a, const CountedMatrix& b, CountedMatrix& c);

}  // namespace pixelwise::yours
