// What can be seen in a network and its inputs: zero weights, dead channels, inputs that are not
// centred, weights that never arrived.
#pragma once

#include "datasets/dataset.h"
#include "doctor/finding.h"
#include "training/checkpoint.h"
#include "training/diagnose.h"

namespace pixelwise {

/// Zero weights and uncentred inputs (faults), dead channels (a sign), over a few images. `layers`
/// are what layer_activity() says of these images.
Findings network_findings(Network& network, const Preprocessing& how, const Dataset& data,
                          std::vector<LayerActivity>* layers = nullptr);

/// A training that was to start from the weights `file`, read from `path`, and went on with the
/// preprocessing `how`: does the network show them, and does it see pixels as they did? A trained
/// layer still points about where it began: the cosine between both is far from 0.
Findings start_findings(Network& network, const Preprocessing& how, const std::string& path,
                        const Checkpoint& file);

}  // namespace pixelwise
