// Batches prepared ahead of time, while the network is busy with the one before.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "datasets/batch.h"

namespace pixelwise {

/// A background thread and a queue of at most `ahead` batches. What it hands out is exactly
/// source.batch(first), source.batch(first + 1), ...: the thread changes when, never what.
class BatchLoader {
 public:
  /// Batches first <= i < end.
  BatchLoader(BatchSource source, std::int64_t first, std::int64_t end, int ahead = 2);

  /// Stops the thread after the batch it is at; what is in the queue is dropped.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// The next batch, as soon as it is there. If making it failed, what was thrown is thrown here,
  /// and again by every later call. Throws std::invalid_argument after the last one.
  Batch next();

 private:
  void prepare(std::int64_t first);

  const BatchSource source_;
  const std::int64_t end_;
  const std::size_t ahead_;
  std::int64_t following_;  // the number of the batch that next() returns

  std::mutex mutex_;  // guards the four below
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  std::exception_ptr error_;
  bool stop_ = false;
  std::thread thread_;  // last: it starts when everything else is there
};

}  // namespace pixelwise
