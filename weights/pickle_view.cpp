#include "weights/pickle_view.h"

#include <algorithm>

#include "base/check.h"

namespace pixelwise {

void PickleView::wrong(const std::string& what) const {
  fail_file(path_, "the pickle describes ", what, "; is the file damaged?");
}

const PickleValue* PickleView::arguments(const PickleValue& call, std::size_t least) const {
  const PickleValue& given = pickle_[call.argument];
  return given.kind == PickleKind::tuple && given.items.size() >= least ? &given : nullptr;
}

// A pickle can say a long name a million times with two bytes each.
std::string PickleView::key_text(const PickleValue& key) const {
  if (key.text.size() > kLongestName) wrong(text("a name of ", key.text.size(), " bytes"));
  return key.kind == PickleKind::text ? std::string(key.text) : text("#", key.integer);
}

std::string PickleView::described(const PickleValue& value) const {
  constexpr std::size_t kShown = 3;
  if (is_dict(value)) {
    std::string keys;
    std::size_t count = 0;
    for_each_item(value, [&](const std::string& key, const PickleValue&) {
      if (count < kShown) keys += (count == 0 ? " (" : ", ") + key.substr(0, 40);
      ++count;
    });
    if (count > 0) keys += count > kShown ? ", ...)" : ")";
    return text("a dictionary of ", count, keys);
  }
  if (value.kind == PickleKind::global) return "the name " + std::string(value.text);
  if (value.kind != PickleKind::call) return kind_name(value.kind);
  const PickleValue& function = pickle_[value.function];
  return function.kind == PickleKind::global ? text("an object (", function.text, ")")
                                             : "an object";
}

}  // namespace pixelwise
