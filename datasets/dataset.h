// A data set: numbered samples and the classes their masks speak of.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// What a data set says about itself.
struct DatasetInfo {
  std::string name;
  Classes classes;
  bool whole_image = false;        // one class per image: masks are 1x1
  std::vector<std::string> notes;  // what a user should know about how it was read
  bool generated = false;          // images are drawn anew from a seed and kept once they are made
};

/// One split of a data set. Every id in its masks is below num_classes() or 255 (void).
class Dataset {
 public:
  explicit Dataset(DatasetInfo info) : info_(std::move(info)) {}
  virtual ~Dataset() = default;

  /// Number of samples, at least 1.
  virtual std::int64_t size() const = 0;

  /// Sample i, 0 <= i < size(); always the same one. May be called by several threads at once.
  /// Throws std::runtime_error if a file cannot be read, std::invalid_argument for a wrong i.
  virtual Sample get(std::int64_t i) const = 0;

  const DatasetInfo& info() const { return info_; }
  const std::string& name() const { return info_.name; }
  int num_classes() const { return static_cast<int>(info_.classes.names.size()); }
  const std::vector<std::string>& class_names() const { return info_.classes.names; }
  const Palette& palette() const { return info_.classes.palette; }
  bool whole_image() const { return info_.whole_image; }
  const std::vector<std::string>& notes() const { return info_.notes; }

 protected:
  void require_index(std::int64_t i) const;

 private:
  DatasetInfo info_;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// Samples that are there already.
class InMemoryDataset : public Dataset {
 public:
  InMemoryDataset(DatasetInfo info, std::vector<Sample> samples);
  std::int64_t size() const override { return static_cast<std::int64_t>(samples_.size()); }
  Sample get(std::int64_t i) const override;

 private:
  std::vector<Sample> samples_;
};

/// Samples that `make(i)` makes whenever they are asked for; `make` must be a pure function.
class GeneratedDataset : public Dataset {
 public:
  GeneratedDataset(DatasetInfo info, std::int64_t size, std::function<Sample(std::int64_t)> make);
  std::int64_t size() const override { return size_; }
  Sample get(std::int64_t i) const override;

 private:
  std::int64_t size_;
  std::function<Sample(std::int64_t)> make_;
};

/// Another data set whose samples are kept in memory once they have been asked for.
class CachedDataset : public Dataset {
 public:
  explicit CachedDataset(DatasetPtr source);
  std::int64_t size() const override { return source_->size(); }
  Sample get(std::int64_t i) const override;

 private:
  struct Entry {
    std::once_flag once;
    Sample sample;
  };
  DatasetPtr source_;
  std::unique_ptr<Entry[]> entries_;
};

/// Calls visit(i, sample) once for every sample, on several threads and in any order. The first
/// error, by number of the sample, is thrown again after the others are done.
void for_each_sample(const Dataset& dataset,
                     const std::function<void(std::int64_t, const Sample&)>& visit);

}  // namespace pixelwise
