// How much the kernels may do, chosen by the environment variable PIXELWISE_KERNELS.
#pragma once

namespace pixelwise::kernels {

enum class Mode {
  reference,  // nothing: the operations' plain loops do all work
  direct,     // all but Winograd: sums are formed as the formula says
  fast,       // everything (the default)
};

Mode mode();
void set_mode(Mode mode);

}  // namespace pixelwise::kernels
