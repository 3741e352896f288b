// The zoo: small trainings that are broken on purpose, to see whether the doctor names the cause.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "doctor/finding.h"
#include "training/note.h"

namespace pixelwise {

struct ZooOptions {
  std::string folder;             // of everything that the zoo writes
  std::string model = "toy-8s";   // a network that labels pixels
  std::string data = "scenes";    // see zoo_data.h
  std::uint64_t seed = 0;         // of data and trainings
  std::vector<std::string> only;  // names of the animals to run; empty: all
  Note note = no_note;
  std::function<bool()> should_stop = {};
};

/// One training and what the doctor said of it.
struct Animal {
  std::string name;      // "labels shifted by one"
  std::string expected;  // the name of the finding; empty for a healthy run
  std::string folder;    // of the run
  Findings findings;
  std::string verdict;
  double mean_iou = 0;  // 0 if the training failed
  double seconds = 0;

  /// Healthy: no fault is found. Broken: the fault is among those found, or the first of them.
  bool is_right() const;
  bool is_first() const;
};

/// The names of all, broken ones first.
std::vector<std::string> zoo_names();

/// Trains and examines them. Throws std::invalid_argument for an unknown name.
std::vector<Animal> run_zoo(const ZooOptions& options);

}  // namespace pixelwise
