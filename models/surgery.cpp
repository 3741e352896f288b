#include "models/surgery.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "layers/parameters.h"

namespace pixelwise {
namespace {

// [O, C k k] <-> [O, C, k, k]: a fully connected layer and the convolution that does the same.
bool same_layer(const Shape& a, const Shape& b) {
  const bool matrix_and_kernel =
      (a.rank() == 2 && b.rank() == 4) || (a.rank() == 4 && b.rank() == 2);
  return matrix_and_kernel && a[0] == b[0] && a.size() == b.size();
}

bool fits_into(const Shape& small, const Shape& large) {
  if (small.rank() != large.rank()) return false;
  for (int axis = 0; axis < small.rank(); ++axis) {
    if (small[axis] > large[axis]) return false;
  }
  return true;
}

// `large` with its first elements along each axis replaced by `small`.
Array in_corner_of(Array large, const Array& small) {
  const auto in = memory_strides(small.shape()), out = memory_strides(large.shape());
  const auto size = [&](int axis) {
    return axis < small.shape().rank() ? small.shape()[axis] : std::int64_t{1};
  };
  Real* to = large.mutable_data();
  for (std::int64_t i = 0; i < size(0); ++i) {
    for (std::int64_t j = 0; j < size(1); ++j) {
      for (std::int64_t u = 0; u < size(2); ++u) {
        for (std::int64_t v = 0; v < size(3); ++v) {
          to[i * out[0] + j * out[1] + u * out[2] + v * out[3]] =
              small(i * in[0] + j * in[1] + u * in[2] + v * in[3]);
        }
      }
    }
  }
  return large;
}

std::string listed(const char* what, const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string line = text(what, " ", names.size());
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) {
    line += (i == 0 ? " (" : ", ") + names[i];
  }
  if (names.size() > kShown) line += ", ...";
  return names.empty() ? line : line + ")";
}

}  // namespace

std::map<std::string, Array> folded_scales(std::map<std::string, Array> tensors,
                                           const SkipScales& scales) {
  for (const auto& [pool, ours] :
       {std::pair("pool4", scales.pool4), std::pair("pool3", scales.pool3)}) {
    const auto scale = tensors.find(text("scale_", pool, ".weight"));
    const auto score = tensors.find(text("score_", pool, ".weight"));
    if (scale == tensors.end() || score == tensors.end()) continue;
    const Array theirs = scale->second;
    const Shape shape = score->second.shape();
    if (shape.rank() != 4 || theirs.shape() != Shape{shape[1]} || shape[2] * shape[3] != 1)
      continue;
    Real* weights = score->second.mutable_data();  // [K][C]
    for (std::int64_t i = 0; i < shape.size(); ++i) {
      const Real factor = theirs(i % shape[1]);
      if (factor != ours) weights[i] *= factor / ours;
    }
    tensors.erase(scale);
  }
  return tensors;
}

TransplantReport transplant(const std::map<std::string, Array>& tensors, Module& network) {
  const auto* fcn8s = dynamic_cast<const Fcn8s*>(&network);
  const std::map<std::string, Array> source =
      fcn8s == nullptr ? tensors : folded_scales(tensors, fcn8s->scales);
  TransplantReport report;
  std::set<std::string> used;
  const auto graft = [&](const std::string& name, Array& target) {
    const auto found = source.find(name);
    if (found == source.end()) {
      report.missing.push_back(name);
      return;
    }
    const Array& values = found->second;
    if (values.shape() == target.shape()) {
      report.copied.push_back(name);
    } else if (same_layer(values.shape(), target.shape())) {
      report.reshaped.push_back(name);
    } else {
      report.missing.push_back(name);
      return;  // listed as dropped below
    }
    used.insert(name);
    target = values.reshaped(target.shape());
  };
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) { graft(name, p.mutable_value()); };
  callbacks.buffer = [&](const std::string& name, Array& buffer) { graft(name, buffer); };
  network.visit(Visitor(callbacks));
  for (const auto& [name, values] : tensors) {
    if (!source.contains(name)) {
      report.folded.push_back(name);
    } else if (!used.contains(name)) {
      report.dropped.push_back(name);
    }
  }
  return report;
}

std::string both_sides(const std::map<std::string, Array>& source, Module& network) {
  constexpr std::size_t kShown = 12;
  const auto list = [&](const std::map<std::string, Array>& tensors) {
    std::string all;
    std::size_t shown = 0;
    for (const auto& [name, values] : tensors) {
      if (shown++ == kShown) break;
      all += text(shown == 1 ? "" : ", ", name, " ", values.shape());
    }
    if (tensors.size() > kShown) all += text(", and ", tensors.size() - kShown, " more");
    return all;
  };
  return text("the file holds ", list(source), "; the model needs ", list(state(network)));
}

