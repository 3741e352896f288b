// What the values of a pickle mean: dictionaries with their items, calls by the function's name.
#pragma once

#include <string>
#include <string_view>

#include "weights/pickle.h"
#include "weights/stored_array.h"

namespace pixelwise {

/// Questions about the values of one pickle. `path` names the file in messages; both must outlive
/// this.
class PickleView {
 public:
  PickleView(const std::string& path, const Pickle& pickle) : path_(path), pickle_(pickle) {}

  /// Throws std::runtime_error: "the pickle describes `what`; is the file damaged?"
  [[noreturn]] void wrong(const std::string& what) const;

  const PickleValue& operator[](std::int32_t place) const { return pickle_[place]; }
  const PickleValue& root() const { return pickle_[pickle_.root]; }
  const Pickle& pickle() const { return pickle_; }
  const std::string& path() const { return path_; }

  /// Item i of a tuple or a list.
  const PickleValue& item(const PickleValue& value, std::size_t i) const {
    return pickle_[value.items[i]];
  }

  /// Whether the value is what `function`, "module.name", returned.
  bool calls(const PickleValue& value, std::string_view function) const {
    return value.kind == PickleKind::call && pickle_[value.function].kind == PickleKind::global &&
           pickle_[value.function].text == function;
  }

  /// The arguments of a call, if they are a tuple of at least `least`; else nullptr.
  const PickleValue* arguments(const PickleValue& call, std::size_t least) const;

  /// A dict or an OrderedDict.
  bool is_dict(const PickleValue& value) const {
    return value.kind == PickleKind::dict || calls(value, "collections.OrderedDict");
  }

  /// Calls visit(key, value) for the items of a dictionary; a key that is no text is "#3".
  template <class Visit>
  void for_each_item(const PickleValue& dict, Visit visit) const;

  /// "a number", "a dictionary of 3 (lr, momentum, params)", "an object (argparse.Namespace)".
  std::string described(const PickleValue& value) const;

 private:
  std::string key_text(const PickleValue& key) const;

  const std::string& path_;
  const Pickle& pickle_;
};

template <class Visit>
void PickleView::for_each_item(const PickleValue& dict, Visit visit) const {
  // Python 2 gives an OrderedDict its items as an argument: ([[key, value], ...],).
  if (const PickleValue* given = dict.kind == PickleKind::call ? arguments(dict, 1) : nullptr) {
    for (const std::int32_t place : item(*given, 0).items) {
      const PickleValue& pair = pickle_[place];
      if (pair.items.size() != 2) wrong("an OrderedDict of no pairs");
      visit(key_text(item(pair, 0)), item(pair, 1));
    }
  }
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    visit(key_text(item(dict, i)), item(dict, i + 1));
  }
}

}  // namespace pixelwise
