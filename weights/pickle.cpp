#include "weights/pickle.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "weights/pickle_opcodes.h"
#include "weights/weight_file.h"

namespace pixelwise {
namespace {

constexpr std::size_t kMostValues = 2'000'000;

class Machine {
 public:
  Machine(const std::string& path, std::string_view bytes, std::size_t begin,
          std::span<const std::string_view> allowed)
      : path_(path), bytes_(bytes), at_(begin), allowed_(allowed) {}

  Pickle run() {
    while (true) {
      start_ = at_;
      const auto opcode = number<unsigned char>();
      if (opcode == kStop) break;
      if (!constant(opcode) && !container(opcode) && !object(opcode)) {
        wrong(text("the opcode ", static_cast<int>(opcode), ", which torch.save does not write"));
      }
    }
    pickle_.root = pop();
    pickle_.end = at_;
    return std::move(pickle_);
  }

 private:
  using Ref = std::int32_t;

  [[noreturn]] void wrong(const std::string& what) const {
    fail_file(path_, "the pickle has, at byte ", start_, ", ", what, "; is the file damaged?");
  }

  // ---- bytes of the program

  std::string_view take(std::size_t count) {
    if (count > bytes_.size() - at_) {
      fail_file(path_, "the pickle ends at byte ", bytes_.size(), ", where ", count,
                " more bytes from byte ", at_, " on were expected; is the file truncated?");
    }
    const std::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }

  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string_view line() {
    const std::size_t end = bytes_.substr(at_, 4096).find('\n');
    if (end == std::string_view::npos) wrong("a name without an end");
    const std::string_view found = take(end);
    take(1);
    return found;
  }

  // ---- stack

  PickleValue& push(PickleKind kind) {
    if (pickle_.values.size() >= kMostValues) {
      fail_file(path_, "the pickle makes more than ", kMostValues, " values; refused");
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
        return long_integer(take(number<std::uint8_t>()));
      case kBinFloat:
        take(8);
        push(PickleKind::real);
        return true;
      case kBinUnicode:
      case kBinString:
        return string(number<std::uint32_t>());
      case kShortBinString:
        return string(number<std::uint8_t>());
      default:
        return false;
    }
  }

  bool integer(std::int64_t value) {
    push(PickleKind::integer).integer = value;
    return true;
  }

  // Two's complement, little-endian, of any length.
  bool long_integer(std::string_view digits) {
    if (digits.size() > sizeof(std::int64_t)) {
      push(PickleKind::other);
      return true;
    }
    std::uint64_t value = !digits.empty() && (digits.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    std::memcpy(&value, digits.data(), digits.size());
    return integer(static_cast<std::int64_t>(value));
  }

  bool string(std::size_t length) {
    const std::string_view content = take(length);
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
      case kTuple:
        return tuple(pop_to_mark());
      case kTuple1:
      case kTuple2:
      case kTuple3:
        return tuple(pop_last(opcode - kTuple1 + std::size_t{1}));
      case kAppend:
        return extend(pop_last(1), PickleKind::list);
      case kAppends:
        return extend(pop_to_mark(), PickleKind::list);
      case kSetItem:
        return extend(pop_last(2), PickleKind::dict);
      case kSetItems:
        return extend(pop_to_mark(), PickleKind::dict);
      default:
        return false;
    }
  }

  bool tuple(std::vector<Ref> items) {
    push(PickleKind::tuple).items = std::move(items);
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
        if (const int version = number<std::uint8_t>(); version > 2) {
          fail_file(path_, "the pickle is of protocol ", version,
                    "; torch.save writes 2 unless told otherwise, and nothing else is read");
        }
        return true;
      case kGlobal:
        return global();
      case kReduce: {
        const std::vector<Ref> call = pop_last(2);
        if (pickle_[call[0]].kind != PickleKind::global) wrong("a call of no function");
        PickleValue& value = push(PickleKind::call);
        value.function = call[0];
        value.argument = call[1];
        return true;
      }
      case kBuild:  // sets attributes, which no tensor needs (_metadata of a state_dict)
      case kPop:
        pop();
        if (opcode == kBuild) top();
        return true;
      case kBinPersid: {
        const Ref id = pop();
        push(PickleKind::persistent).argument = id;
        return true;
      }
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

  bool global() {
    const std::string_view module = line(), name = line();
    const std::string wanted = std::string(module) + "." + std::string(name);
    const auto found = std::lower_bound(allowed_.begin(), allowed_.end(), wanted);
    if (found == allowed_.end() || *found != wanted) {
      fail_file(path_, "the pickle asks for ", shown_name(wanted), " at byte ", start_,
                "; refused, because a pickle can run any code that it names. Only tensors in plain "
                "containers are read; of a whole model, save model.state_dict()");
    }
    push(PickleKind::global).text = *found;
    return true;
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

  const std::string& path_;
  const std::string_view bytes_;
  std::size_t at_;
  std::size_t start_ = 0;  // of the current opcode
  const std::span<const std::string_view> allowed_;
  Pickle pickle_;
  std::vector<Ref> stack_;
  std::vector<std::size_t> marks_;  // heights of the stack
  std::unordered_map<std::uint32_t, Ref> memo_;
};

}  // namespace

Pickle read_pickle(const std::string& path, std::string_view bytes, std::size_t begin,
                   std::span<const std::string_view> allowed) {
  return Machine(path, bytes, begin, allowed).run();
}

const char* kind_name(PickleKind kind) {
  static constexpr const char* kNames[] = {"None",    "a truth value", "a number",  "a number",
                                           "a text",  "a tuple",       "a list",    "a dictionary",
                                           "a class", "an object",     "a storage", "a number"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace pixelwise
