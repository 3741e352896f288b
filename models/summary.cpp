#include "models/summary.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iomanip>
#include <map>
#include <set>

#include "autograd/ops/size2.h"
#include "base/check.h"
#include "layers/init.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"
#include "models/coordinate_map.h"
#include "models/segment.h"

namespace pixelwise {
namespace {

// "fc6.weight" -> "fc6".
std::string layer_of(const std::string& parameter) {
  const std::size_t dot = parameter.rfind('.');
  return dot == std::string::npos ? parameter : parameter.substr(0, dot);
}

std::string grouped(std::int64_t number) {
  std::string digits = text(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string size_of(std::int64_t bytes) {
  const bool small = bytes < 100'000;
  const double value = static_cast<double>(bytes) / (small ? 1e3 : 1e6);
  return text(std::fixed, std::setprecision(1), value, small ? " kB" : " MB");
}

bool is_bilinear(const Array& weight) {
  const Shape& shape = weight.shape();
  if (shape[0] != shape[1] || shape[2] != shape[3]) return false;
  const Array bilinear = bilinear_kernel(shape[0], shape[2]);
  return std::equal(weight.data(), weight.data() + weight.size(), bilinear.data());
}

// A transposed convolution puts a copy of its kernel at every `stride` pixels. If the stride does
// not divide the kernel, some pixels are under ceil(k/s) copies and some under floor(k/s): a
// pattern that training has to unlearn (Odena et al., 2016, "Deconvolution and Checkerboard
// Artifacts").
std::string overlap_note(const std::string& name, const OpDetails& details, const Shape& weight) {
  const std::int64_t kernel[2] = {weight[2], weight[3]};
  const double scale[2] = {details.rows.scale, details.columns.scale};
  double ratio = 1;
  std::int64_t below[2], above[2];
  for (int axis = 0; axis < 2; ++axis) {
    const std::int64_t stride = std::llround(scale[axis]);
    const std::int64_t least = kernel[axis] / stride, most = (kernel[axis] + stride - 1) / stride;
    ratio *= static_cast<double>(most) / static_cast<double>(least);  // infinite if there are gaps
    below[axis] = std::max<std::int64_t>(1, least) * stride;
    above[axis] = std::max<std::int64_t>(1, most) * stride;
  }
  if (ratio == 1) return "";
  const Size2 size(kernel[0], kernel[1]), low(below[0], below[1]), high(above[0], above[1]);
  const Size2 stride(std::llround(scale[0]), std::llround(scale[1]));
  const std::string choices = low == high ? text(low) : text(low, " or ", high);
  if (std::isinf(ratio)) {
    return text(name, ": kernel ", size, " is smaller than stride ", stride,
                ", so some output pixels get nothing at all; take kernel ", choices, ".");
  }
  return text(name, ": kernel ", size, " is not a multiple of stride ", stride,
              "; some output pixels sum ", std::setprecision(3), ratio,
              " times as many products as others (a checkerboard); kernel ", choices,
              " overlaps evenly.");
}

// Records all operations while it lives.
class Recorder {
 public:
  Recorder(Network& network, const Tensor& image, Summary& summary)
      : summary_(summary),
        listening_([this](const OpEvent& event) { record(event); }),
        alignment_(image) {
    for (const NamedParameter& p : named_parameters(network)) {
      layers_[p.tensor.id()] = layer_of(p.name);
    }
  }

 private:
  void record(const OpEvent& event) {
    SummaryRow row;
    row.name = row.op = event.op;
    row.options = event.details.options;
    row.shape = event.output.shape();
    row.multiply_adds = event.details.multiply_adds;
    row.activation_bytes = bytes_of(event);
    for (const Tensor& input : event.inputs) count_parameter(input, row);
    if (alignment_.knows(event.output)) {
      const Alignment::Place& place = alignment_.place(event.output);
      row.receptive_field = std::llround(std::max(place.rows.field, place.columns.field));
    }
    note_overlap(event, row);
    summary_.rows.push_back(std::move(row));
  }

  // 0 if the output takes no new memory: ReLU after a convolution that waits for it, and operations
  // that only change the shape.
  static std::int64_t bytes_of(const OpEvent& event) {
    const Tensor& output = event.output;
    const auto shares = [&](const Tensor& x) {
      if (!output.is_computed() || !x.is_computed()) {
        return !output.is_computed() && !x.is_computed();
      }
      return x.value().data() == output.value().data();
    };
    if (std::any_of(event.inputs.begin(), event.inputs.end(), shares)) return 0;
    return output.shape().size() * static_cast<std::int64_t>(sizeof(Real));
  }

  void count_parameter(const Tensor& input, SummaryRow& row) {
    const auto found = layers_.find(input.id());
    if (found == layers_.end()) return;
    row.name = found->second;
    if (!counted_.insert(input.id()).second) return;
    row.parameters += input.shape().size();
    if (input.requires_grad()) row.trainable += input.shape().size();
  }

  // Kernels that are fixed or interpolate need no note. The others start at random.
  void note_overlap(const OpEvent& event, const SummaryRow& row) {
    if (std::string(event.op) != "conv_transpose2d" || event.inputs.size() < 2) return;
    const Tensor& weight = event.inputs[1];
    if (!weight.requires_grad() || is_bilinear(weight.value())) return;
    const std::string note = overlap_note(row.name, event.details, weight.shape());
    if (!note.empty()) summary_.notes.push_back(note);
  }

  Summary& summary_;
  std::map<std::uint64_t, std::string> layers_;
  std::set<std::uint64_t> counted_;
  ObserverScope listening_;
  Alignment alignment_;  // made later, so it hears of an operation earlier
};

std::string percent(double share) {
  return text(std::fixed, std::setprecision(share < 0.01 ? 2 : 1), 100 * share, " %");
}

}  // namespace

Summary summarise(Network& network, const Shape& input) {
  Summary summary;
  summary.input = input;
  require(input.rank() == 4, "summarise: input ", input, " is not [N, C, H, W]");
  const Tensor image{Array(input)};
  {
    const EvaluationScope evaluation(network);
    const Recorder recorder(network, image, summary);
    segment(network, image);
  }
  const ParameterCount count = count_parameters(network);
  summary.parameters = count.all;
  summary.trainable = count.trainable;
  for (const SummaryRow& row : summary.rows) {
    summary.multiply_adds += row.multiply_adds;
    summary.activation_bytes += row.activation_bytes;
  }
  if (const double share = upsampling_share(summary); share > 0) {
    summary.notes.push_back("Transposed convolutions do " + percent(share) +
                            " of all multiply-adds.");
  }
  return summary;
}

const SummaryRow& summary_row(const Summary& summary, const std::string& name) {
  const auto found = std::find_if(summary.rows.begin(), summary.rows.end(),
                                  [&](const SummaryRow& row) { return row.name == name; });
  require(found != summary.rows.end(), "summary_row: there is no operation ", name);
  return *found;
}

double upsampling_share(const Summary& summary) {
  double upsampling = 0;
  for (const SummaryRow& row : summary.rows) {
    if (row.op == "conv_transpose2d") upsampling += static_cast<double>(row.multiply_adds);
  }
  if (upsampling == 0) return 0;
  return upsampling / static_cast<double>(summary.multiply_adds);
}

std::string to_text(const Summary& summary) {
  std::ostringstream out;
  std::size_t longest = 16;
  for (const SummaryRow& row : summary.rows) longest = std::max(longest, row.name.size());
  const int names = static_cast<int>(longest);
  const auto line = [&](const auto& name, const auto& shape, const auto& parameters,
                        const auto& multiply_adds, const auto& memory, const auto& field) {
    out << std::left << std::setw(names) << name << ' ' << std::setw(22) << shape << std::right
        << ' ' << std::setw(12) << parameters << ' ' << std::setw(16) << multiply_adds << ' '
        << std::setw(12) << memory << ' ' << std::setw(6) << field;
  };
  line("layer", "output [N, C, H, W]", "parameters", "multiply-adds", "activations", "sees");
  out << '\n';
  for (const SummaryRow& row : summary.rows) {
    line(row.name, text(row.shape), row.parameters > 0 ? grouped(row.parameters) : "",
         row.multiply_adds > 0 ? grouped(row.multiply_adds) : "",
         row.activation_bytes > 0 ? size_of(row.activation_bytes) : "shared",
         text(row.receptive_field, " px"));
    out << (row.parameters > row.trainable ? "  fixed\n" : "\n");
  }
  line("total", text("for ", summary.input), grouped(summary.parameters),
       grouped(summary.multiply_adds), size_of(summary.activation_bytes), "");
  out << "\n" << grouped(summary.trainable) << " of the parameters are trained.\n";
  for (const std::string& note : summary.notes) out << note << '\n';
  return out.str();
}

}  // namespace pixelwise
