// Pictures that several tutorials draw.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "autograd/array.h"
#include "datasets/dataset.h"
#include "datasets/sample.h"
#include "metrics/confusion.h"
#include "report/plot.h"

namespace pixelwise {

/// Per class the IoU of several results, absent classes without a bar.
BarChart iou_chart(const std::string& title, const Dataset& data,
                   const std::vector<std::pair<std::string, ConfusionMatrix>>& results);

/// The matrix kernel[0][0] of weights [I, O, KH, KW] as rows, for a heat map.
std::vector<std::vector<double>> kernel_rows(const Array& weights);

}  // namespace pixelwise
