// Which instruction set this process uses: asked of the processor once.
#include "autograd/kernels/isa.h"

#include <atomic>
#include <cstdlib>
#include <string_view>

#include "base/check.h"

namespace pixelwise::kernels {

// Each is made by isa_table.cpp, compiled for that instruction set.
namespace baseline {
extern const Isa kIsa;
}
#ifdef PIXELWISE_X86
namespace avx2 {
extern const Isa kIsa;
}
namespace avx512 {
extern const Isa kIsa;
}
#endif

namespace {

struct Supported {
  const Isa* tables[4] = {};  // the best one first, null after the last
};

Supported ask_processor() {
  Supported supported;
  int count = 0;
#ifdef PIXELWISE_X86
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (avx2 && avx512) supported.tables[count++] = &avx512::kIsa;
  if (avx2) supported.tables[count++] = &avx2::kIsa;
#endif
  supported.tables[count] = &baseline::kIsa;
  return supported;
}

const Isa* initial() {
  const char* wanted = std::getenv("PIXELWISE_ISA");
  if (wanted == nullptr) return supported_isa(0);
  for (int i = 0; supported_isa(i) != nullptr; ++i) {
    if (std::string_view(wanted) == supported_isa(i)->name) return supported_isa(i);
  }
  fail("PIXELWISE_ISA: this processor has no '", wanted, "'; leave it unset for the best it has");
}

std::atomic<const Isa*>& current() {
  static std::atomic<const Isa*> chosen = initial();
  return chosen;
}

}  // namespace

const Isa* supported_isa(int index) {
  static const Supported supported = ask_processor();
  return supported.tables[index];
}

const Isa& isa() { return *current().load(std::memory_order_relaxed); }

void set_isa(const Isa& isa) { current().store(&isa, std::memory_order_relaxed); }

}  // namespace pixelwise::kernels
