#include "report/results.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/atomic_file.h"
#include "base/check.h"
#include "report/json_text.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;  // fields in the order in which people read them

// nlohmann writes NaN as null, which here would mean "absent class".
double finite(const char* field, double value) {
  require(std::isfinite(value), "results: ", field, " is ", value, "; it must be a number");
  return value;
}

Json per_class(const char* field, const std::vector<std::optional<double>>& scores) {
  Json list = Json::array();
  for (const std::optional<double>& score : scores) {
    list.push_back(score ? Json(finite(field, *score)) : Json(nullptr));
  }
  return list;
}

void add_metrics(Json& json, const SegmentationMetrics& metrics) {
  json["pixel_accuracy"] = finite("pixel_accuracy", metrics.pixel_accuracy);
  json["mean_accuracy"] = finite("mean_accuracy", metrics.mean_accuracy);
  json["mean_iou"] = finite("mean_iou", metrics.mean_iou);
  json["fw_iou"] = finite("fw_iou", metrics.fw_iou);
  json["iou"] = per_class("iou", metrics.iou);
  json["mean_dice"] = finite("mean_dice", metrics.mean_dice);
  json["dice"] = per_class("dice", metrics.dice);
}

Json stage_json(const StageResults& stage) {
  Json json;
  json["name"] = stage.name;
  json["iterations"] = stage.iterations;
  if (stage.accuracy) json["accuracy"] = finite("accuracy", *stage.accuracy);
  if (stage.mean_iou_before) {
    json["mean_iou_before"] = finite("mean_iou_before", *stage.mean_iou_before);
  }
  if (stage.metrics) add_metrics(json, *stage.metrics);
  json["seconds"] = finite("seconds", stage.seconds);
  return json;
}

void write_text(const std::string& path, const std::string& json) {
  write_file_atomically(path, [&](std::ostream& out) { out << json; });
}

}  // namespace

std::string to_json(const EvalResults& results) {
  Json json;
  json["images"] = results.images;
  add_metrics(json, results.metrics);
  json["seconds"] = finite("seconds", results.seconds);
  return json_text(json) + "\n";
}

std::string to_json(const LadderResults& results) {
  Json json;
  json["seed"] = results.seed;
  json["threads"] = results.threads;
  json["surgery_max_difference"] = finite("surgery_max_difference", results.surgery_max_difference);
  json["stages"] = Json::array();
  for (const StageResults& stage : results.stages) json["stages"].push_back(stage_json(stage));
  return json_text(json) + "\n";
}

void write_results(const std::string& path, const LadderResults& results) {
  write_text(path, to_json(results));
}

}  // namespace pixelwise
