// What the doctor found wrong with a training, in words, and what to try.
#pragma once

#include <string>
#include <vector>

namespace pixelwise {

/// The words of a command after `pixelwise`: {"train", "--lr", ".001"}.
using Words = std::vector<std::string>;

/// A fault is a cause: something to repair. A sign is what can be seen of a result, whatever its
/// cause is: one class only, over-fitted, still falling.
enum class FindingKind { fault, sign };

struct Finding {
  FindingKind kind = FindingKind::fault;
  std::string name;                // short and always the same: "labels shifted"
  std::string what;                // a sentence with numbers, without a full stop
  std::vector<Words> to_try = {};  // commands
};

using Findings = std::vector<Finding>;

/// Whether one of the findings has this name.
bool has_finding(const Findings& findings, const std::string& name);

/// Whether one of them is a fault.
bool has_fault(const Findings& findings);

/// Puts the later ones behind the others.
void append(Findings& findings, Findings later);

}  // namespace pixelwise
