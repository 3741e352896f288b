#include "training/start_weights.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "layers/parameters.h"
#include "models/surgery.h"
#include "training/class_identity.h"
#include "training/names_of.h"

namespace pixelwise {

std::string first_names(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
    list += (i == 0 ? " (" : ", ") + names[i];
  }
  return list + (names.size() > kShown ? ", ...)" : names.empty() ? "" : ")");
}

void start_from_weights(Network& network, const ModelCard& card, const std::string& path,
                        const Checkpoint& source, const RunOwner& owner) {
  check_transfer(path, source, card.classes.names, owner.warn);
  const RenamedWeights renamed = with_names_of(network, with_our_names(source.weights));
  const TransplantReport report = transplant(renamed.tensors, network);
  const std::size_t kept = report.copied.size() + report.reshaped.size();
  if (kept == 0) {
    fail_file(path, "none of its ", source.weights.size(), " tensors fits the model ",
              card.model.name, "; ", both_sides(renamed.tensors, network));
  }
  if (!renamed.from.empty()) {
    owner.note(text(path, ": format ", source.format, ", ", to_string(renamed.naming), "; renamed ",
                    renamed.from.size(), " tensors"));
  }
  std::string sizes;
  const std::map<std::string, Array> own = state(network);
  for (const std::string& name : report.missing) {
    const auto given = renamed.tensors.find(name);
    if (given == renamed.tensors.end() || !sizes.empty()) continue;
    sizes = text("; ", name, " has shape ", given->second.shape(), " in the file, ",
                 own.at(name).shape(), " in the model");
  }
  owner.note(text(path, ": keeping ", kept, " tensors, re-initialising ", report.missing.size(),
                  first_names(report.missing),
                  report.dropped.empty() ? ""
                                         : text("; left out of the file: ", report.dropped.size(),
                                                first_names(report.dropped)),
                  sizes));
}

}  // namespace pixelwise
