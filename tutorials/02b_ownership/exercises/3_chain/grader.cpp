// Grades exercise 02b.3: links that are left, and destructors that ran at once. Chains are short
// enough for an answer by recursion to come back.
#include "tutorials/grader/grader.h"

#include "tutorials/02b_ownership/exercises/3_chain/exercise.h"

using namespace pixelwise;
using yours::Link;

namespace pixelwise {
using Free = decltype(&yours::free_chain);
std::vector<Mutant<Free>> mutants();
}  // namespace pixelwise

namespace {

std::unique_ptr<Link> chain(int links) {
  std::unique_ptr<Link> last;
  for (int i = 0; i < links; ++i) {
    auto next = std::make_unique<Link>();
    next->before = std::move(last);
    last = std::move(next);
  }
  return last;
}

Question<Free> question(int links) {
  const auto ask = [links](const Free& free_chain) {
    Link::alive = Link::most_at_once = 0;
    free_chain(chain(links));
    return Array({2}, {static_cast<Real>(Link::alive), static_cast<Real>(Link::most_at_once)});
  };
  return {.title = text("a chain of ", links, links == 1 ? " link" : " links"),
          .given = {},
          .result = "links left, destructors at once",
          .ask = ask,
          .expected = Array({2}, {0, 1})};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Free> sheet{.yours = yours::free_chain, .mutants = mutants()};
  sheet.questions = {question(3), question(1), question(10), question(5000)};
  return grade(argc, argv, sheet);
}
