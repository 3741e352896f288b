// Grades exercise 05.2: the gradient of max-pooling, against the library and finite differences.
#include "autograd/ops/max_pool2d.h"
#include "tutorials/05_pooling/exercises/2_gradient/answer.h"

using namespace pixelwise;

namespace {

std::vector<std::int64_t> places_of(const Array& x, const MaxPool2dOptions& options) {
  const PoolIndices indices = max_pool2d_with_indices(Tensor(x), options).indices;
  const Shape s = indices.output;
  const Array y(s);
  std::vector<std::int64_t> places;
  for (std::int64_t k = 0; k < s.size(); ++k) {
    const std::int64_t j = k % s[3], i = k / s[3] % s[2];
    const std::int64_t c = k / (s[3] * s[2]) % s[1], n = k / (s[3] * s[2] * s[1]);
    const std::int64_t tap = (*indices.taps)[static_cast<std::size_t>(y.offset(n, c, i, j))];
    const std::int64_t row = i * options.stride.h + tap / options.kernel.w;
    places.push_back(row * x.shape()[3] + j * options.stride.w + tap % options.kernel.w);
  }
  return places;
}

// The places as an array of dy's shape, to be shown.
Array as_array(const std::vector<std::int64_t>& places, const Shape& shape) {
  return {shape, std::vector<Real>(places.begin(), places.end())};
}

Question<MaxPoolDx> question(const Array& x, std::int64_t k, std::int64_t stride,
                             std::uint64_t seed, bool measured = false) {
  const MaxPool2dOptions options{.kernel = k, .stride = stride};
  const Tensor parameter = Tensor::parameter(x);
  const Tensor y = max_pool2d(parameter, options);
  const Array dy = whole_numbers(y.shape(), seed);
  y.backward(dy);
  const auto loss = [&](const Array& at) {
    return dot(max_pool2d(Tensor(at), options).value(), dy);
  };
  const std::vector<std::int64_t> places = places_of(x, options);
  const Shape shape = x.shape();
  return {.title = text("x ", shape, ", windows of ", k, "x", k, ", stride ", stride,
                        measured ? " (expected: measured by finite differences)" : ""),
          .given = {{"dy", dy, /*follows=*/true},
                    {"places", as_array(places, dy.shape()), /*follows=*/true}},
          .result = "dx",
          .ask = [=](const MaxPoolDx& a) -> Array { return a(dy, places, shape); },
          .expected = measured ? finite_differences(loss, x) : parameter.grad(),
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<MaxPoolDx> sheet{.yours = yours::max_pool_dx, .mutants = mutants()};
  sheet.forbidden = {"max_pool2d", "send_to_maxima", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question(whole_numbers({1, 1, 4, 4}, 1), 2, 2, 2));
  questions.push_back(question(whole_numbers({1, 1, 5, 5}, 3), 3, 1, 4));
  questions.push_back(question(decimals({1, 1, 5, 5}, 5), 3, 2, 6, true));
  questions.push_back(question(decimals({2, 3, 6, 7}, 7), 3, 2, 8));
  Rng rng(9);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const Array x = decimals({2, 2, between(rng, 4, 8), between(rng, 4, 8)}, seed);
    questions.push_back(question(x, between(rng, 2, 4), between(rng, 1, 3), seed + 100));
  }
  return grade(argc, argv, sheet);
}
