#include "app/train_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include "base/read_file.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "metrics/all_one_class.h"
#include "metrics/segmentation_metrics.h"
#include "report/json_text.h"
#include "report/page.h"
#include "report/results.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

Plot loss_plot(const RunLogData& log) {
  Series loss{"training loss", {}, {}, 15};
  for (const RunLogRow& row : log.rows) {
    loss.x.push_back(static_cast<double>(row.iteration));
    loss.y.push_back(row.loss);
  }
  LinePlot plot;
  plot.x_label = "iteration";
  plot.y_label = "loss (nats per pixel)";
  plot.y_min = 0;
  plot.series = {std::move(loss)};
  return plot;
}

Plot validation_plot(const RunLogData& log, const ConfusionMatrix& baseline) {
  std::array<Series, 2> series = {Series{"pixel accuracy"}, Series{"mean IoU"}};
  for (const RunLogRow& row : log.rows) {
    for (std::size_t k = 0; k < 2 && k < row.extra.size(); ++k) {
      if (!row.extra[k]) continue;
      series[k].dots = true;
      series[k].x.push_back(static_cast<double>(row.iteration));
      series[k].y.push_back(*row.extra[k]);
    }
  }
  Series all_one{"mean IoU of one class for all"};
  all_one.dashed = true;
  all_one.x = {series[1].x.front(), series[1].x.back()};
  all_one.y = {baseline.mean_iou(), baseline.mean_iou()};
  LinePlot plot;
  plot.x_label = "iteration";
  plot.y_label = "score on the validation images";
  plot.y_min = 0;
  plot.y_max = 1;
  plot.series = {series[0], series[1], all_one};
  return plot;
}

Plot class_plot(const ConfusionMatrix& scores, const Classes& classes) {
  BarChart chart;
  chart.y_label = "IoU";
  chart.y_max = 1;
  chart.categories = classes.names;
  chart.groups = {{"IoU", scores.iou()}};
  return chart;
}

// A few validation images: image, truth, prediction, and the prediction over the image.
ReportPicture prediction_sheet(TrainRun& run, const Dataset& images) {
  constexpr std::int64_t kRows = 4;
  std::vector<Image> tiles;
  const std::int64_t step = std::max<std::int64_t>(1, images.size() / kRows);
  for (std::int64_t i = 0; i < images.size() && tiles.size() < kRows * 4; i += step) {
    const Sample sample = images.get(i);
    const Mask guess = predict(run.network(), sample.image, run.card().preprocessing);
    tiles.push_back(sample.image);
    tiles.push_back(colourise(sample.mask, images.palette()));
    tiles.push_back(colourise(guess, images.palette()));
    tiles.push_back(overlay(sample.image, guess, images.palette()));
  }
  const std::filesystem::path file = std::filesystem::path(run.path("predictions.png"));
  write_png(file.string(), make_sheet(tiles, {.columns = 4}));
  return {read_file(file.string()),
          "Validation images and what the network makes of them.",
          {"image", "truth", "prediction", "prediction over the image"}};
}

std::string percent(double share) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%.1f %%", 100 * share);
  return digits.data();
}

ReportTable class_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const Classes& classes) {
  ReportTable table;
  table.header = {
      "class", "pixels", "predicted", "found", "IoU", "Dice", "IoU of one class for all"};
  const auto iou = scores.iou(), dice = scores.dice(), base = baseline.iou();
  const double pixels = static_cast<double>(scores.labelled_pixels());
  for (int c = 0; c < scores.classes(); ++c) {
    const auto i = static_cast<std::size_t>(c);
    const double truth = static_cast<double>(scores.truth_pixels(c));
    table.rows.push_back(
        {classes.names[i], percent(truth / pixels),
         percent(static_cast<double>(scores.predicted_pixels(c)) / pixels),
         truth > 0 ? percent(static_cast<double>(scores.count(c, c)) / truth) : "–",
         score_text(iou[i]), score_text(dice[i]), score_text(base[i])});
    table.row_colours.push_back(classes.palette[i]);
  }
  table.caption =
      "“Pixels” and “predicted” are the class's shares in truth and prediction: a network that "
      "calls everything background shows there. “Found” is the share of the class's own pixels "
      "that were called by its name. Dice is 2 IoU / (1 + IoU).";
  return table;
}

std::vector<std::pair<std::string, std::string>> settings_list(const TrainSettings& settings) {
  std::vector<std::pair<std::string, std::string>> entries;
  const Json json = to_json(settings);
  for (const auto& [key, value] : json.items()) {
    entries.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return entries;
}

}  // namespace

