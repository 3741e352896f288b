#include "base/parallel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/base/message.h"

namespace pixelwise {
namespace {

// Restores the number of threads, which all tests of this program share.
class Parallel : public testing::Test {
 protected:
  ~Parallel() override { set_threads(before_); }

 private:
  const int before_ = threads();
};

TEST_F(Parallel, EveryIndexOnce) {
  for (const int team : {1, 2, 3}) {
    set_threads(team);
    EXPECT_EQ(threads(), team);
    for (const std::int64_t count : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      parallel_for(count, [&](std::int64_t i) { ++calls.at(static_cast<std::size_t>(i)); });
      for (const auto& n : calls) EXPECT_EQ(n, 1);
    }
  }
}

TEST_F(Parallel, NoIndicesNoCalls) {
  set_threads(2);
  int calls = 0;
  parallel_for(0, [&](std::int64_t) { ++calls; });
  parallel_for(-5, [&](std::int64_t) { ++calls; });
  parallel_ranges(0, 10, [&](std::int64_t, std::int64_t) { ++calls; });
  EXPECT_EQ(calls, 0);
}

TEST_F(Parallel, TwoThreadsWorkAtTheSameTime) {
  set_threads(2);
  std::atomic<int> arrived{0};
  std::atomic<bool> met{false};
  // Each body waits for the other one; a plain loop would wait in vain.
  parallel_for(2, [&](std::int64_t) {
    ++arrived;
    for (int i = 0; i < 5000 && arrived < 2; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (arrived == 2) met = true;
  });
  EXPECT_TRUE(met);
}

TEST_F(Parallel, OneThreadIsThisThread) {
  set_threads(1);
  const std::thread::id here = std::this_thread::get_id();
  std::vector<std::int64_t> order;
  parallel_for(20, [&](std::int64_t i) {
    EXPECT_EQ(std::this_thread::get_id(), here);
    order.push_back(i);
  });
  EXPECT_EQ(order.size(), 20U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(Parallel, InsideAnotherLoopItIsAPlainLoop) {
  set_threads(2);
  std::vector<std::atomic<int>> calls(6 * 50);
  parallel_for(6, [&](std::int64_t i) {
    const std::thread::id outer = std::this_thread::get_id();
    parallel_for(50, [&](std::int64_t j) {
      EXPECT_EQ(std::this_thread::get_id(), outer);
      ++calls.at(static_cast<std::size_t>(i * 50 + j));
    });
  });
  for (const auto& n : calls) EXPECT_EQ(n, 1);
}

// The rule behind "same bits for any number of threads": the cuts depend on the sizes alone.
TEST_F(Parallel, RangesAreCutTheSameForAnyNumberOfThreads) {
  for (const int team : {1, 2}) {
    set_threads(team);
    std::vector<std::int64_t> ends(4, -1);
    parallel_ranges(10, 3, [&](std::int64_t begin, std::int64_t end) {
      ends.at(static_cast<std::size_t>(begin / 3)) = end;
      EXPECT_EQ(begin % 3, 0);
    });
    EXPECT_EQ(ends, (std::vector<std::int64_t>{3, 6, 9, 10}));
  }
}

TEST_F(Parallel, RejectsLessThanOneThread) {
  set_threads(2);
  expect_error<std::invalid_argument>("set_threads: 0 threads; at least 1 is needed",
                                      [] { set_threads(0); });
  EXPECT_EQ(threads(), 2);
}

TEST_F(Parallel, WhatABodyThrowsArrives) {
  for (const int team : {1, 2, 3}) {
    set_threads(team);
    std::atomic<int> calls = 0;
    const auto loop = [&] {
      parallel_for(100, [&](std::int64_t i) {
        ++calls;
        if (i % 10 == 7) throw std::runtime_error("no room");
      });
    };
    EXPECT_EQ(message_of<std::runtime_error>(loop), "no room");
    EXPECT_GE(calls, 8);
    calls = 0;
    parallel_for(100, [&](std::int64_t) { ++calls; });  // and the team still works
    EXPECT_EQ(calls, 100);
  }
}

}  // namespace
}  // namespace pixelwise
