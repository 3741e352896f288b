// Watching operations while they run. `summary`, `align`, per-layer timing, the drawn graph and the
// search for the first NaN use it. It works inside NoGrad too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pixelwise {

class Tensor;

/// Where the output of an operation is on its input, along one axis: input coordinate x is output
/// coordinate scale x + shift. One output element sees `window` input elements.
struct AxisMap {
  double scale = 1;
  double shift = 0;
  std::int64_t window = 1;
};

/// What an operation tells about itself.
struct OpDetails {
  std::string options;             // for example "stride 2, padding 1"; empty if there are none
  std::int64_t multiply_adds = 0;  // of the forward pass
  AxisMap rows, columns;
};

using Describe = std::function<OpDetails()>;

struct OpEvent {
  const char* op;
  const std::vector<Tensor>& inputs;
  const Tensor& output;
  const OpDetails& details;
};

using Observer = std::function<void(const OpEvent&)>;

/// While it lives, `observer` hears of every operation of this thread. Scopes nest: all observers
/// hear, the innermost first. An operation that could be computed together with the next one is
/// computed alone if the observer asks for the values of its output.
class ObserverScope {
 public:
  explicit ObserverScope(Observer observer);
  ~ObserverScope();
  ObserverScope(const ObserverScope&) = delete;
  ObserverScope& operator=(const ObserverScope&) = delete;

 private:
  Observer observer_;
  const Observer* outer_;
};

/// The observer of this thread, or null.
const Observer* current_observer();

}  // namespace pixelwise
