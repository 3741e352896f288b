// Grades exercise 02.1: gradients are sent in the order that comes out, and compared.
#include "tutorials/grader/grader.h"

#include <algorithm>
#include <set>

#include "tutorials/02_autograd/exercises/1_order/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Order = decltype(&yours::backward_order);
std::vector<Mutant<Order>> mutants();
}  // namespace pixelwise

namespace {

using Graph = std::vector<std::vector<int>>;

// What an edge multiplies by: the number of its input plus 2, so no two paths look alike by
// accident.
Real plus_two(int, int input) { return static_cast<Real>(input + 2); }

using Slope = Real (*)(int node, int input);

// The nodes that `node` depends on, and itself.
void collect(const Graph& inputs, int node, std::set<int>& nodes) {
  if (!nodes.insert(node).second) return;
  for (const int input : inputs[static_cast<std::size_t>(node)]) collect(inputs, input, nodes);
}

// "nodes 2, 3": those of `all` that are not in `some`. Empty if there are none.
std::string without(const std::set<int>& all, const std::set<int>& some) {
  std::string names;
  int count = 0;
  for (const int node : all) {
    if (some.count(node) != 0) continue;
    names += (names.empty() ? "" : ", ") + std::to_string(node);
    ++count;
  }
  return count == 0 ? "" : (count == 1 ? "node " : "nodes ") + names;
}

// The gradients of all nodes, 0 for those that `last` does not depend on.
Array gradients(const Graph& inputs, const std::vector<int>& order, int last, Slope slope) {
  const int count = static_cast<int>(inputs.size());
  Array gradient({count});
  gradient(last) = 1;
  std::set<int> seen, needed;
  collect(inputs, last, needed);
  for (const int node : order) {
    if (node < 0 || node >= count) {
      throw WrongAnswer(text("Your order names node ", node, "; there are 0 to ", count - 1, "."));
    }
    if (!seen.insert(node).second) {
      throw WrongAnswer(text("Your order names node ", node, " more than once."));
    }
    for (const int input : inputs[static_cast<std::size_t>(node)]) {
      gradient(input) += gradient(node) * slope(node, input);
    }
  }
  const std::string missing = without(needed, seen), extra = without(seen, needed);
  if (!missing.empty()) {
    throw WrongAnswer(text("Your order lacks ", missing, ", on which the last node depends."));
  }
  if (!extra.empty()) {
    throw WrongAnswer(
        text("Your order holds ", extra, ", on which the last node does not depend."));
  }
  return gradient;
}

// Path by path: slow, and right in any order.
void along_paths(const Graph& inputs, int node, Real arrived, Slope slope, Array& gradient) {
  gradient(node) += arrived;
  for (const int input : inputs[static_cast<std::size_t>(node)]) {
    along_paths(inputs, input, arrived * slope(node, input), slope, gradient);
  }
}

std::string in_words(const std::vector<int>& order) {
  std::string words = "Your order:";
  for (const int node : order) words += " " + std::to_string(node);
  return words;
}

Question<Order> question(const std::string& title, const Graph& inputs, int last,
                         Slope slope = plus_two,
                         const std::string& slopes = "The slope for an input is its number + 2") {
  const auto count = static_cast<std::int64_t>(inputs.size());
  Array table({count, 3}, -1), expected({count});
  for (std::int64_t node = 0; node < count; ++node) {
    const std::vector<int>& from = inputs[static_cast<std::size_t>(node)];
    table(node, 0) = static_cast<Real>(node);
    for (std::size_t i = 0; i < from.size(); ++i) {
      table(node, static_cast<std::int64_t>(i) + 1) = static_cast<Real>(from[i]);
    }
  }
  along_paths(inputs, last, 1, slope, expected);
  return {
      .title = text(title, "; the last node is ", last, ". ", slopes,
                    ". Shown: the gradients of nodes 0 to ", count - 1,
                    " when they are sent in your order."),
      .given = {{"each row: a node, its inputs (-1: none)", table}},
      .result = "gradients",
      .ask =
          [=](const Order& answer) { return gradients(inputs, answer(inputs, last), last, slope); },
      .expected = expected,
      .words = [=](const Order& answer) { return in_words(answer(inputs, last)); }};
}

// The slopes of the lesson's graph, where a = 2, b = 3, s = 5 and p = 6: a product's slope is the
// other number.
Real slope_of_the_lesson(int node, int input) {
  const int a = 0, s = 2, p = 3, q = 5;
  if (node == p) return input == a ? 3 : 2;
  if (node == q) return input == s ? 6 : 5;
  return 1;
}

Graph random_graph(std::uint64_t seed, int& last) {
  Rng rng(seed);
  const int count = static_cast<int>(between(rng, 5, 8));
  const std::vector<std::int64_t> name = rng.permutation(count);
  Graph graph(static_cast<std::size_t>(count));
  for (int k = 1; k < count; ++k) {
    for (int i = 0; i < 2; ++i) {
      const auto input = static_cast<std::size_t>(between(rng, 0, k - 1));
      graph[static_cast<std::size_t>(name[static_cast<std::size_t>(k)])].push_back(
          static_cast<int>(name[input]));
    }
  }
  last = static_cast<int>(name.back());
  return graph;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Order> sheet{.yours = yours::backward_order, .mutants = mutants()};
  auto& questions = sheet.questions;
  questions.push_back(question("A chain: 2 from 1, 1 from 0", {{}, {0}, {1}}, 2));
  questions.push_back(
      question("One number used twice: 1 from 0, 2 from 0 and 1", {{}, {0}, {0, 1}}, 2));
  questions.push_back(question("The graph of the lesson: a b s p t q f are 0 to 6",
                               {{}, {}, {0, 1}, {0, 1}, {2, 3}, {2, 3}, {4, 5}}, 6,
                               slope_of_the_lesson, "The slopes are those of the page"));
  questions.push_back(question("The same graph with other numbers",
                               {{4, 2}, {5, 0}, {6, 3}, {}, {6, 3}, {4, 2}, {}}, 1));
  questions.push_back(question("A long way and a short one: 0 from 1 and 3, 1 from 2, 2 from 3",
                               {{1, 3}, {2}, {3}, {}}, 0));
  questions.push_back(
      question("A node that the last one does not depend on", {{1}, {}, {1, 0}, {0}}, 3));
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    int last = 0;
    const Graph graph = random_graph(seed, last);
    questions.push_back(question("Drawn at random", graph, last));
  }
  return grade(argc, argv, sheet);
}
