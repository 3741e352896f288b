// The usual mistakes in freeing a chain, and what to say of each.
#include "tutorials/02b_ownership/exercises/3_chain/answer.h"

namespace pixelwise {
namespace {

using LinkPtr = std::shared_ptr<yours::Link>;

void by_recursion(LinkPtr& head) { head.reset(); }

void one_link(LinkPtr& head) {
  if (head) head = head->next;
}

void frees_nothing(LinkPtr& head) {
  for (LinkPtr link = head; link; link = link->next) {
  }
}

void cuts_what_others_hold(LinkPtr& head) {
  while (head) {
    LinkPtr next = std::move(head->next);
    head = std::move(next);
  }
}

}  // namespace

std::vector<Mutant<Release>> mutants() {
  return {
      {"by recursion",
       "This is what head.reset() does: the destructors run inside of each other, as deep as the "
       "chain is long. A million links would overflow the stack.",
       by_recursion},
      {"one link only",
       "This is what comes out when one link is let go, and the others stay. Go on until head is "
       "empty.",
       one_link},
      {"frees nothing",
       "No link is freed, and head is as it was. A copy of head that walks to the end frees "
       "nothing: head still owns the first link, and each link owns the next. Walk with head "
       "itself.",
       frees_nothing},
      {"cuts what others hold",
       "This is what comes out when `next` is moved out of every link, also out of links that "
       "somebody else holds: they lose what is behind them. Copy the pointer, or look at "
       "use_count().",
       cuts_what_others_hold},
  };
}

}  // namespace pixelwise
