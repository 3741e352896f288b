// The number type of all values and gradients.
#pragma once

namespace pixelwise {

/// float, or double in the second build of the library, for the gradient check. Central differences
/// agree with the gradients to 1e-8 in double, but only to 3e-3 in float.
#ifdef PIXELWISE_DOUBLE
using Real = double;
#else
using Real = float;
#endif

}  // namespace pixelwise
