// An autograd engine for single numbers. The library's is the same idea with arrays.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace pixelwise {

// [tape]
struct TapeEdge {
  std::size_t input;  // which number was used
  double slope;       // how much the result grows when that number grows by 1
};

struct TapeNode {
  double value = 0;
  double gradient = 0;  // how much the *last* result grows when this number grows by 1
  std::vector<TapeEdge> edges = {};
};

using Tape = std::vector<TapeNode>;

struct Scalar {
  Tape* tape;
  std::size_t at;

  double value() const { return (*tape)[at].value; }
  double gradient() const { return (*tape)[at].gradient; }
};

inline Scalar record(Tape& tape, double value, std::vector<TapeEdge> edges = {}) {
  tape.push_back({value, 0, std::move(edges)});
  return {&tape, tape.size() - 1};
}

inline Scalar operator+(Scalar a, Scalar b) {
  return record(*a.tape, a.value() + b.value(), {{a.at, 1}, {b.at, 1}});
}

inline Scalar operator*(Scalar a, Scalar b) {
  return record(*a.tape, a.value() * b.value(), {{a.at, b.value()}, {b.at, a.value()}});
}

inline void backward(Scalar last) {
  Tape& tape = *last.tape;
  tape[last.at].gradient = 1;
  for (std::size_t i = last.at + 1; i-- > 0;) {
    for (const TapeEdge& edge : tape[i].edges) {
      tape[edge.input].gradient += tape[i].gradient * edge.slope;
    }
  }
}
// [/tape]

}  // namespace pixelwise
