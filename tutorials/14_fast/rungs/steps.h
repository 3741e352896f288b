// The list of rungs, and a convolution to try them on.
#pragma once

#include <string>
#include <vector>

#include "tutorials/14_fast/rungs/rung.h"

namespace pixelwise {

struct Step {
  int number = 0;
  std::string name = {};
  rungs::Rung* run = nullptr;
  bool channels_first = false;  // how its arrays lie in memory
  bool several_threads = false;
  bool wide = false;  // it uses the widest vectors
  // For one multiply-add of the formula: the bytes that are loaded, as the source says (0: not
  // counted), and the products that are computed.
  double loads = 0, products = 1;
};

/// The rungs 1 to `last`; without the library's, where there is none.
std::vector<Step> steps(int last);

/// How many threads a rung with several threads gets: two, if this process has two processors.
int several();

/// Sets the number of threads, and sets it back.
class ThreadScope {
 public:
  explicit ThreadScope(int count);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int before_;
};

/// A convolution of random numbers: its arrays in both orders.
class Problem {
 public:
  explicit Problem(const rungs::Sizes& sizes);

  /// workers: the number of threads; 0: several() for a rung with several threads, else 1.
  void run(const Step& step, int workers = 0);

  /// y of that rung with the channels last, in whatever order the rung wrote it.
  std::vector<float> result(const Step& step, int workers = 0);

 private:
  rungs::Sizes s_;
  std::vector<float> x_, w_, x_last_, w_last_, y_;
};

/// The largest |a - b|, divided by the largest |b|. A nan is as wrong as can be: infinity.
double relative_difference(const std::vector<float>& a, const std::vector<float>& b);

}  // namespace pixelwise
