#include "weights/pickle_words.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "weights/pickle_bytes.h"
#include "weights/pickle_opcodes.h"

namespace pixelwise {
namespace {

constexpr std::size_t kMostRows = 4000;
constexpr std::size_t kTextShown = 60;
constexpr std::size_t kItemsShown = 6;

constexpr std::pair<unsigned char, const char*> kOpcodeNames[] = {
    {kMark, "MARK"},
    {kStop, "STOP"},
    {kPop, "POP"},
    {kPopMark, "POP_MARK"},
    {kDup, "DUP"},
    {kBinBytes, "BINBYTES"},
    {kShortBinBytes, "SHORT_BINBYTES"},
    {kBinFloat, "BINFLOAT"},
    {kBinInt, "BININT"},
    {kBinInt1, "BININT1"},
    {kBinInt2, "BININT2"},
    {kNone, "NONE"},
    {kBinPersid, "BINPERSID"},
    {kReduce, "REDUCE"},
    {kBinString, "BINSTRING"},
    {kShortBinString, "SHORT_BINSTRING"},
    {kBinUnicode, "BINUNICODE"},
    {kEmptyList, "EMPTY_LIST"},
    {kAppend, "APPEND"},
    {kBuild, "BUILD"},
    {kGlobal, "GLOBAL"},
    {kAppends, "APPENDS"},
    {kBinGet, "BINGET"},
    {kLongBinGet, "LONG_BINGET"},
    {kBinPut, "BINPUT"},
    {kLongBinPut, "LONG_BINPUT"},
    {kSetItem, "SETITEM"},
    {kTuple, "TUPLE"},
    {kSetItems, "SETITEMS"},
    {kEmptyDict, "EMPTY_DICT"},
    {kEmptyTuple, "EMPTY_TUPLE"},
    {kProto, "PROTO"},
    {kNewObj, "NEWOBJ"},
    {kTuple1, "TUPLE1"},
    {kTuple2, "TUPLE2"},
    {kTuple3, "TUPLE3"},
    {kNewTrue, "NEWTRUE"},
    {kNewFalse, "NEWFALSE"},
    {kLong1, "LONG1"},
    {kLong4, "LONG4"},
    {kShortBinUnicode, "SHORT_BINUNICODE"},
    {kBinUnicode8, "BINUNICODE8"},
    {kBinBytes8, "BINBYTES8"},
    {kEmptySet, "EMPTY_SET"},
    {kAddItems, "ADDITEMS"},
    {kFrozenSet, "FROZENSET"},
    {kNewObjEx, "NEWOBJ_EX"},
    {kStackGlobal, "STACK_GLOBAL"},
    {kMemoize, "MEMOIZE"},
    {kFrame, "FRAME"},
    {kByteArray8, "BYTEARRAY8"},
};

std::string quoted(std::string_view text) { return "'" + cut_text(text, kTextShown) + "'"; }

// "(4, 3, 3, 3)"; of other tuples, lists and dictionaries how long they are.
std::string items_text(const Pickle& pickle, const PickleValue& value) {
  std::string list;
  for (const std::int32_t item : value.items) {
    const bool small = pickle[item].kind == PickleKind::integer;
    if (!small || value.items.size() > kItemsShown) {
      return text("a tuple of ", value.items.size());
    }
    list += text(list.empty() ? "" : ", ", pickle[item].integer);
  }
  return "(" + list + (value.items.size() == 1 ? ",)" : ")");
}

std::string name_text(const Pickle& pickle, std::int32_t place) {
  return place >= 0 && pickle[place].kind == PickleKind::global
             ? cut_text(pickle[place].text, kTextShown)
             : "an object";
}

std::string value_text(const Pickle& pickle, const PickleValue& value) {
  switch (value.kind) {
    case PickleKind::boolean:
      return value.integer != 0 ? "True" : "False";
    case PickleKind::integer:
      return text("the number ", value.integer);
    case PickleKind::text:
      return "the text " + quoted(value.text);
    case PickleKind::tuple:
      return items_text(pickle, value);
    case PickleKind::list:
      return value.items.empty() ? "an empty list" : text("a list of ", value.items.size());
    case PickleKind::dict:
      return value.items.empty() ? "an empty dictionary"
                                 : text("a dictionary of ", value.items.size() / 2);
    case PickleKind::set:
      return text("a set of ", value.items.size());
    case PickleKind::global:
      return "the name " + cut_text(value.text, kTextShown);
    case PickleKind::call:
      return "the result of " + name_text(pickle, value.function);
    case PickleKind::persistent: {
      const std::vector<std::int32_t>& id = pickle[value.argument].items;
      const bool storage = id.size() > 2 && pickle[id[2]].kind == PickleKind::text;
      return storage ? "storage " + quoted(pickle[id[2]].text) : "something outside";
    }
    case PickleKind::none:
    case PickleKind::real:
    case PickleKind::other:
      break;
  }
  return kind_name(value.kind);
}

// Numbers in pickles are little-endian, but for this one.
double big_endian_double(std::string_view bytes) {
  char turned[8] = {};
  for (std::size_t i = 0; i < 8 && i < bytes.size(); ++i) turned[7 - i] = bytes[i];
  double value = 0;
  std::memcpy(&value, turned, sizeof value);
  return value;
}

// An opcode that takes what is above a mark; `pushed` values are new.
std::string from_mark(const PickleStep& step, std::size_t pushed, const std::string& what) {
  const std::size_t taken = step.height_before + pushed - step.height;
  return text("take the ", taken, " above the mark, ", what);
}

std::string container_words(const PickleStep& step, const std::string& top) {
  switch (step.opcode) {
    case kTuple:
    case kFrozenSet:
      return from_mark(step, 1, "push " + top);
    case kAppends:
      return from_mark(step, 0, "append them to the list below");
    case kAddItems:
      return from_mark(step, 0, "add them to the set below");
    case kSetItems:
      return from_mark(step, 0, "set them as keys and values of the dictionary below");
    case kPopMark:
      return from_mark(step, 0, "forget them");
    case kAppend:
      return "take 1, append it to the list below";
    case kSetItem:
      return "take a key and a value, set them in the dictionary below";
    case kTuple1:
    case kTuple2:
    case kTuple3:
      return text("take ", step.opcode - kTuple1 + 1, ", push ", top);
    default:
      return "push " + top;
  }
}

std::string call_words(const PickleStep& step) {
  const PickleValue& call = step.pickle[step.top];
  return text("take a name and its arguments, push the result of ",
              name_text(step.pickle, call.function));
}

}  // namespace

const char* opcode_name(unsigned char opcode) {
  for (const auto& [code, name] : kOpcodeNames) {
    if (code == opcode) return name;
  }
  return "unknown";
}

std::string words_of(const PickleStep& step, std::string_view bytes) {
  const std::string_view argument = bytes.substr(step.begin + 1, step.end - step.begin - 1);
  const std::string top = step.top < 0 ? "nothing" : value_text(step.pickle, step.pickle[step.top]);
  const auto unsigned_argument = [&] {
    std::uint64_t number = 0;
    std::memcpy(&number, argument.data(), std::min(argument.size(), sizeof number));
    return number;
  };
  switch (step.opcode) {
    case kProto:
      return text("the pickle is of protocol ", unsigned_argument());
    case kFrame:
      return text("the next ", unsigned_argument(), " bytes belong together");
    case kMark:
      return "put a mark on the stack";
    case kStop:
      return "the end: the result is " + value_text(step.pickle, step.pickle[step.pickle.root]);
    case kPop:
      return "take the top away";
    case kDup:
      return "push the top once more";
    case kBinFloat:
      return text("push the number ", big_endian_double(argument));
    case kBinPut:
    case kLongBinPut:
      return text("remember the top as memo ", unsigned_argument());
    case kMemoize:
      return "remember the top as the next memo";
    case kBinGet:
    case kLongBinGet:
      return text("push memo ", unsigned_argument(), ": ", top);
    case kStackGlobal:
      return "take 2 texts, push " + top;
    case kReduce:
    case kNewObj:
    case kNewObjEx:
      return call_words(step);
    case kBuild:
      return "take 1: attributes for what is below";
    case kBinPersid:
      return "take the tuple, push what it stands for: " + top;
    default:
      return container_words(step, top);
  }
}

PickleObserver PickleRows::observer() {
  return [this](const PickleStep& step) {
    if (++heard_ > kMostRows) return;
    rows_.row({static_cast<std::int64_t>(step.begin), static_cast<std::int64_t>(step.end)},
              opcode_name(step.opcode), words_of(step, bytes_), step.height);
  };
}

void PickleRows::end() {
  if (heard_ > kMostRows) rows_.note(text("... ", heard_ - kMostRows, " more opcodes"));
}

}  // namespace pixelwise
