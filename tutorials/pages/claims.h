// What a run of a lesson says: its printed sections, named values, and the data of its figures.
// Kept as claims.json beside the page, and compared with every later run.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pixelwise {

/// Three kinds of number: the same on every machine (compared literally), trained (within a band:
/// last digits differ between instruction sets), and timed (never compared).
enum class Kind { exact, trained, timed };

struct Claim {
  Kind kind = Kind::exact;
  double band = 0.1;  // trained: how far a number may be off, relative to itself
  std::string text;
};

struct Claims {
  std::vector<std::pair<std::string, Claim>> sections;  // by title, in order
  std::map<std::string, Claim> values;                  // one number or word each
  std::map<std::string, Claim> figures;                 // by file name: the numbers drawn
};

Claims read_claims(const std::string& path);
void write_claims(const std::string& path, const Claims& claims);

/// What differs between a page's claims and a fresh run, one sentence each; nothing if they agree.
std::vector<std::string> differences(const Claims& kept, const Claims& fresh);

/// The same for one text: empty if it agrees. Words are compared literally for every kind.
std::string difference(const Claim& kept, const std::string& fresh);

}  // namespace pixelwise
