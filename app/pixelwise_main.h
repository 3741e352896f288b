// The `pixelwise` command as a function.
#pragma once

namespace pixelwise {

/// What `pixelwise` does with these arguments. Exit status: 0 done, 1 failed, 2 wrong usage.
///
/// A program that adds a network with register_model() (models/zoo.h) and then calls this has all
/// commands for its network, under its own name: `mine predict --weights ...`.
int pixelwise_main(int argc, char** argv);

}  // namespace pixelwise
