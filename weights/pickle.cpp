#include "weights/pickle.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "weights/pickle_bytes.h"
#include "weights/pickle_opcodes.h"
#include "weights/stored_array.h"
#include "weights/weight_file.h"

namespace pixelwise {
namespace {

constexpr std::size_t kMostValues = 2'000'000;
constexpr std::size_t kMostNames = 10'000;  // of functions and classes; each is copied once

class Machine {
 public:
  Machine(const std::string& path, std::string_view bytes, std::size_t begin,
          std::span<const std::string_view> refused, const PickleObserver& observe)
      : bytes_(path, bytes, begin), refused_(refused), observe_(observe) {}

  Pickle run() {
    unsigned char opcode = 0;
    while (opcode != kStop) {
      opcode = bytes_.opcode();
      const std::size_t height = stack_.size();
      if (opcode == kStop) {
        pickle_.root = pop();
      } else if (!constant(opcode) && !string(opcode) && !container(opcode) && !object(opcode) &&
                 !memo(opcode)) {
        wrong(text("the opcode ", static_cast<int>(opcode), ", which torch.save does not write"));
      }
      if (!observe_) continue;
      observe_({opcode, bytes_.start_of_opcode(), bytes_.at(), height, stack_.size(),
                stack_.empty() ? -1 : stack_.back(), pickle_});
    }
    pickle_.end = bytes_.at();
    return std::move(pickle_);
  }

 private:
  using Ref = std::int32_t;

  [[noreturn]] void wrong(const std::string& what) const { bytes_.wrong(what); }

  template <class Number>
  Number number() {
    return bytes_.number<Number>();
  }

  // ---- stack

  PickleValue& push(PickleKind kind) {
    if (pickle_.values.size() >= kMostValues) {
      fail_file(bytes_.path(), "the pickle makes more than ", kMostValues, " values; refused");
    }
    stack_.push_back(static_cast<Ref>(pickle_.values.size()));
    PickleValue& value = pickle_.values.emplace_back();
    value.kind = kind;
    return value;
  }

  std::size_t bottom() const { return marks_.empty() ? 0 : marks_.back(); }

  Ref pop() {
    if (stack_.size() <= bottom()) wrong("an operation on an empty stack");
    const Ref top = stack_.back();
    stack_.pop_back();
    return top;
  }

  PickleValue& top() {
    if (stack_.size() <= bottom()) wrong("an operation on an empty stack");
    return pickle_.values[static_cast<std::size_t>(stack_.back())];
  }

  // What was pushed since the last mark.
  std::vector<Ref> pop_to_mark() {
    if (marks_.empty()) wrong("the end of a list that was not begun");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Ref> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return items;
  }

  std::vector<Ref> pop_last(std::size_t count) {
    std::vector<Ref> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
  }

  // ---- opcodes; each function answers whether the opcode is one of its own

  bool constant(unsigned char opcode) {
    switch (opcode) {
      case kNone:
        push(PickleKind::none);
        return true;
      case kNewTrue:
      case kNewFalse:
        push(PickleKind::boolean).integer = opcode == kNewTrue ? 1 : 0;
        return true;
      case kBinInt:
        return integer(number<std::int32_t>());
      case kBinInt1:
        return integer(number<std::uint8_t>());
      case kBinInt2:
        return integer(number<std::uint16_t>());
      case kLong1:
        return long_integer(bytes_.take(number<std::uint8_t>()));
      case kLong4:
        return long_integer(bytes_.take(number<std::uint32_t>()));
      case kBinFloat:
        bytes_.take(8);
        push(PickleKind::real);
        return true;
      default:
        return false;
    }
  }

  bool integer(std::int64_t value) {
    push(PickleKind::integer).integer = value;
    return true;
  }

  bool long_integer(std::string_view digits) {
    if (digits.size() <= sizeof(std::int64_t)) return integer(signed_number(digits));
    push(PickleKind::other);
    return true;
  }

  bool string(unsigned char opcode) {
    switch (opcode) {
      case kBinUnicode:
      case kBinString:
      case kBinBytes:
        return string_of(number<std::uint32_t>());
      case kShortBinString:
      case kShortBinBytes:
      case kShortBinUnicode:
        return string_of(number<std::uint8_t>());
      case kBinUnicode8:
      case kBinBytes8:
      case kByteArray8:
        return string_of(number<std::uint64_t>());
      default:
        return false;
    }
  }

  bool string_of(std::uint64_t length) {
    const std::string_view content = bytes_.take(length);
    push(PickleKind::text).text = content;
    return true;
  }

  bool container(unsigned char opcode) {
    switch (opcode) {
      case kMark:
        marks_.push_back(stack_.size());
        return true;
      case kEmptyTuple:
        push(PickleKind::tuple);
        return true;
      case kEmptyList:
        push(PickleKind::list);
        return true;
      case kEmptyDict:
        push(PickleKind::dict);
        return true;
      case kEmptySet:
        push(PickleKind::set);
        return true;
      case kTuple:
        return made_of(pop_to_mark(), PickleKind::tuple);
      case kFrozenSet:
        return made_of(pop_to_mark(), PickleKind::set);
      case kTuple1:
      case kTuple2:
      case kTuple3:
        return made_of(pop_last(opcode - kTuple1 + std::size_t{1}), PickleKind::tuple);
      case kAppend:
        return extend(pop_last(1), PickleKind::list);
      case kAppends:
        return extend(pop_to_mark(), PickleKind::list);
      case kAddItems:
        return extend(pop_to_mark(), PickleKind::set);
      case kSetItem:
        return extend(pop_last(2), PickleKind::dict);
      case kSetItems:
        return extend(pop_to_mark(), PickleKind::dict);
      default:
        return false;
    }
  }

