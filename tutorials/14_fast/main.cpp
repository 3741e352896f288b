// Lesson 14: the same convolution ten times, each faster than the one before. One file of rungs/ for
// each idea. `./run 14 --rung 4` stops after rung 4.
#include <iostream>

#include "tutorials/14_fast/ladder.h"
#include "tutorials/14_fast/ledger.h"
#include "tutorials/14_fast/workers.h"
#include "tutorials/support/expect.h"

using namespace pixelwise;

namespace {

}  // namespace

int main(int argc, char** argv) {
  return run_lesson(argc, argv, "14_fast", [](Lesson& lesson) {
    const Machine machine = measure_machine();
    const std::vector<Step> all = steps(10);
    check_ladder(all);
    const auto speeds = time_ladder(lesson, all, machine);
    roofline(lesson, all, speeds, machine);
    same_bits(lesson);
    false_sharing(lesson);
    memory_ledger(lesson);
  });
}
