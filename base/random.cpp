#include "base/random.h"

#include <cmath>
#include <numeric>
#include <utility>

#include "base/check.h"
#include "base/exact_math.h"

namespace pixelwise {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

Rng::Rng(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t mixed = stream;
  std::uint64_t source = seed ^ splitmix64(mixed);
  for (std::uint64_t& word : state_) word = splitmix64(source);
}

double Rng::uniform(double low, double high) { return low + (high - low) * uniform(); }

std::uint64_t Rng::below(std::uint64_t n) {
  require(n >= 1, "Rng::below: there is no integer in [0, 0)");
  // Numbers from `limit` on are drawn again: they would make small results more likely.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
  std::uint64_t draw = next();
  while (draw >= limit) draw = next();
  return draw % n;
}

bool Rng::chance(double p) { return uniform() < p; }

double Rng::normal() {
  // 1 - uniform() is in (0, 1], so the logarithm is finite. The method also gives a second normal
  // number. It is dropped: then four words are the whole state of the generator.
  const double radius = std::sqrt(-2.0 * exact::log(1.0 - uniform()));
  return radius * exact::cos(2.0 * exact::kPi * uniform());
}

std::vector<std::int64_t> Rng::permutation(std::int64_t n) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
  return order;
}

}  // namespace pixelwise
