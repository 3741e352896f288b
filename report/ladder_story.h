// The stages of a ladder, found by name, for the sections of its page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/ladder_report.h"

namespace pixelwise {

// The run, with the stages found by name.
class LadderStory {
 public:
  /// Keeps a reference to the report.
  explicit LadderStory(const LadderReport& report) : report_(report) {}

  /// Null if it was not run.
  const LadderStageReport* stage(const std::string& name) const;

  /// Of a stage that segments, after training; nothing if it was not run.
  std::optional<double> mean_iou(const std::string& name) const;

  /// The stages that segment, in the order of the report.
  std::vector<const LadderStageReport*> segmenters(bool with_scratch) const;

  /// Segmentation iterations that led to the start, and to the end, of a stage.
  std::int64_t iterations_before(const LadderStageReport& of) const;
  std::int64_t iterations_after(const LadderStageReport& of) const {
    return iterations_before(of) + of.results.iterations;
  }

 private:
  const LadderReport& report_;
};

// The sections that show numbers, each adding its heading, plots and tables to the page.
void add_stage_table(ReportPage& page, const LadderStory& story);
void add_learning_curves(ReportPage& page, const LadderReport& report, const LadderStory& story);
void add_class_scores(ReportPage& page, const LadderReport& report, const LadderStory& story);
void add_controls(ReportPage& page, const LadderStory& story);
void add_scratch(ReportPage& page, const LadderStory& story);

/// Whether `b` is better than `a`, in words that fit what was measured.
std::string compared(double a, double b);

}  // namespace pixelwise
