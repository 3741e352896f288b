// Grades exercise 11.2: the scores of the new layer, from the concatenation, against the sum that
// the library computes; and the layer itself.
#include "autograd/ops.h"
#include "tutorials/11_fcn16s_fcn8s/exercises/2_one_layer/answer.h"

using namespace pixelwise;
using yours::ScoreLayer;

namespace {

enum class Part { weight, bias, scores };

struct Case {
  ScoreLayer first, second;
  Real scale;
  Array x1, x2;
};

// In loops: operations of the library would look like the reader's.
Array scores_of(const ScoreLayer& layer, const Case& c) {
  const Shape map = c.x1.shape();
  const std::int64_t c1 = map[1], c2 = c.x2.shape()[1], classes = layer.bias.size();
  Array scores({1, classes, map[2], map[3]});
  for (std::int64_t o = 0; o < classes; ++o) {
    for (std::int64_t i = 0; i < map[2]; ++i) {
      for (std::int64_t j = 0; j < map[3]; ++j) {
        Real sum = layer.bias(o);
        for (std::int64_t k = 0; k < c1 + c2; ++k) {
          sum += layer.weight(o, k, 0, 0) * (k < c1 ? c.x1(0, k, i, j) : c.x2(0, k - c1, i, j));
        }
        scores(0, o, i, j) = sum;
      }
    }
  }
  return scores;
}

Array part_of(const ScoreLayer& layer, Part part, const Case& c) {
  if (part == Part::weight) return layer.weight;
  return part == Part::bias ? Array(layer.bias) : scores_of(layer, c);
}

// A layer that the library makes: its weight for each channel is what a map of ones in this channel
// adds to the scores.
Array expected(Part part, const Case& c) {
  const auto sum = [&](const Array& x1, const Array& x2) {
    return (conv2d(Tensor(x1), Tensor(Array(c.first.weight)), Tensor(Array(c.first.bias)), {}) +
            conv2d(Tensor(x2) * c.scale, Tensor(Array(c.second.weight)),
                   Tensor(Array(c.second.bias)), {}))
        .value();
  };
  if (part == Part::scores) return sum(c.x1, c.x2);
  const std::int64_t c1 = c.x1.shape()[1], c2 = c.x2.shape()[1];
  const Array none = sum(Array({1, c1, 1, 1}), Array({1, c2, 1, 1}));
  const std::int64_t classes = none.shape()[1];
  if (part == Part::bias) return none.reshaped({classes});
  Array weight({classes, c1 + c2, 1, 1});
  for (std::int64_t channel = 0; channel < c1 + c2; ++channel) {
    Array one1({1, c1, 1, 1}), one2({1, c2, 1, 1});
    if (channel < c1) {
      one1(0, channel, 0, 0) = 1;
    } else {
      one2(0, channel - c1, 0, 0) = 1;
    }
    const Array with = sum(one1, one2);
    for (std::int64_t o = 0; o < classes; ++o) {
      weight(o, channel, 0, 0) = with(0, o, 0, 0) - none(0, o, 0, 0);
    }
  }
  return weight;
}

void ask(std::vector<Question<OneLayer>>& questions, const Case& c, const std::string& why) {
  const std::int64_t c1 = c.x1.shape()[1], c2 = c.x2.shape()[1];
  const std::pair<Part, const char*> parts[] = {
      {Part::weight, "weight"}, {Part::bias, "bias"}, {Part::scores, "scores"}};
  for (const auto& [part, name] : parts) {
    questions.push_back({.title = text(name, ": ", c1, " and ", c2, " channels, ",
                                       c.first.bias.size(), " classes, scale ", c.scale, why),
                         .given = {{"first weight", c.first.weight.operator const Array&()},
                                   {"first bias", c.first.bias.operator const Array&()},
                                   {"second weight", c.second.weight.operator const Array&()},
                                   {"second bias", c.second.bias.operator const Array&()}},
                         .result = name,
                         .ask = [c, part = part](const OneLayer& answer) -> Array {
                           return part_of(answer(c.first, c.second, c.scale), part, c);
                         },
                         .expected = expected(part, c)});
  }
}

Case drawn(std::int64_t classes, std::int64_t c1, std::int64_t c2, Real scale, std::uint64_t seed) {
  return {{whole_numbers({classes, c1, 1, 1}, seed), whole_numbers({classes}, seed + 1)},
          {whole_numbers({classes, c2, 1, 1}, seed + 2), whole_numbers({classes}, seed + 3)},
          scale,
          decimals({1, c1, 2, 3}, seed + 4),
          decimals({1, c2, 2, 3}, seed + 5)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<OneLayer> sheet{.yours = yours::one_layer, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "concat", "folded_scales"};
  const Array w1({2, 2, 1, 1}, {1, 0, 2, -1}), w2({2, 1, 1, 1}, {2, 1});
  const Case page{{w1, Array({2}, {1, 2})},
                  {w2, Array({2}, {3, -1})},
                  0.5,
                  Array({1, 2, 1, 1}, {1, 2}),
                  Array({1, 1, 1, 1}, 3)};
  ask(sheet.questions, page, " (the weights of the page)");
  ask(sheet.questions, drawn(3, 2, 3, 0.25, 10), "");
  ask(sheet.questions, drawn(2, 3, 2, 4, 20), "");
  Rng rng(1);
  for (std::uint64_t seed = 30; seed < 60; seed += 10) {
    ask(sheet.questions,
        drawn(between(rng, 1, 3), between(rng, 1, 4), between(rng, 1, 4),
              static_cast<Real>(between(rng, 2, 9)) / 100, seed),
        " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}
