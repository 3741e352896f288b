#include "training/conversion.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/check.h"
#include "layers/parameters.h"
#include "models/surgery.h"
#include "training/names_of.h"

namespace pixelwise {
namespace {

std::string from_of(const RenamedWeights& renamed, const std::string& name) {
  const auto found = renamed.from.find(name);
  return found == renamed.from.end() ? "" : found->second;
}

}  // namespace

void ConversionReport::add(const std::string& name, TensorFate fate) {
  fates_[name] = std::move(fate);
}

std::int64_t ConversionReport::count(const std::string& status) const {
  return std::count_if(fates_.begin(), fates_.end(),
                       [&](const auto& entry) { return entry.second.status == status; });
}

WeightFile convert_all(WeightFile file, const RenamedWeights& renamed, ConversionReport& report) {
  for (const auto& [name, values] : renamed.tensors) {
    report.add(name, {"copied", values.shape(), from_of(renamed, name), ""});
  }
  file.tensors = renamed.tensors;
  return file;
}

WeightFile convert_for(Network& network, const std::string& model, const std::string& path,
                       const RenamedWeights& given, ConversionReport& report) {
  const RenamedWeights renamed = with_names_of(network, given);
  const TransplantReport done = transplant(renamed.tensors, network);
  const std::map<std::string, Array> state = pixelwise::state(network);
  WeightFile file;
  for (const auto& [names, status] :
       {std::pair(&done.copied, "copied"), std::pair(&done.reshaped, "reshaped")}) {
    for (const std::string& name : *names) {
      file.tensors[name] = state.at(name);
      report.add(name, {status, state.at(name).shape(), from_of(renamed, name), ""});
    }
  }
  for (const std::string& name : done.folded) {
    report.add(name, {"folded", renamed.tensors.at(name).shape(), from_of(renamed, name),
                      "into the score layer behind it"});
  }
  for (const std::string& name : done.dropped) {
    if (state.contains(name)) continue;  // of another shape: listed as missing, with both
    report.add(name, {"dropped", renamed.tensors.at(name).shape(), from_of(renamed, name),
                      model + " has none"});
  }
  for (const std::string& name : done.missing) {
    const auto found = renamed.tensors.find(name);
    const std::string why = found == renamed.tensors.end()
                                ? "not in the file"
                                : text("the file's has shape ", found->second.shape());
    report.add(name, {"missing", state.at(name).shape(), "", why});
  }
  if (file.tensors.empty()) {
    fail_file(path, "none of its tensors fits --model ", model, ": ",
              both_sides(renamed.tensors, network));
  }
  return file;
}

void require_complete(const ConversionReport& report, const std::string& path,
                      const std::string& model) {
  const std::int64_t missing = report.count("missing");
  if (missing == 0) return;
  fail_file(path, "lacks ", missing, " tensors of ", model,
            ", so that it cannot become a checkpoint to be used by itself; leave --preprocess out "
            "to convert what is there");
}

}  // namespace pixelwise
