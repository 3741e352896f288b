#include "base/memory.h"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "base/check.h"

namespace pixelwise {

std::string bytes_text(double bytes) {
  constexpr std::array<const char*, 7> kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), unit == 0 ? "%.0f" : "%.1f", bytes);
  return text(digits.data(), " ", kUnits[unit]);
}

double machine_memory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? static_cast<double>(pages) * static_cast<double>(size) : 0;
}

}  // namespace pixelwise
