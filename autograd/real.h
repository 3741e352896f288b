// The number type of all values and gradients.
#pragma once

namespace pixelwise {

/// float; double in the second build of the library, which the gradient check is linked with
/// (central differences then agree with the gradients to 1e-8, where float needs 3e-3).
#ifdef PIXELWISE_DOUBLE
using Real = double;
#else
using Real = float;
#endif

}  // namespace pixelwise
