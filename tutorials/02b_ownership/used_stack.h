// For graders: overwrites what a function has left on the stack. So a lambda that captured one of
// its variables by reference is always found out, and not by luck.
//
//   auto y = call_deep([&] { return answer(x); });  // its variables are 4 KiB down
//   fill_stack(word);                               // they are overwritten
//   ...                                             // what runs now does not reach so far down
#pragma once

#include <cstdint>

namespace pixelwise {

template <class Call>
[[gnu::noinline]] auto call_deep(const Call& call) {
  volatile char room[4096];
  for (volatile char& byte : room) byte = 0;
  return call();
}

[[gnu::noinline]] inline void fill_stack(std::uintptr_t word) {
  volatile std::uintptr_t room[2048];
  for (volatile std::uintptr_t& place : room) place = word;
}

}  // namespace pixelwise
