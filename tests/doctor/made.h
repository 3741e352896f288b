// Small data and matrices for the tests of findings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "datasets/dataset.h"
#include "doctor/finding.h"
#include "metrics/confusion.h"

namespace pixelwise::made {

/// Boxes of class 1 and 3 on class 0, each of another colour; with `noise`, so that no image is
/// like another.
inline Sample boxes(std::uint64_t i) {
  Rng rng(3, i);
  Sample sample{Image(32, 32, 3), Mask(32, 32), "boxes" + std::to_string(i)};
  for (const int id : {0, 1, 3}) {
    const int size = id == 0 ? 64 : 12;
    const int left = id == 0 ? 0 : static_cast<int>(rng.below(24));
    const int top = id == 0 ? 0 : static_cast<int>(rng.below(24));
    for (int y = top; y < 32 && y < top + size; ++y) {
      for (int x = left; x < 32 && x < left + size; ++x) {
        sample.mask.at(x, y) = static_cast<std::uint8_t>(id);
        for (int k = 0; k < 3; ++k) {
          sample.image.at(x, y)[k] = static_cast<std::uint8_t>(40 + 50 * id + rng.below(20));
        }
      }
    }
  }
  return sample;
}

inline std::vector<Sample> many_boxes() {
  std::vector<Sample> samples;
  for (std::uint64_t i = 0; i < 20; ++i) samples.push_back(boxes(i));
  return samples;
}

inline DatasetPtr dataset(std::vector<Sample> samples, int classes) {
  return std::make_shared<InMemoryDataset>(
      DatasetInfo{"made", numbered_classes(classes), false, {}}, std::move(samples));
}

/// A confusion matrix by its rows: a row for each true class.
inline ConfusionMatrix matrix(const std::vector<std::vector<std::uint64_t>>& rows) {
  ConfusionMatrix result(static_cast<int>(rows.size()));
  for (std::size_t t = 0; t < rows.size(); ++t) {
    for (std::size_t p = 0; p < rows.size(); ++p) {
      result.add_count(static_cast<int>(t), static_cast<int>(p), rows[t][p]);
    }
  }
  return result;
}

/// The names of what is found, joined by commas.
inline std::string names(const Findings& findings) {
  std::string list;
  for (const Finding& finding : findings) list += (list.empty() ? "" : ", ") + finding.name;
  return list;
}

inline std::string what(const Findings& findings, const std::string& name) {
  for (const Finding& finding : findings) {
    if (finding.name == name) return finding.what;
  }
  return "(not found)";
}

}  // namespace pixelwise::made
