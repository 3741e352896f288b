// Operations with a deliberately wrong gradient: a gradient check that lets one of them pass checks
// nothing.
#pragma once

#include <vector>

#include "gradcheck/grid/op_cases.h"

namespace pixelwise {

/// `op` is what the operation pretends to be, `label` says what is wrong with it. The values are
/// right, the gradients are not.
std::vector<OpCase> wrong_op_cases();

}  // namespace pixelwise
