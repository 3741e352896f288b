// The usual mistakes when a chain is freed, and what to say of each.
#include "tutorials/02b_ownership/exercises/3_chain/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Free = decltype(&yours::free_chain);

namespace {

using LinkPtr = std::unique_ptr<yours::Link>;

void by_recursion(LinkPtr last) { last.reset(); }

void let_go(LinkPtr last) { (void)last.release(); }

void all_but_one(LinkPtr last) {
  while (last && last->before) last = std::move(last->before);
  (void)last.release();
}

void only_the_last(LinkPtr last) { (void)last->before.release(); }

void two_at_a_time(LinkPtr last) {
  while (last) last = last->before ? std::move(last->before->before) : nullptr;
}

}  // namespace

std::vector<Mutant<Free>> mutants() {
  return {
      {"freed by recursion",
       "All links are freed, but each destructor waits for the one before: as many run at once as "
       "there are links. A long chain would overflow the stack. Take the link before out of the "
       "last one, and then let the last one go.",
       by_recursion},
      {"nothing freed",
       "No link is freed. release() gives up the ownership without deleting: then nobody owns "
       "the chain.",
       let_go},
      {"the first link left",
       "One link is left: your loop ends when there is none before. It still has to be freed.",
       all_but_one},
      {"only the last link freed",
       "Only the last link is freed: all the others are left without an owner.", only_the_last},
      {"two links at a time",
       "Two destructors run at once: a link goes while it still owns the one before.",
       two_at_a_time},
  };
}

}  // namespace pixelwise
