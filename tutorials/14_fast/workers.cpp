#include "tutorials/14_fast/workers.h"

#include <atomic>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "base/parallel.h"
#include "base/random.h"
#include "tutorials/14_fast/ladder.h"
#include "tutorials/support/expect.h"

namespace pixelwise {
namespace {

constexpr std::size_t kPiece = 1000;

std::vector<float> numbers() {
  Rng rng(3);
  std::vector<float> all(100 * kPiece);
  for (float& number : all) number = static_cast<float>(rng.uniform());
  return all;
}

// [pieces]
// Each piece has a place for its sum: nobody else writes there.
std::vector<float> sums_of_pieces(const std::vector<float>& all, int workers) {
  const ThreadScope scope(workers);
  std::vector<float> sums(all.size() / kPiece);
  parallel_for(static_cast<std::int64_t>(sums.size()), [&](std::int64_t piece) {
    float sum = 0;
    for (std::size_t i = 0; i < kPiece; ++i) {
      sum += all[static_cast<std::size_t>(piece) * kPiece + i];
    }
    sums[static_cast<std::size_t>(piece)] = sum;
  });
  return sums;
}
// [/pieces]

// A counter that is written to memory each time.
void count(std::atomic<std::int64_t>& counter) {
  for (int i = 0; i < 20'000'000; ++i) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
}

double time_counters(std::size_t apart) {
  alignas(128) static std::atomic<std::int64_t> counters[64] = {};
  const ThreadScope scope(2);
  return seconds_of([&] {
    parallel_for(2, [&](std::int64_t i) { count(counters[static_cast<std::size_t>(i) * apart]); });
  });
}

}  // namespace

void same_bits(Lesson& lesson) {
  section("The same bits", Kind::exact);
  const Step step = steps(9).back();
  Problem problem(kTimed);
  std::vector<std::vector<float>> results;
  for (const int workers : {1, 2, 3}) results.push_back(problem.result(step, workers));
  expect(results[1] == results[0] && results[2] == results[0],
         "Rung 9 gives the same bits with 1, 2 and 3 threads.");

  const std::vector<float> all = numbers();
  const std::vector<float> sums = sums_of_pieces(all, 1);
  expect(sums_of_pieces(all, 2) == sums, "So do the sums of 100 pieces of 1000 numbers.");
  float forwards = 0, backwards = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    forwards += sums[i];
    backwards += sums[sums.size() - 1 - i];
  }
  std::cout << std::setprecision(9)
            << "the pieces added up from the first to the last: " << forwards
            << "\n                    from the last to the first: " << backwards << '\n'
            << std::setprecision(6);
  expect(forwards != backwards, "The order of a sum is part of its result.");
  lesson.value("forwards", text(forwards));
}

void false_sharing(Lesson& lesson) {
  section("Two counters", Kind::timed);
  const double beside = time_counters(1), apart = time_counters(32);
  std::cout << std::fixed << std::setprecision(0)
            << "Two threads, each counts to 20 million in a place that nobody else uses.\n"
            << "  counters beside each other (8 bytes apart)   " << 1e3 * beside
            << " ms\n  counters in two cache lines (256 bytes apart) " << std::setw(3)
            << 1e3 * apart << " ms\n"
            << std::defaultfloat << std::setprecision(6);
  lesson.value("beside", text(std::lround(1e3 * beside)), Kind::timed);
  lesson.value("apart", text(std::lround(1e3 * apart)), Kind::timed);
}

}  // namespace pixelwise
