// Which format of weight file this is.
#pragma once

#include <string_view>

namespace pixelwise {

enum class Container { safetensors, zip, npy, legacy_pth, caffemodel, unknown };

/// Told by the first bytes, not by a name. A zip archive is a .pth or a .npz.
Container container_of(std::string_view bytes);

}  // namespace pixelwise
