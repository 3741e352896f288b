#include "doctor/verdict.h"

#include <algorithm>

#include "base/check.h"
#include "doctor/score_findings.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

std::string faults(const Findings& findings) {
  std::string names;
  for (const Finding& finding : findings) {
    if (finding.kind == FindingKind::fault) names += "; found: " + finding.name;
  }
  return names;
}

}  // namespace

std::string verdict(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                    const Findings& findings) {
  std::string line =
      text(is_no_better(scores, baseline) ? "no better than one class for all (mean IoU "
                                          : "better than one class for all (mean IoU ",
           score_text(scores.mean_iou()), " against ", score_text(baseline.mean_iou()), ")");
  line += faults(findings);
  for (const Finding& finding : findings) {
    // The first is said already; of the second there may be one for each layer.
    const bool said = finding.name == "no better than one class" || finding.name == "dead channels";
    if (finding.kind == FindingKind::sign && !said) line += "; " + finding.what;
  }
  return line;
}

std::string verdict_of_failure(const Findings& findings) {
  return "it never came to a validation" + faults(findings);
}

std::vector<Words> all_to_try(const Findings& findings) {
  std::vector<Words> commands;
  for (const Finding& finding : findings) {
    for (const Words& command : finding.to_try) {
      if (std::find(commands.begin(), commands.end(), command) == commands.end()) {
        commands.push_back(command);
      }
    }
  }
  return commands;
}

}  // namespace pixelwise
