#include "doctor/finding.h"

#include <algorithm>
#include <iterator>

namespace pixelwise {

bool has_finding(const Findings& findings, const std::string& name) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.name == name; });
}

bool has_fault(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.kind == FindingKind::fault; });
}

void append(Findings& findings, Findings later) {
  std::move(later.begin(), later.end(), std::back_inserter(findings));
}

}  // namespace pixelwise
