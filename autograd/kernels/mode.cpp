// The run-time switch of the kernels. An unknown value of PIXELWISE_KERNELS is an error: a
// comparison that silently ran the wrong code would be worse.
#include "autograd/kernels/mode.h"

#include <atomic>
#include <cstdlib>
#include <string_view>
#include <type_traits>

#include "autograd/kernels.h"
#include "base/check.h"

namespace pixelwise::kernels {

static_assert(std::is_same_v<Real, float>, "the kernels compute in float only");

namespace {

Mode mode_from_environment() {
  const char* text = std::getenv("PIXELWISE_KERNELS");
  const std::string_view wanted = text == nullptr ? "fast" : text;
  if (wanted == "reference") return Mode::reference;
  if (wanted == "direct") return Mode::direct;
  require(wanted == "fast", "PIXELWISE_KERNELS: '", wanted, "' is none of reference, direct, fast");
  return Mode::fast;
}

std::atomic<Mode>& current() {
  static std::atomic<Mode> mode = mode_from_environment();
  return mode;
}

}  // namespace

Mode mode() { return current().load(std::memory_order_relaxed); }

void set_mode(Mode mode) { current().store(mode, std::memory_order_relaxed); }

bool enabled() { return mode() != Mode::reference; }

void set_enabled(bool on) {
  if (!on) {
    set_mode(Mode::reference);
  } else if (!enabled()) {
    const Mode initial = mode_from_environment();
    set_mode(initial == Mode::reference ? Mode::fast : initial);
  }
}

}  // namespace pixelwise::kernels
