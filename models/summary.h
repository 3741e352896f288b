// What a network is made of: one row for each operation of a forward pass.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

/// One operation. Rows are in the order of the forward pass.
struct SummaryRow {
  std::string name;     // "conv1_1": the layer whose parameters it uses; without any, the op's name
  std::string op;       // "conv2d"
  std::string options;  // "kernel 3, stride 1, padding 1"
  Shape shape;          // of the output
  std::int64_t parameters = 0;        // weights and biases; 0 where a layer is used again
  std::int64_t trainable = 0;         // how many of them are trained
  std::int64_t multiply_adds = 0;     // of the forward pass
  std::int64_t activation_bytes = 0;  // of the output; 0 if it shares the values of its input
  std::int64_t receptive_field = 1;   // pixels of the image that one element depends on, along the
                                      // longer side; zeros beyond the border count as pixels
};

struct Summary {
  Shape input;
  std::vector<SummaryRow> rows;
  std::int64_t parameters = 0;
  std::int64_t trainable = 0;
  std::int64_t multiply_adds = 0;
  std::int64_t activation_bytes = 0;  // of all rows together: training keeps at most this much
  std::vector<std::string> notes;     // what a designer should know, in whole sentences
};

/// Runs the network once, in evaluation mode and without a graph, on a black image of shape
/// `input`, [N, C, H, W] (padded to multiples of the network's stride, like segment()), and records
/// every operation. Throws what the network throws for a wrong size.
Summary summarise(Network& network, const Shape& input);

/// The first row of that name; throws std::invalid_argument if there is none.
const SummaryRow& summary_row(const Summary& summary, const std::string& name);

/// The share of all multiply-adds that transposed convolutions do, 0 to 1.
double upsampling_share(const Summary& summary);

/// A table with totals and notes, for a terminal of 100 columns.
std::string to_text(const Summary& summary);

}  // namespace pixelwise
