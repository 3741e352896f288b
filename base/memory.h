// Sizes in bytes: as words, and how much memory the machine has.
#pragma once

#include <string>

namespace pixelwise {

/// "1.2 MB".
std::string bytes_text(double bytes);

/// The memory that is built into this machine, in bytes; 0 if the system does not say.
double machine_memory();

}  // namespace pixelwise
