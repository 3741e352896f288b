// Python's pickle, read without Python: protocols 2 (what torch.save writes) to 5.
// Format: Lib/pickletools.py of CPython describes every opcode.
//
// A pickle is a program for a stack machine, and Python's own machine calls whatever function the
// program names. This one calls nothing: a call becomes a value that says which function, with
// which arguments, and the reader of tensors looks for the few calls it knows.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace pixelwise {

enum class PickleKind {
  none,
  boolean,  // integer: 0 or 1
  integer,
  real,
  text,        // also bytes
  tuple,       // items
  list,        // items
  dict,        // items: key, value, key, value, ...
  global,      // text: "module.name"
  call,        // function and argument; items as of a dict, if any were set on the result
  persistent,  // argument: what stands for something outside the pickle
  other,       // a number too large for int64
  set,         // items
};

/// A value refers to others by their place in Pickle::values: nothing is owned, so nesting, however
/// deep, costs no recursion.
struct PickleValue {
  PickleKind kind = PickleKind::none;
  std::int64_t integer = 0;
  std::string_view text;  // of the file, or of Pickle::names
  std::vector<std::int32_t> items;
  std::int32_t function = -1, argument = -1;
};

struct Pickle {
  std::vector<PickleValue> values;
  std::int32_t root = -1;
  std::size_t end = 0;                    // of the pickle in the bytes it was read from
  std::unordered_set<std::string> names;  // of functions and classes, "module.name"

  const PickleValue& operator[](std::int32_t place) const {
    return values[static_cast<std::size_t>(place)];
  }
};

/// One opcode and what it did to the stack: for listings (pickle_words.h).
struct PickleStep {
  unsigned char opcode;
  std::size_t begin, end;     // its bytes, those of its argument included
  std::size_t height_before;  // of the stack, without marks
  std::size_t height;         // afterwards
  std::int32_t top;           // the value on top afterwards; -1: none
  const Pickle& pickle;       // all values so far
};
using PickleObserver = std::function<void(const PickleStep&)>;

/// Reads the pickle that begins at byte `begin` of `bytes`, which must outlive the result.
/// Functions and classes that nobody knows become values like all others: they are never looked up.
/// `refused` lists modules ("os") and functions ("builtins.eval") that only an attack names; a
/// pickle that names one is refused as a whole, with std::runtime_error, and so is a damaged one.
/// Memory is bounded by a small multiple of the pickle's length, and by 2,000,000 values.
/// `observe` hears of every opcode after it was carried out.
Pickle read_pickle(const std::string& path, std::string_view bytes, std::size_t begin,
                   std::span<const std::string_view> refused, const PickleObserver& observe = {});

/// "a number", "a text", ...: for messages.
const char* kind_name(PickleKind kind);

}  // namespace pixelwise
