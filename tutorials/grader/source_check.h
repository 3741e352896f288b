// Reads a reader's file: does it call what it should write?
#pragma once

#include <string>
#include <vector>

namespace pixelwise {

/// A sentence, with the line, if the code (comments and strings left out) uses one of the forbidden
/// names, or includes a header of the operations or kernels. Empty if all is well.
std::string refused(const std::string& code, const std::vector<std::string>& forbidden);

}  // namespace pixelwise
