#include "training/class_identity.h"

#include <algorithm>

#include "base/check.h"

namespace pixelwise {
namespace {

using Names = std::vector<std::string>;

bool are_numbers(const Names& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != text("class ", i)) return false;
  }
  return true;
}

bool comparable(const Names& a, const Names& b) {
  return a.size() == b.size() && a != b && !are_numbers(a) && !are_numbers(b);
}

// "0 background, 1 car, 2 road": the whole list, as long as it can be looked through.
std::string listed(const Names& names) {
  constexpr std::size_t kShown = 24;
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
    list += text(i == 0 ? "" : ", ", i, " ", names[i]);
  }
  return list + (names.size() > kShown ? ", ..." : "");
}

std::string renames(const NamedClasses& trained, const NamedClasses& given) {
  constexpr std::size_t kShown = 6;
  std::string list;
  std::size_t count = 0;
  for (std::size_t i = 0; i < given.names.size(); ++i) {
    const std::string &before = trained.names[i], &now = given.names[i];
    if (before == now || ++count > kShown) continue;
    list += text(count == 1 ? "" : "; ", "class ", i, " is '", before, "' in ", trained.where,
                 " and '", now, "' in ", given.where);
  }
  return list + (count > kShown ? text("; and ", count - kShown, " more") : "");
}

}  // namespace

ClassComparison compare_classes(const NamedClasses& trained, const NamedClasses& given) {
  const Names &a = trained.names, &b = given.names;
  if (!comparable(a, b)) return {};
  const std::string both =
      text("; ", trained.where, " has ", listed(a), "; ", given.where, " has ", listed(b));
  bool common = false;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const auto found = std::find(a.begin(), a.end(), b[i]);
    common = common || found != a.end();
    if (found == a.end() || a[i] == b[i]) continue;
    return {ClassDifference::permuted,
            text("the classes stand in another order: '", b[i], "' is class ", found - a.begin(),
                 " of ", trained.where, ", but class ", i, " of ", given.where, both,
                 ". Put the lines of classes.txt (and the ids in the masks) into the order of ",
                 trained.where)};
  }
  if (common) {
    return {ClassDifference::renamed, renames(trained, given) + ": taken for the same classes"};
  }
  return {ClassDifference::others,
          text("the classes are others: no name is in both lists", both,
               ". If they are the same classes, give them the same names (classes.txt)")};
}

void check_transfer(const std::string& path, const Checkpoint& source, const Names& given,
                    const std::function<void(const std::string&)>& warn) {
  if (!source.card) return;
  const NamedClasses trained{path, source.card->classes.names}, data{"the data", given};
  const ClassComparison compared = compare_classes(trained, data);
  if (compared.difference == ClassDifference::permuted) fail_file(path, compared.message);
  if (!compared.message.empty()) warn(compared.message);
}

}  // namespace pixelwise
