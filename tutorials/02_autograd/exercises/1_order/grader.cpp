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

// The gradients of all nodes, and behind them how many nodes the order names.
// Every edge multiplies by the number of its input plus 2: no two paths look alike by accident.
Array gradients(const Graph& inputs, const std::vector<int>& order, int last) {
  const int count = static_cast<int>(inputs.size());
  Array gradient({static_cast<std::int64_t>(count) + 1});
  gradient(last) = 1;
  gradient(count) = static_cast<Real>(order.size());
  std::set<int> seen;
  for (const int node : order) {
    if (node < 0 || node >= count) {
      throw WrongAnswer(text("Your order names node ", node, "; there are 0 to ", count - 1, "."));
    }
    if (!seen.insert(node).second) {
      throw WrongAnswer(text("Your order names node ", node, " more than once."));
    }
    for (const int input : inputs[static_cast<std::size_t>(node)]) {
      gradient(input) += gradient(node) * static_cast<Real>(input + 2);
    }
  }
  return gradient;
}

// Path by path: slow, and right in any order.
void along_paths(const Graph& inputs, int node, Real arrived, Array& gradient) {
  gradient(node) += arrived;
  for (const int input : inputs[static_cast<std::size_t>(node)]) {
    along_paths(inputs, input, arrived * static_cast<Real>(input + 2), gradient);
  }
}

Question<Order> question(const std::string& title, const Graph& inputs, int last) {
  Array table({static_cast<std::int64_t>(inputs.size()), 2}), expected({table.shape()[0] + 1});
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    for (std::size_t i = 0; i < 2; ++i) {
      const auto row = static_cast<std::int64_t>(k), column = static_cast<std::int64_t>(i);
      table(row, column) = static_cast<Real>(i < inputs[k].size() ? inputs[k][i] : -1);
    }
  }
  along_paths(inputs, last, 1, expected);
  for (std::int64_t k = 0; k < table.shape()[0]; ++k) {
    if (expected(k) != 0) expected(table.shape()[0]) += 1;
  }
  return {.title = text(title, "; the last node is ", last,
                        ". Shown: the gradients of all nodes when they are sent in your order, and "
                        "behind them how many nodes your order names."),
          .given = {{"inputs of each node (-1: none)", table}},
          .result = "gradients",
          .ask = [=](const Order& answer) { return gradients(inputs, answer(inputs, last), last); },
          .expected = expected};
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
                               {{}, {}, {0, 1}, {0, 1}, {2, 3}, {2, 3}, {4, 5}}, 6));
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
