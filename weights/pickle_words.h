// The opcodes of a pickle in words: their names, and what one did to the stack.
#pragma once

#include <string>

#include "weights/byte_rows.h"
#include "weights/pickle.h"

namespace pixelwise {

/// "BINUNICODE", as CPython's Lib/pickletools.py has it.
const char* opcode_name(unsigned char opcode);

/// "push the text 'conv1.weight'". `bytes` are those that the pickle was read from.
std::string words_of(const PickleStep& step, std::string_view bytes);

/// Writes a row for each opcode that it hears of; after the first few thousand it only counts. Give
/// observer() to read_pickle().
class PickleRows {
 public:
  PickleRows(ByteRows& rows, std::string_view bytes) : rows_(rows), bytes_(bytes) {}
  PickleObserver observer();

  /// Says how many rows were left out.
  void end();

 private:
  ByteRows& rows_;
  const std::string_view bytes_;
  std::size_t heard_ = 0;
};

}  // namespace pixelwise
