#include "autograd/observer.h"

#include <utility>

namespace pixelwise {
namespace {

thread_local const Observer* listening = nullptr;

}  // namespace

ObserverScope::ObserverScope(Observer observer)
    : observer_(std::move(observer)), before_(std::exchange(listening, &observer_)) {}

ObserverScope::~ObserverScope() { listening = before_; }

const Observer* current_observer() { return listening; }

}  // namespace pixelwise
