#include "training/ladder_record.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "layers/parameters.h"
#include "metrics/segmentation_metrics.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

std::string record_path(const std::string& folder, const std::string& stage) {
  return (std::filesystem::path(folder) / (stage + ".json")).string();
}

// What must be equal, so that a saved stage can be used in place of a new one.
Json recipe(const LadderStage& stage, std::uint64_t seed) {
  return {{"format", 2},
          {"data", stage.data},
          {"seed", seed},
          {"name", stage.name},
          {"model", stage.model},
          {"from", stage.from},
          {"iterations", stage.iterations},
          {"batch_size", stage.batch_size},
          {"lr", stage.lr}};
}

Json to_json(const ConfusionMatrix& matrix) {
  Json rows = Json::array();
  for (int truth = 0; truth < matrix.classes(); ++truth) {
    Json row = Json::array();
    for (int guess = 0; guess < matrix.classes(); ++guess)
      row.push_back(matrix.count(truth, guess));
    rows.push_back(std::move(row));
  }
  return rows;
}

ConfusionMatrix matrix_from(const Json& rows) {
  const int classes = static_cast<int>(rows.size());
  ConfusionMatrix matrix(classes);
  for (int truth = 0; truth < classes; ++truth) {
    for (int guess = 0; guess < classes; ++guess) {
      matrix.add_count(truth, guess,
                       rows.at(static_cast<std::size_t>(truth))
                           .at(static_cast<std::size_t>(guess))
                           .get<std::uint64_t>());
    }
  }
  return matrix;
}

Json to_json(const TransplantReport& report) {
  return {{"copied", report.copied},
          {"reshaped", report.reshaped},
          {"dropped", report.dropped},
          {"missing", report.missing}};
}

TransplantReport transplant_from(const Json& json) {
  using Names = std::vector<std::string>;
  return {.copied = json.at("copied").get<Names>(),
          .reshaped = json.at("reshaped").get<Names>(),
          .folded = {},  // toy networks have no scales
          .dropped = json.at("dropped").get<Names>(),
          .missing = json.at("missing").get<Names>()};
}

StageResult result_from(const Json& json, const LadderStage& stage) {
  StageResult result;
  result.stage = stage;
  result.seconds = json.at("seconds").get<double>();
  result.losses = json.at("losses").get<std::vector<double>>();
  result.before = matrix_from(json.at("before"));
  result.after = matrix_from(json.at("after"));
  result.transplant = transplant_from(json.at("transplant"));
  return result;
}

}  // namespace

ModelCard stage_card(const LadderStage& stage) {
  ModelCard card;
  card.classes = stage_classes(stage);
  card.model.name = stage.model;
  card.model.classes = static_cast<std::int64_t>(card.classes.names.size());
  card.preprocessing = preprocessing("shapes");
  return card;
}

std::string stage_checkpoint(const std::string& folder, const std::string& stage) {
  return (std::filesystem::path(folder) / (stage + ".safetensors")).string();
}

void save_stage(const std::string& folder, std::uint64_t seed, const StageResult& result) {
  const std::unique_ptr<Network> network = stage_network(result.stage, result.weights);
  save_checkpoint(stage_checkpoint(folder, result.stage.name), stage_card(result.stage), *network,
                  nullptr, result.stage.iterations);
  Json json = {{"recipe", recipe(result.stage, seed)},     {"seconds", result.seconds},
               {"before", to_json(result.before)},         {"after", to_json(result.after)},
               {"transplant", to_json(result.transplant)}, {"losses", result.losses}};
  // Written after the checkpoint: if there is a record, the weights are complete.
  write_file_atomically(record_path(folder, result.stage.name),
                        [&](std::ostream& out) { out << json.dump() << "\n"; });
}

std::optional<StageResult> load_stage(const std::string& folder, std::uint64_t seed,
                                      const LadderStage& stage) {
  const std::string path = record_path(folder, stage.name);
  if (!std::filesystem::exists(path)) return std::nullopt;
  StageResult result;
  try {
    const Json json = Json::parse(read_file(path));
    if (json.at("recipe") != recipe(stage, seed)) return std::nullopt;
    result = result_from(json, stage);
  } catch (const nlohmann::json::exception& error) {
    fail_file(path, "is damaged: ", error.what(), "; remove it to train the stage anew");
  }
  const std::string checkpoint = stage_checkpoint(folder, stage.name);
  result.weights = state(*load_model(checkpoint).network);
  return result;
}

void forget_stage(const std::string& folder, const std::string& stage) {
  std::filesystem::remove(record_path(folder, stage));
  std::filesystem::remove(stage_checkpoint(folder, stage));
}

StageResults stage_results(const StageResult& result) {
  StageResults row;
  row.name = result.stage.name;
  row.iterations = result.stage.iterations;
  row.seconds = result.seconds;
  if (result.stage.classifies) {
    row.accuracy = result.after.pixel_accuracy();
  } else {
    row.mean_iou_before = result.before.mean_iou();
    row.metrics = metrics_of(result.after);
  }
  return row;
}

}  // namespace pixelwise
