#include "training/run_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/atomic_file.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "metrics/all_one_class.h"
#include "metrics/segmentation_metrics.h"
#include "report/json_text.h"
#include "report/panel.h"
#include "report/results.h"
#include "report/train_report.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

// A few validation images: image, truth, prediction, and the prediction over the image.
Panel prediction_panel(TrainRun& run) {
  constexpr std::int64_t kRows = 4;
  Panel panel{.columns = {"image", "truth", "prediction", "prediction over the image"}};
  const Dataset& images = *run.data().val;
  const std::int64_t step = std::max<std::int64_t>(1, images.size() / kRows);
  for (std::int64_t i = 0; i < images.size() && panel.pictures.size() < kRows; i += step) {
    const Sample sample = images.get(i);
    const Mask guess = predict(run.network(), sample.image, run.card().preprocessing);
    panel.pictures.push_back({sample.image, colourise(sample.mask, images.palette()),
                              colourise(guess, images.palette()),
                              overlay(sample.image, guess, images.palette())});
  }
  return panel;
}

std::string results_json(TrainRun& run, const ConfusionMatrix& baseline,
                         const RunVerdict& verdict) {
  const Dataset& val = *run.data().val;
  const EvalResults results{val.size(), metrics_of(run.final_validation()), run.seconds()};
  Json json = Json::parse(to_json(results));
  json["iterations"] = run.iterations_done();
  json["classes"] = val.class_names();
  json["baseline"] = {{"pixel_accuracy", baseline.pixel_accuracy()},
                      {"mean_accuracy", baseline.mean_accuracy()},
                      {"mean_iou", baseline.mean_iou()},
                      {"fw_iou", baseline.fw_iou()},
                      {"mean_dice", baseline.mean_dice()}};
  json["best"] = {{"iteration", run.best().iteration}, {"mean_iou", run.best().mean_iou}};
  if (!verdict.line.empty()) json["verdict"] = verdict.line;
  return json_text(json) + "\n";
}

}  // namespace

std::string write_run_report(TrainRun& run, const std::string& to_use, const RunVerdict& verdict) {
  const Dataset &train = *run.data().train, &val = *run.data().val;
  const ConfusionMatrix baseline = all_one_class(run.final_validation());
  std::string json = results_json(run, baseline, verdict);
  write_file_atomically(run.path(kResultsFile), [&](std::ostream& out) { out << json; });

  TrainReport report{.model = run.card().model.name,
                     .data = train.name(),
                     .training_images = train.size(),
                     .validation_images = val.size(),
                     .iterations = run.iterations_done(),
                     .log = run.log_rows(),
                     .scores = run.final_validation(),
                     .baseline = baseline,
                     .best_mean_iou = run.best().mean_iou,
                     .best_iteration = run.best().iteration,
                     .best_file = kBestFile,
                     .seconds = run.seconds(),
                     .classes = val.info().classes,
                     .settings = settings_list(run.settings()),
                     .verdict = verdict.line,
                     .to_try = verdict.to_try,
                     .to_use = to_use};
  if (!val.whole_image()) {
    const Panel panel = prediction_panel(run);
    report.panel_path = run.path(kPredictionsFile);
    report.panel_columns = panel.columns;
    write_png(report.panel_path, panel_sheet(panel));
  }
  train_report(report).write(run.path(kReportFile));
  return json;
}

}  // namespace pixelwise
