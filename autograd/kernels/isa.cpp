// Which instruction set this process uses: asked of the processor once.
#include "autograd/kernels/isa.h"

#include <cstdlib>
#include <string_view>

namespace pixelwise::kernels {
namespace {

const Isa& choose() {
  const char* wanted_text = std::getenv("PIXELWISE_ISA");
  const std::string_view wanted = wanted_text == nullptr ? "" : wanted_text;
  (void)wanted;
#ifdef PIXELWISE_X86
  if (wanted == "baseline") return kIsaBaseline;
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq");
  if (avx512 && wanted != "avx2") return kIsaAvx512;
  if (avx2) return kIsaAvx2;
#endif
  return kIsaBaseline;
}

}  // namespace

const Isa& isa() {
  static const Isa& chosen = choose();
  return chosen;
}

}  // namespace pixelwise::kernels
