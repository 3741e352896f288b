// Watching operations as they happen: what `summary`, `align`, per-layer timing, the drawn graph
// and the search for the first NaN are made of. Works inside NoGrad too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pixelwise {

class Tensor;

/// How one axis of an operation's output lies on its input: input coordinate x is output coordinate
/// scale x + shift, and one output element sees a window of `window` input elements.
struct AxisMap {
  double scale = 1;
  double shift = 0;
  std::int64_t window = 1;
};

/// The map of two operations one after the other.
AxisMap chain(const AxisMap& first, const AxisMap& second);

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

/// Operations that may be computed together with the next one, without a result of their own: an
/// observer hears of each, and they are computed one by one for it, or of both as one.
enum class Fused { one_by_one, as_one };

/// While it lives, `observer` hears of every operation of this thread, after it was computed.
/// Scopes nest: all of them hear, the innermost first; one_by_one if one of them asks for it.
class ObserverScope {
 public:
  explicit ObserverScope(Observer observer, Fused fused = Fused::one_by_one);
  ~ObserverScope();
  ObserverScope(const ObserverScope&) = delete;
  ObserverScope& operator=(const ObserverScope&) = delete;

 private:
  Observer observer_;
  const Observer* outer_;
  bool outer_one_by_one_;
};

/// The observer of this thread, or null.
const Observer* current_observer();

/// Whether an observer of this thread wants to hear of fused operations one by one.
bool observed_one_by_one();

}  // namespace pixelwise
