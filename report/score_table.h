// The scores of a network as a table of text, for a terminal.
#pragma once

#include <string>
#include <vector>

#include "metrics/confusion.h"

namespace pixelwise {

/// The scores as lines of text: a row per class (its shares of true and of predicted pixels, IoU
/// and Dice), then the means, with the baseline beside them. On a terminal of fewer than 84
/// `columns` (0: no terminal) the table has 40 columns, and the means stand below it.
std::string score_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes, std::size_t columns = 0);

}  // namespace pixelwise
