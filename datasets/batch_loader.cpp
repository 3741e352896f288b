#include "datasets/batch_loader.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace pixelwise {

BatchLoader::BatchLoader(BatchSource source, std::int64_t first, std::int64_t end, int ahead)
    : source_(std::move(source)),
      end_(end),
      ahead_(static_cast<std::size_t>(std::max(ahead, 1))),
      following_(first),
      thread_([this, first] { prepare(first); }) {}

BatchLoader::~BatchLoader() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Batch BatchLoader::next() {
  require(following_ < end_, "BatchLoader: there is no batch after number ", end_ - 1);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty() || error_; });
  if (ready_.empty()) std::rethrow_exception(error_);
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  ++following_;
  lock.unlock();
  changed_.notify_all();
  return batch;
}

void BatchLoader::prepare(std::int64_t first) {
  try {
    for (std::int64_t i = first; i < end_; ++i) {
      Batch batch = source_.batch(i);
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ready_.size() < ahead_ || stop_; });
      if (stop_) return;
      ready_.push_back(std::move(batch));
      lock.unlock();
      changed_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    error_ = std::current_exception();
    changed_.notify_all();
  }
}

}  // namespace pixelwise