std::string misfits(const TransplantReport& report, const std::map<std::string, Array>& source,
                    Module& network) {
  constexpr std::size_t kShown = 4;
  const std::map<std::string, Array> target = state(network);
  std::vector<std::string> lines;
  for (const std::string& name : report.missing) {
    const Shape& ours = target.at(name).shape();
    const auto found = source.find(name);
    if (found == source.end()) {
      lines.push_back(text(name, " ", ours, " is missing"));
      continue;
    }
    const Shape& theirs = found->second.shape();
    lines.push_back(text(name, " has shape ", theirs, " but the model's has ", ours,
                         theirs.size() == ours.size() ? " (a Linear? view it as a conv)" : ""));
  }
  for (const std::string& name : report.dropped) {
    if (target.contains(name)) continue;
    lines.push_back(text("the model has no ", name, " ", source.at(name).shape()));
  }
  std::string all;
  for (std::size_t i = 0; i < std::min(kShown, lines.size()); ++i) {
    all += (i == 0 ? "" : "; ") + lines[i];
  }
  return lines.size() > kShown ? all + text("; and ", lines.size() - kShown, " more") : all;
}

Array linear_as_conv(const Array& weight, std::int64_t channels, const Size2& kernel) {
  const Shape& shape = weight.shape();
  require(shape.rank() == 2 && shape[1] == channels * kernel.h * kernel.w,
          "linear_as_conv: weight ", shape, " is not [O, C KH KW] for ", channels,
          " channels and a kernel of ", kernel.h, "x", kernel.w);
  return weight.reshaped({shape[0], channels, kernel.h, kernel.w});
}

constexpr std::int64_t kMostColumns = 8192;

// Column i of the matrix is the convolution of an image: value i is 1 and all others are 0.
Array conv_as_matrix(const Array& weight, const Conv2dOptions& options, std::int64_t height,
                     std::int64_t width) {
  require(weight.shape().rank() == 4, "conv_as_matrix: weight ", weight.shape(),
          " is not [O, C / groups, KH, KW]");
  const std::int64_t channels = weight.shape()[1] * options.groups;
  const std::int64_t inputs = channels * height * width;
  require(channels >= 1 && height >= 1 && width >= 1 && inputs <= kMostColumns,
          "conv_as_matrix: an image of [", channels, ", ", height, ", ", width,
          "] takes a matrix of ", inputs, " columns and about as many rows; at most ", kMostColumns,
          " are possible");
  Array units({inputs, inputs});
  for (std::int64_t i = 0; i < inputs; ++i) units(i, i) = 1;
  const NoGrad no_grad;
  const Array made =
      conv2d(Tensor(units.reshaped({inputs, channels, height, width})), Tensor(weight), {}, options)
          .value();
  const std::int64_t outputs = made.size() / inputs;
  const Array rows = made.reshaped({inputs, outputs});
  Array matrix({outputs, inputs});
  for (std::int64_t i = 0; i < inputs; ++i) {
    for (std::int64_t j = 0; j < outputs; ++j) matrix(j, i) = rows(i, j);
  }
  return matrix;
}

Array with_mean_channel(const Array& weight) {
  const Shape& shape = weight.shape();
  require(shape.rank() == 4 && shape[1] >= 1, "with_mean_channel: weight ", shape,
          " is not [O, C, KH, KW]");
  const std::int64_t channels = shape[1];
  Array wider = in_corner_of(Array(shape.with(1, channels + 1)), weight);
  for (std::int64_t o = 0; o < shape[0]; ++o) {
    for (std::int64_t u = 0; u < shape[2]; ++u) {
      for (std::int64_t v = 0; v < shape[3]; ++v) {
        Real sum = 0;
        for (std::int64_t c = 0; c < channels; ++c) sum += weight(o, c, u, v);
        wider(o, channels, u, v) = sum / static_cast<Real>(channels);
      }
    }
  }
  return wider;
}

std::map<std::string, Array> expand_classes(const std::map<std::string, Array>& source,
                                            Module& network) {
  std::map<std::string, Array> expanded = source;
  for (const auto& [name, own] : state(network)) {
    const auto found = expanded.find(name);
    const bool has_classes = name.starts_with("score") || name.starts_with("upscore");
    if (has_classes && found != expanded.end() && fits_into(found->second.shape(), own.shape())) {
      found->second = in_corner_of(own, found->second);
    }
  }
  return expanded;
}

std::string to_string(const TransplantReport& report) {
  return listed("copied", report.copied) + ", " + listed("reshaped", report.reshaped) + ", " +
         listed("dropped", report.dropped) + ", " + listed("missing", report.missing);
}

}  // namespace pixelwise
