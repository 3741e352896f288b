// Which vectors this processor has: it is asked once.
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise::rungs {

// Each is made by table.cpp, compiled for that instruction set.
namespace baseline {
extern const VectorLoops kLoops;
}
#ifdef RUNGS_X86
namespace avx2 {
extern const VectorLoops kLoops;
}
namespace avx512 {
extern const VectorLoops kLoops;
}
#endif

namespace {

const VectorLoops*& widest() {
  static const VectorLoops* loops = supported_loops(0);
  return loops;
}

}  // namespace

const VectorLoops& baseline_loops() { return baseline::kLoops; }

const VectorLoops& widest_loops() { return *widest(); }

void set_widest(const VectorLoops& loops) { widest() = &loops; }

const VectorLoops* supported_loops(int index) {
#ifdef RUNGS_X86
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2 && __builtin_cpu_supports("avx512f") && index-- == 0) return &avx512::kLoops;
  if (avx2 && index-- == 0) return &avx2::kLoops;
#endif
  return index == 0 ? &baseline::kLoops : nullptr;
}

}  // namespace pixelwise::rungs
