#include "tutorials/14_fast/measure.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

#include "base/check.h"
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise {
namespace {

// The results are used, so that no loop can be left out.
void use(float result) { require(!std::isnan(result), "measure: the loops give nan"); }

double gigabytes_a_second(const rungs::VectorLoops& loops, std::int64_t floats, int times) {
  std::vector<float> numbers(static_cast<std::size_t>(floats) + 16, 1.0f);
  void* begin = numbers.data();  // from the start of a cache line on: no load takes two of them
  std::size_t room = numbers.size() * sizeof(float);
  std::align(64, static_cast<std::size_t>(floats) * sizeof(float), begin, room);
  const double seconds = seconds_of([&] {
    for (int i = 0; i < times; ++i) use(loops.read(static_cast<const float*>(begin), floats));
  });
  return 4e-9 * static_cast<double>(floats) * times / seconds;
}

Limits limits(const rungs::VectorLoops& loops) {
  constexpr std::int64_t kRepeats = 1'000'000;
  const double seconds = seconds_of([&] { use(loops.multiply_adds(kRepeats)); });
  return {.lanes = static_cast<int>(loops.lanes),
          .peak = 24e-9 * static_cast<double>(loops.lanes * kRepeats) / seconds,
          .loads = gigabytes_a_second(loops, 4096, 2000)};  // 16 KB: any L1 cache holds them
}

// Linux names the processor in /proc/cpuinfo.
std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos)
      return line.substr(colon + 2);
  }
  return "a processor without a name";
}

}  // namespace

Machine measure_machine() {
  return {.processor = processor_name(),
          .widest = rungs::widest_loops().name,
          .plain = limits(rungs::baseline_loops()),
          .wide = limits(rungs::widest_loops()),
          // 256 MB: more than a core's share of any cache.
          .memory = gigabytes_a_second(rungs::widest_loops(), std::int64_t{1} << 26, 1)};
}

double seconds_of(const std::function<void()>& work) {
  std::vector<double> times;
  double total = 0;
  while (times.size() < 3 || (total < 0.3 && times.size() < 101)) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    times.push_back(time.count());
    total += time.count();
    if (time.count() > 2) break;
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

std::string date_today() {
  const std::time_t now = std::time(nullptr);
  char date[32];
  const std::size_t length = std::strftime(date, sizeof(date), "%e %b %Y", std::localtime(&now));
  return {date, length};
}

}  // namespace pixelwise
