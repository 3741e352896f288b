// What is wrong with each training of the zoo.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "datasets/sample.h"
#include "doctor/zoo_data.h"
#include "training/train_settings.h"

namespace pixelwise {

/// A training before it begins: a case changes what it needs to.
struct ZooTraining {
  TrainSettings settings;     // those of a healthy run
  ZooData data;               // healthy, too
  std::set<std::string> val;  // names of the validation images
  std::string folder;         // for files that the case writes
  std::string base;           // a checkpoint of a healthy run on this data
};

struct ZooCase {
  std::string name;
  std::string expected;  // the name of the finding that tells the cause; empty for a healthy run
  std::function<void(ZooTraining&)> change;
};

/// A dozen broken ones, then five healthy ones.
const std::vector<ZooCase>& zoo_cases();

}  // namespace pixelwise
