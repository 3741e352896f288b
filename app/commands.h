// The subcommands of `pixelwise`: each function adds one, and lives in the file of its name.
#pragma once

#include "app/common.h"

namespace pixelwise {

Command add_ladder(CLI::App& root);

}  // namespace pixelwise