  bool made_of(std::vector<Ref> items, PickleKind kind) {
    push(kind).items = std::move(items);
    return true;
  }

  bool extend(const std::vector<Ref>& items, PickleKind kind) {
    PickleValue& target = top();
    if (target.kind != kind && target.kind != PickleKind::call) {
      wrong(text("items for ", kind_name(kind), ", set on ", kind_name(target.kind)));
    }
    if (kind == PickleKind::dict && items.size() % 2 != 0) wrong("a key without a value");
    target.items.insert(target.items.end(), items.begin(), items.end());
    return true;
  }

  bool object(unsigned char opcode) {
    switch (opcode) {
      case kProto:
        if (const int version = number<std::uint8_t>(); version > 5) {
          fail_file(bytes_.path(), "the pickle is of protocol ", version, "; 2 to 5 are known");
        }
        return true;
      case kFrame:  // the length of what follows, for readers that read ahead
        bytes_.take(8);
        return true;
      case kGlobal: {
        const std::string_view module = bytes_.line();
        return global(module, bytes_.line());
      }
      case kStackGlobal: {
        const std::vector<Ref> names = pop_last(2);
        if (pickle_[names[0]].kind != PickleKind::text ||
            pickle_[names[1]].kind != PickleKind::text) {
          wrong("a name that is no text");
        }
        return global(pickle_[names[0]].text, pickle_[names[1]].text);
      }
      case kReduce:
      case kNewObj:  // cls.__new__(cls, *arguments)
        return call(pop_last(2));
      case kNewObjEx:  // and keyword arguments, which no tensor has
        return call(pop_last(3));
      case kBinPersid: {
        const Ref id = pop();
        push(PickleKind::persistent).argument = id;
        return true;
      }
      default:
        return false;
    }
  }

  bool call(const std::vector<Ref>& parts) {
    const PickleKind kind = pickle_[parts[0]].kind;
    if (kind != PickleKind::global && kind != PickleKind::call) wrong("a call of no function");
    PickleValue& value = push(PickleKind::call);
    value.function = parts[0];
    value.argument = parts[1];
    return true;
  }

  bool global(std::string_view module, std::string_view name) {
    if (module.size() + name.size() > kLongestName) wrong("a name of more than 1 kB");
    const std::string wanted = std::string(module) + "." + std::string(name);
    for (const std::string_view part : refused_) {
      if (!wanted.starts_with(part) || (wanted.size() > part.size() && wanted[part.size()] != '.'))
        continue;
      fail_file(bytes_.path(), "the pickle asks for ", shown_name(wanted), " at byte ",
                bytes_.start_of_opcode(),
                "; refused, because a pickle can run any code that it names, and no weights need "
                "this");
    }
    const auto place = pickle_.names.insert(wanted).first;
    if (pickle_.names.size() > kMostNames) wrong("more than 10,000 names of functions");
    push(PickleKind::global).text = *place;
    return true;
  }

  bool memo(unsigned char opcode) {
    switch (opcode) {
      case kBuild:  // sets attributes, which no tensor needs (_metadata of a state_dict)
      case kPop:
        pop();
        if (opcode == kBuild) top();
        return true;
      case kPopMark:
        pop_to_mark();
        return true;
      case kDup:
        top();
        stack_.push_back(stack_.back());
        return true;
      case kMemoize:
        return put(static_cast<std::uint32_t>(memo_.size()));
      case kBinPut:
        return put(number<std::uint8_t>());
      case kLongBinPut:
        return put(number<std::uint32_t>());
      case kBinGet:
        return get(number<std::uint8_t>());
      case kLongBinGet:
        return get(number<std::uint32_t>());
      default:
        return false;
    }
  }

  bool put(std::uint32_t key) {
    top();
    memo_[key] = stack_.back();
    return true;
  }

  bool get(std::uint32_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) wrong(text("the memo entry ", key, ", which was never made"));
    stack_.push_back(found->second);
    return true;
  }

  PickleBytes bytes_;
  const std::span<const std::string_view> refused_;
  const PickleObserver& observe_;
  Pickle pickle_;
  std::vector<Ref> stack_;
  std::vector<std::size_t> marks_;  // heights of the stack
  std::unordered_map<std::uint32_t, Ref> memo_;
};

}  // namespace

Pickle read_pickle(const std::string& path, std::string_view bytes, std::size_t begin,
                   std::span<const std::string_view> refused, const PickleObserver& observe) {
  return Machine(path, bytes, begin, refused, observe).run();
}

const char* kind_name(PickleKind kind) {
  static constexpr const char* kNames[] = {
      "None",         "a truth value", "a number",  "a number",  "a text",   "a tuple", "a list",
      "a dictionary", "a name",        "an object", "a storage", "a number", "a set"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace pixelwise
