#include "autograd/observer.h"

#include <utility>

namespace pixelwise {
namespace {

thread_local const Observer* listening = nullptr;
thread_local bool one_by_one = false;

}  // namespace

// An element of the second result sees a window of the first, whose windows lie 1 / scale apart.
AxisMap chain(const AxisMap& first, const AxisMap& second) {
  const auto apart = static_cast<double>(second.window - 1) / first.scale;
  return {second.scale * first.scale, second.scale * first.shift + second.shift,
          first.window + static_cast<std::int64_t>(apart)};
}

ObserverScope::ObserverScope(Observer observer, Fused fused)
    : observer_(std::move(observer)), outer_(listening), outer_one_by_one_(one_by_one) {
  if (outer_ != nullptr) {
    observer_ = [inner = std::move(observer_), outer = outer_](const OpEvent& event) {
      inner(event);
      (*outer)(event);
    };
  }
  listening = &observer_;
  one_by_one = one_by_one || fused == Fused::one_by_one;
}

ObserverScope::~ObserverScope() {
  listening = outer_;
  one_by_one = outer_one_by_one_;
}

const Observer* current_observer() { return listening; }

bool observed_one_by_one() { return one_by_one; }

}  // namespace pixelwise
