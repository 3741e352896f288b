#include "models/surgery.h"

#include <algorithm>
#include <set>

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

TransplantReport transplant(const std::map<std::string, Array>& source, Module& network) {
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
  for (const auto& [name, values] : source) {
    if (!used.contains(name)) report.dropped.push_back(name);
  }
  return report;
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

std::string to_string(const TransplantReport& report) {
  return listed("copied", report.copied) + ", " + listed("reshaped", report.reshaped) + ", " +
         listed("dropped", report.dropped) + ", " + listed("missing", report.missing);
}

}  // namespace pixelwise
