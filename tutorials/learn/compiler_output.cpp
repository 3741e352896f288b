#include "tutorials/learn/compiler_output.h"

#include <sstream>

namespace pixelwise {

std::string errors_of(const std::string& output, const std::string& file, int most) {
  std::istringstream lines(output);
  std::string shown;
  int count = 0;
  bool began = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(file) != std::string::npos && line.find("error:") != std::string::npos)
      began = true;
    if (!began) continue;
    if (++count > most) break;
    const auto at = line.find("../../" + file);
    shown += (at == 0 ? line.substr(6) : line) + "\n";
  }
  return shown.empty() ? output : shown;
}

bool lacks_return(const std::string& output) {
  return output.find("[-Werror=return-type]") != std::string::npos ||  // g++
         output.find("[-Werror,-Wreturn-type]") != std::string::npos;  // clang
}

}  // namespace pixelwise
