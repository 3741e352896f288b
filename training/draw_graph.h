// The recorded graph of a computation as a picture: shapes, values, gradients.
#pragma once

#include <string>

#include "models/recorded_graph.h"
#include "report/graph_drawing.h"

namespace pixelwise {

struct GraphWords {
  std::string title = {};
  /// Parameters as lines in the box of the operation that uses them, instead of boxes: for
  /// networks.
  bool fold_parameters = false;
};

/// A box for each step. Values and gradients of up to six numbers are written out; of larger ones
/// the shape and the range of the values, and the mean size of the gradient.
GraphDrawing draw_graph(const RecordedGraph& graph, const GraphWords& words);

/// One training step, recorded: an image [N, C, H, W] of random pixels, labels drawn at random, the
/// loss, and if `backward` its gradients. The network's own gradients are forgotten afterwards.
RecordedGraph record_training_step(Network& network, const Shape& image, bool backward);

}  // namespace pixelwise
