#include "benchmarks/machine.h"

#include <benchmark/benchmark.h>

#include <cstring>
#include <numeric>
#include <string>
#include <vector>

#include "autograd/kernels/isa.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

using FmaLoop = FmaWork (*)(std::int64_t);

FmaLoop fma_loop() {
  const std::string name = kernels::isa().name;
#ifdef PIXELWISE_X86
  if (name == "avx512") return fma_loop_avx512;
  if (name == "avx2") return fma_loop_avx2;
#endif
  return fma_loop_baseline;
}

void fma_peak(benchmark::State& state) {
  const FmaLoop loop = fma_loop();
  std::vector<std::int64_t> operations(static_cast<std::size_t>(threads()));
  double total = 0;
  for (auto _ : state) {
    parallel_for(threads(), [&](std::int64_t i) {
      const FmaWork work = loop(2'000'000);
      benchmark::DoNotOptimize(work.result);
      operations[static_cast<std::size_t>(i)] = work.operations;
    });
    total += static_cast<double>(std::accumulate(operations.begin(), operations.end(), 0LL));
  }
  state.counters["GFLOP/s"] = benchmark::Counter(total / 1e9, benchmark::Counter::kIsRate);
}

// 512 MiB a thread: more than a core's share of any cache.
void read_bandwidth(benchmark::State& state) {
  constexpr std::int64_t kWords = std::int64_t{1} << 26;
  std::vector<std::vector<std::uint64_t>> blocks(static_cast<std::size_t>(threads()));
  for (auto& block : blocks) block.assign(kWords, 1);
  for (auto _ : state) {
    parallel_for(threads(), [&](std::int64_t i) {
      const auto& block = blocks[static_cast<std::size_t>(i)];
      benchmark::DoNotOptimize(std::accumulate(block.begin(), block.end(), std::uint64_t{0}));
    });
  }
  const double bytes = 8.0 * kWords * threads() * static_cast<double>(state.iterations());
  state.counters["GB/s"] = benchmark::Counter(bytes / 1e9, benchmark::Counter::kIsRate);
}

}  // namespace

void register_machine_benchmarks() {
  benchmark::AddCustomContext("isa", kernels::isa().name);
  benchmark::AddCustomContext("threads", std::to_string(threads()));
  using benchmark::RegisterBenchmark;
  RegisterBenchmark("machine/fma_peak", fma_peak)->UseRealTime()->Unit(benchmark::kMillisecond);
  RegisterBenchmark("machine/read_bandwidth", read_bandwidth)
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace pixelwise
