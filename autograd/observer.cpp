#include "autograd/observer.h"

#include <utility>

namespace pixelwise {
namespace {

thread_local const Observer* listening = nullptr;

}  // namespace

ObserverScope::ObserverScope(Observer observer)
    : observer_(std::move(observer)), outer_(listening) {
  if (outer_ != nullptr) {
    observer_ = [inner = std::move(observer_), outer = outer_](const OpEvent& event) {
      inner(event);
      (*outer)(event);
    };
  }
  listening = &observer_;
}

ObserverScope::~ObserverScope() { listening = outer_; }

const Observer* current_observer() { return listening; }

}  // namespace pixelwise
