// The floor under a result: what is smaller is raised to it as it is written.
#pragma once

namespace pixelwise::kernels {

/// y = sum < floor ? floor : sum. The floor 0 is ReLU. This one changes nothing.
constexpr float kNoFloor = -__builtin_inff();

}  // namespace pixelwise::kernels
