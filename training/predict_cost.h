// What it costs to predict one image, said before it is begun.
#pragma once

#include <string>

#include "training/checkpoint.h"
#include "training/note.h"

namespace pixelwise {

struct PredictCost {
  double bytes = 0;    // of memory, about
  double seconds = 0;  // about
};

/// From a prediction of 256x256 pixels, which is made and timed. Both grow with the number of
/// pixels. The network takes images of any size.
PredictCost predict_cost(Network& network, int width, int height);

/// For an image of more than 4 million pixels: `note` hears what it takes. Throws
/// std::runtime_error if it can not fit into the memory of this machine. Reads the header of the
/// file only.
void say_cost(const std::string& path, const LoadedModel& model, const Note& note);

}  // namespace pixelwise
