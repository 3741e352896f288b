// Every kernel and operation by itself: milliseconds, and GFLOP/s (of the direct convolution's
// operations, whatever the kernel does) or GB/s (of what has to be read and written at least).
// PIXELWISE_THREADS sets the number of threads.
#include <benchmark/benchmark.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "autograd/ops.h"
#include "base/random.h"
#include "benchmarks/machine.h"
#include "optim/adam.h"
#include "optim/sgd.h"

namespace pixelwise {
namespace {

using benchmark::Counter;
using benchmark::State;

Array random_array(const Shape& shape) {
  Array array = Array::uninitialized(shape);
  Rng rng(1);
  for (std::int64_t i = 0; i < array.size(); ++i) {
    array.mutable_data()[i] = static_cast<Real>(rng.uniform() - 0.5);
  }
  return array;
}

// Registers a benchmark of what `prepare` returns: the work of one iteration. `amount` is what it
// does, in units of `unit` times 1e9.
void add(const std::string& name, const char* unit, double amount,
         const std::function<std::function<void()>()>& prepare) {
  const auto run = [=](State& state) {
    const std::function<void()> work = prepare();
    work();  // the first time meets memory that was never used
    for (auto _ : state) work();
    state.counters[unit] =
        Counter(amount / 1e9 * static_cast<double>(state.iterations()), Counter::kIsRate);
  };
  benchmark::RegisterBenchmark(name.c_str(), run)->UseRealTime()->Unit(benchmark::kMillisecond);
}

struct ConvCase {
  std::string name;
  Shape x, w;
  Conv2dOptions options;
  bool transposed = false;  // x is then the large map, which the transposed convolution writes
};

void add_conv(const ConvCase& c) {
  const ConvGeometry s = conv_geometry("benchmark", c.x, c.w, c.options);
  const Shape y{s.n, s.o, s.oh, s.ow};
  const double operations =
      2.0 * static_cast<double>(s.n * s.oh * s.ow * s.o * (s.c / s.groups) * s.kh * s.kw);
  const std::string along = c.transposed ? "/backward_data" : "/forward";
  const std::string against = c.transposed ? "/forward" : "/backward_data";
  add(c.name + along, "GFLOP/s", operations, [=] {
    return [=, x = random_array(c.x), w = random_array(c.w), bias = random_array({s.o})] {
      benchmark::DoNotOptimize(conv_forward(s, x, w, c.transposed ? Array() : bias));
    };
  });
  add(c.name + against, "GFLOP/s", operations, [=] {
    return [=, dy = random_array(y), w = random_array(c.w)] {
      benchmark::DoNotOptimize(conv_backward_data(s, dy, w));
    };
  });
  add(c.name + "/backward_weights", "GFLOP/s", operations, [=] {
    return [=, x = random_array(c.x), dy = random_array(y)] {
      benchmark::DoNotOptimize(conv_backward_weights(s, x, dy));
    };
  });
}

void add_convs() {
  for (const auto& [channels, size] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {64, 224}, {128, 112}, {256, 56}, {512, 28}, {512, 14}}) {
    add_conv({"conv3x3_" + std::to_string(channels) + "_at_" + std::to_string(size),
              {1, channels, size, size},
              {channels, channels, 3, 3},
              {.padding = 1}});
  }
  add_conv({"fc6_7x7_512_4096_at_7", {1, 512, 7, 7}, {4096, 512, 7, 7}, {.padding = 3}});
  add_conv({"fc7_1x1_4096_4096_at_7", {1, 4096, 7, 7}, {4096, 4096, 1, 1}, {}});
  add_conv({"fc6_7x7_512_4096_at_16", {1, 512, 16, 16}, {4096, 512, 7, 7}, {.padding = 3}});
  add_conv({"fc7_1x1_4096_4096_at_16", {1, 4096, 16, 16}, {4096, 4096, 1, 1}, {}});
  add_conv({"up_k2s2_128_64_at_56", {1, 64, 112, 112}, {128, 64, 2, 2}, {.stride = 2}, true});
  add_conv({"up_k16s8_21_at_28",
            {1, 21, 224, 224},
            {21, 21, 16, 16},
            {.stride = 8, .padding = 4},
            true});
  add_conv({"up_k64s32_21_at_7",
            {1, 21, 224, 224},
            {21, 21, 64, 64},
            {.stride = 32, .padding = 16},
            true});
}

void add_ops() {
  const Shape shape{1, 64, 224, 224};
  const double bytes = sizeof(Real) * static_cast<double>(shape.size());
  add("max_pool_2x2_64_at_224/forward", "GB/s", 1.25 * bytes, [=] {
    return [x = Tensor(random_array(shape))] { benchmark::DoNotOptimize(max_pool2d(x)); };
  });
  add("relu_64_at_224/forward", "GB/s", 2 * bytes,
      [=] { return [x = Tensor(random_array(shape))] { benchmark::DoNotOptimize(relu(x)); }; });
  const Shape scores{1, 21, 224, 224};
  const double score_bytes = sizeof(Real) * static_cast<double>(scores.size());
  add("cross_entropy_21_at_224/with_gradient", "GB/s", 2 * score_bytes, [=] {
    Labels labels{1, 224, 224, {}};
    Rng rng(2);
    for (int i = 0; i < 224 * 224; ++i) {
      labels.ids.push_back(static_cast<std::uint8_t>(rng.below(21)));
    }
    return [labels, x = Tensor::parameter(random_array(scores))]() mutable {
      x.zero_grad();
      cross_entropy(x, labels).backward();
    };
  });
}

constexpr std::int64_t kParameters = 16'000'000;

Tensor parameter_with_gradient() {
  Tensor parameter = Tensor::parameter(random_array({kParameters}));
  parameter.set_grad(random_array({kParameters}));
  return parameter;
}

void add_optimizers() {
  const double bytes = sizeof(Real) * static_cast<double>(kParameters);
  // Values and velocity are read and written, gradients read.
  add("sgd_momentum_16M/step", "GB/s", 5 * bytes, [] {
    auto sgd = std::make_shared<Sgd>(std::vector<Tensor>{parameter_with_gradient()},
                                     SgdOptions{.lr = 1e-6, .momentum = 0.9});
    return [sgd] { sgd->step(); };
  });
  add("adam_16M/step", "GB/s", 7 * bytes, [] {
    auto adam = std::make_shared<Adam>(std::vector<Tensor>{parameter_with_gradient()},
                                       AdamOptions{.lr = 1e-6});
    return [adam] { adam->step(); };
  });
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  pixelwise::register_machine_benchmarks();
  pixelwise::add_convs();
  pixelwise::add_ops();
  pixelwise::add_optimizers();
  benchmark::RunSpecifiedBenchmarks();
}
