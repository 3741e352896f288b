// Grades exercise 02b.3: what is left, what stays, and how deep the destructors nest.
#include "tutorials/02b_ownership/exercises/3_chain/answer.h"

using namespace pixelwise;

namespace {

using yours::Link;
using LinkPtr = std::shared_ptr<Link>;

LinkPtr chain(int length, LinkPtr tail = nullptr) {
  for (int i = 0; i < length; ++i) tail = std::make_shared<Link>(std::move(tail));
  return tail;
}

void free_all(LinkPtr head) {
  while (head) head = head->next;
}

// Links left, 1 if head is empty, the deepest nesting; with `kept` links that somebody else holds:
// how many links these still have.
Array after(const Release& release, int length, int kept) {
  const int before = Link::alive;
  const LinkPtr tail = chain(kept);
  LinkPtr head = chain(length, tail);
  Link::deepest = Link::depth = 0;
  release(head);
  const int deepest = Link::deepest, left = Link::alive - before, empty = head == nullptr ? 1 : 0;
  int behind = 0;
  for (const Link* link = tail.get(); link != nullptr; link = link->next.get()) ++behind;
  free_all(std::move(head));
  free_all(tail);
  return Array({4}, {static_cast<Real>(left), static_cast<Real>(empty), static_cast<Real>(deepest),
                     static_cast<Real>(behind)});
}

// One line for each number.
std::string in_words(const Array& result, int kept) {
  return text("links left: ", result(0), " (right: ", kept, ")\nhead is empty: ", result(1),
              " (right: 1)\nhow deep destructors ran: ", result(2),
              " (right: 1, none inside of another)\nlinks that the others have: ", result(3),
              " (right: ", kept, ")");
}

void ask(Sheet<Release>& sheet, int length, int kept) {
  sheet.questions.push_back(
      {.title =
           text("a chain of ", length, " links, and behind it ", kept,
                " links that others hold. Shown: how many links are left; 1 if head is empty; how "
                "deep destructors ran inside each other (1: none did); how many links the "
                "others still have."),
       .given = {},
       .result = "the result",
       .ask = [=](const Release& release) { return after(release, length, kept); },
       .expected = Array({4}, {static_cast<Real>(kept), 1, 1, static_cast<Real>(kept)}),
       .words =
           [=](const Release& release) { return in_words(after(release, length, kept), kept); }});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Release> sheet{.yours = yours::release, .mutants = mutants()};
  sheet.forbidden = {"free_in_a_loop"};
  ask(sheet, 3, 0);
  ask(sheet, 1000, 0);
  ask(sheet, 5, 4);
  return grade(argc, argv, sheet);
}
