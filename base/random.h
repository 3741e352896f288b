// Random numbers that are the same on every machine.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace pixelwise {

/// A xoshiro256++ generator (Blackman and Vigna, 2019), seeded through splitmix64.
/// Generators with the same seed and different streams are independent. Data order, augmentation
/// and dropout each use a different stream, so that one does not change the numbers of another.
class Rng {
 public:
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

  /// 64 uniformly distributed bits.
  std::uint64_t next();

  /// Uniform in [0, 1), with 53 bits.
  double uniform();

  /// Uniform in [low, high).
  double uniform(double low, double high);

  /// Uniform integer in [0, n), n >= 1, without modulo bias.
  std::uint64_t below(std::uint64_t n);

  /// True with probability p.
  bool chance(double p);

  /// Standard normal N(0, 1) by the method of Box and Muller (1958).
  double normal();

  /// A random order of 0 ... n-1 (Fisher and Yates).
  std::vector<std::int64_t> permutation(std::int64_t n);

 private:
  std::array<std::uint64_t, 4> state_{};
};

// Inline, because loops draw tens of thousands of numbers. The other functions are not: they have
// sums of products, and only the library is compiled with -ffp-contract=off (see exact_math.h).
inline std::uint64_t Rng::next() {
  auto& s = state_;
  const std::uint64_t result = std::rotl(s[0] + s[3], 23) + s[0];
  const std::uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = std::rotl(s[3], 45);
  return result;
}

inline double Rng::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace pixelwise
