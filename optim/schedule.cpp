#include "optim/schedule.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/closest_word.h"
#include "base/exact_math.h"

namespace pixelwise {
namespace {

// How much of the training is done, from 0 to 1.
double progress(std::int64_t iteration, std::int64_t total) {
  return std::min(1.0, static_cast<double>(iteration) / static_cast<double>(total));
}

void check_total(const char* name, std::int64_t total) {
  require(total >= 1, name, ": ", total, " iterations; at least 1 is needed");
}

}  // namespace

Schedule constant_schedule() {
  return [](std::int64_t) { return 1.0; };
}

Schedule linear_schedule(std::int64_t total) {
  check_total("linear_schedule", total);
  return [=](std::int64_t i) { return 1.0 - progress(i, total); };
}

Schedule step_schedule(std::int64_t every, double gamma) {
  check_total("step_schedule", every);
  return [=](std::int64_t i) {
    const std::int64_t stairs = i / every;
    return std::pow(gamma, static_cast<double>(stairs));
  };
}

Schedule polynomial_schedule(std::int64_t total, double power) {
  check_total("polynomial_schedule", total);
  return [=](std::int64_t i) { return std::pow(1.0 - progress(i, total), power); };
}

Schedule cosine_schedule(std::int64_t total) {
  check_total("cosine_schedule", total);
  return [=](std::int64_t i) { return (1.0 + exact::cos(exact::kPi * progress(i, total))) / 2; };
}

Schedule make_schedule(const std::string& name, std::int64_t total) {
  if (name == "constant") return constant_schedule();
  if (name == "linear") return linear_schedule(total);
  if (name == "step") return step_schedule(std::max<std::int64_t>(1, total / 3), 0.1);
  if (name == "poly") return polynomial_schedule(total);
  if (name == "cosine") return cosine_schedule(total);
  fail("schedule: '", name, "' is unknown; there are constant, linear, step, poly and cosine",
       did_you_mean(name, {"constant", "linear", "step", "poly", "cosine"}));
}

}  // namespace pixelwise
