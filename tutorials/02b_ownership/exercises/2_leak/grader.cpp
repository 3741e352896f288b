// Grades exercise 02b.2: values, gradients, and how many numbers are alive and when.
#include "tutorials/grader/grader.h"

#include "tutorials/02b_ownership/exercises/2_leak/exercise.h"

using namespace pixelwise;
using yours::Number, yours::NumberPtr;

namespace pixelwise {
using Product = decltype(&yours::product);
std::vector<Mutant<Product>> mutants();
}  // namespace pixelwise

namespace {

// y = a * b, sent with the gradient 2: y, da, db, and how many numbers are left.
Array one_product(const Product& product) {
  const int before = Number::alive;
  Array result({4});
  {
    const auto a = std::make_shared<Number>(3), b = std::make_shared<Number>(5);
    const NumberPtr y = product(a, b);
    y->gradient = 2;
    y->send();
    result(0) = static_cast<Real>(y->value);
    result(1) = static_cast<Real>(a->gradient);
    result(2) = static_cast<Real>(b->gradient);
  }
  result(3) = static_cast<Real>(Number::alive - before);
  return result;
}

// y = (a * b) * a: a is used twice, and a * b is a temporary.
Array two_products(const Product& product) {
  const int before = Number::alive;
  Array result({5});
  {
    const auto a = std::make_shared<Number>(3), b = std::make_shared<Number>(5);
    NumberPtr inner = product(a, b);
    const NumberPtr y = product(inner, a);
    const std::weak_ptr<Number> temporary = inner;
    inner.reset();  // nobody but y can own it now
    result(1) = static_cast<Real>(Number::alive - before);
    y->gradient = 1;
    y->send();
    if (const NumberPtr still_there = temporary.lock()) still_there->send();
    result(0) = static_cast<Real>(y->value);
    result(2) = static_cast<Real>(a->gradient);
    result(3) = static_cast<Real>(b->gradient);
  }
  result(4) = static_cast<Real>(Number::alive - before);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Product> sheet{.yours = yours::product, .mutants = mutants()};
  sheet.questions.push_back({.title = "y = a * b at a = 3, b = 5; its gradient is 2",
                             .given = {},
                             .result = "y, da, db, numbers left at the end",
                             .ask = one_product,
                             .expected = Array({4}, {15, 10, 6, 0})});
  sheet.questions.push_back({.title = "y = (a * b) * a at a = 3, b = 5; its gradient is 1",
                             .given = {},
                             .result = "y, numbers alive with y, da, db, numbers left at the end",
                             .ask = two_products,
                             .expected = Array({5}, {45, 4, 30, 9, 0})});
  return grade(argc, argv, sheet);
}