std::string train_results_json(TrainRun& run, const TrainData& data) {
  const ConfusionMatrix baseline = all_one_class(*data.val);
  EvalResults results{data.val->size(), metrics_of(run.final_validation()), run.seconds()};
  Json json = Json::parse(to_json(results));
  json["iterations"] = run.iterations_done();
  json["classes"] = data.val->class_names();
  json["baseline"] = {{"pixel_accuracy", baseline.pixel_accuracy()},
                      {"mean_accuracy", baseline.mean_accuracy()},
                      {"mean_iou", baseline.mean_iou()},
                      {"fw_iou", baseline.fw_iou()},
                      {"mean_dice", baseline.mean_dice()}};
  json["best"] = {{"iteration", run.best().iteration}, {"mean_iou", run.best().mean_iou}};
  return json_text(json) + "\n";
}

void write_train_report(TrainRun& run, const TrainData& data, const TrainSettings& settings,
                        const std::string& folder) {
  const ConfusionMatrix& scores = run.final_validation();
  const ConfusionMatrix baseline = all_one_class(*data.val);
  const RunLogData log = run.log_rows();
  ReportPage page(*settings.model + " on " + data.train->name(),
                  text(data.train->size(), " training and ", data.val->size(),
                       " validation images, ", run.iterations_done(), " iterations."));
  page.tiles({{score_text(scores.mean_iou()), "mean IoU", "over the validation images"},
              {score_text(baseline.mean_iou()), "mean IoU of one class for all",
               "what any network must beat"},
              {score_text(scores.pixel_accuracy()), "pixel accuracy",
               "one class for all: " + score_text(baseline.pixel_accuracy())},
              {score_text(run.best().mean_iou), "best mean IoU",
               text("after ", run.best().iteration, " iterations: ", kBestFile)},
              {format_duration(run.seconds()), "time", "training and validation"}});
  page.heading("Predictions");
  if (!data.val->whole_image()) page.figure_png(prediction_sheet(run, *data.val));
  page.legend(data.val->info().classes);
  page.heading("Training");
  page.plot(loss_plot(log), "The loss before each update; the bold line is a running mean.");
  page.plot(validation_plot(log, baseline), "Scores on the validation images.");
  page.heading("Classes");
  page.plot(class_plot(scores, data.val->info().classes),
            "Intersection over union of each class; a dash where a class does not occur.");
  page.table(class_table(scores, baseline, data.val->info().classes));
  page.heading("Settings");
  page.definitions(settings_list(settings));
  page.heading("To use the network");
  const std::string weights = shell_quoted(run.path(kBestFile));
  page.code("pixelwise predict --weights " + weights + " IMAGE...\n" + "pixelwise eval --weights " +
            weights + " --data " + shell_quoted(*settings.data));
  page.write((std::filesystem::path(folder) / "report.html").string());
}

std::string score_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes) {
  std::size_t width = 16;
  for (const std::string& name : classes) width = std::max(width, name.size() + 2);
  std::ostringstream out;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    std::string line = name + std::string(width - name.size(), ' ');
    for (const std::string& cell : cells) {
      line += cell + std::string(cell.size() < 10 ? 10 - cell.size() : 1, ' ');
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  };
  const auto cell = [](const std::optional<double>& score) {
    return score ? score_text(score) : std::string("-");
  };
  row("", {"pixels", "predicted", "IoU", "Dice", "one class for all: IoU, Dice"});
  const auto iou = scores.iou(), dice = scores.dice();
  const auto base_iou = baseline.iou(), base_dice = baseline.dice();
  const double pixels = static_cast<double>(scores.labelled_pixels());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const int id = static_cast<int>(c);
    row(classes[c], {percent(static_cast<double>(scores.truth_pixels(id)) / pixels),
                     percent(static_cast<double>(scores.predicted_pixels(id)) / pixels),
                     cell(iou[c]), cell(dice[c]), cell(base_iou[c]), cell(base_dice[c])});
  }
  row("mean", {"", "", score_text(scores.mean_iou()), score_text(scores.mean_dice()),
               score_text(baseline.mean_iou()), score_text(baseline.mean_dice())});
  row("f.w. IoU", {"", "", score_text(scores.fw_iou()), "", score_text(baseline.fw_iou())});
  row("mean accuracy",
      {"", "", score_text(scores.mean_accuracy()), "", score_text(baseline.mean_accuracy())});
  row("pixel accuracy",
      {"", "", score_text(scores.pixel_accuracy()), "", score_text(baseline.pixel_accuracy())});
  return out.str();
}

}  // namespace pixelwise
