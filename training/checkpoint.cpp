#include "training/checkpoint.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "training/card_check.h"
#include "training/names_of.h"
#include "weights/safetensors.h"

namespace pixelwise {
namespace {

using nlohmann::json;

constexpr char kCardKey[] = "pixelwise";  // in the metadata
constexpr char kOptimizerPrefix[] = "optimizer.";

template <class Value>
void put(json& object, const char* key, const std::optional<Value>& value) {
  if (value) object[key] = *value;
}

template <class Value>
std::optional<Value> take(const json& object, const char* key) {
  return object.contains(key) ? std::optional<Value>(object.at(key).get<Value>()) : std::nullopt;
}

// A whole number from `low` to `high`: get<>() alone would cut off what does not fit.
std::int64_t whole_number(const json& value, const char* what, std::int64_t low,
                          std::int64_t high) {
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= INT64_MAX
                                               : value.is_number_integer();
  const std::int64_t number = fits ? value.get<std::int64_t>() : 0;
  require(fits && number >= low && number <= high, what, " is ", value.dump(),
          ", expected a whole number from ", low, " to ", high);
  return number;
}

constexpr std::int64_t kMost = INT64_MAX / 2;

std::optional<std::int64_t> take_size(const json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return whole_number(object.at(key), key, 1, kMost);
}

Colour colour_from_json(const json& colour) {
  require(colour.is_array() && colour.size() == 3, "a colour of the palette is ", colour.dump(),
          ", expected three numbers");
  const auto channel = [&](std::size_t i) {
    return static_cast<std::uint8_t>(whole_number(colour[i], "a colour of the palette", 0, 255));
  };
  return {channel(0), channel(1), channel(2)};
}

json card_to_json(const ModelCard& card, std::int64_t iterations, std::int64_t optimizer_steps) {
  json model = {{"name", card.model.name}, {"classes", card.model.classes}};
  put(model, "width", card.model.width);
  put(model, "fc_width", card.model.fc_width);
  put(model, "dropout", card.model.dropout);
  if (card.model.family) model["family"] = family_name(*card.model.family);
  json palette = json::array();
  for (const Colour& c : card.classes.palette) palette.push_back({c.r, c.g, c.b});
  return {{"model", model},           {"class_names", card.classes.names},
          {"palette", palette},       {"preprocess", card.preprocessing.name},
          {"iterations", iterations}, {"optimizer_steps", optimizer_steps}};
}

ModelCard card_from_json(const json& object) {
  ModelCard card;
  const json& model = object.at("model");
  card.model = {model.at("name").get<std::string>(),
                whole_number(model.at("classes"), "the model's number of classes", 1, kMost),
                take_size(model, "width"), take_size(model, "fc_width"),
                take<double>(model, "dropout")};
  if (const auto family = take<std::string>(model, "family")) {
    card.model.family = family_named(*family);
  }
  card.classes.names = object.at("class_names").get<std::vector<std::string>>();
  for (const json& colour : object.at("palette")) {
    card.classes.palette.push_back(colour_from_json(colour));
  }
  card.preprocessing = preprocessing(object.at("preprocess").get<std::string>());
  return card;
}

}  // namespace

void save_checkpoint(const std::string& path, const ModelCard& card, Network& network,
                     Optimizer* optimizer, std::int64_t iterations) {
  const auto classes = static_cast<std::size_t>(card.model.classes);
  require(card.classes.names.size() == classes && card.classes.palette.size() == classes,
          "save_checkpoint: ", card.classes.names.size(), " names and ",
          card.classes.palette.size(), " colours for ", classes, " classes");
  WeightFile file;
  file.tensors = state(network);
  if (optimizer != nullptr) {
    optimizer->visit_state([&](const std::string& name, Array& values) {
      file.tensors[kOptimizerPrefix + name] = values;
    });
  }
  const std::int64_t steps = optimizer != nullptr ? optimizer->steps() : 0;
  json object = card_to_json(card, iterations, steps);
  if (optimizer != nullptr) {
    const std::vector<std::int64_t> each = optimizer->parameter_steps();
    const bool all = std::all_of(each.begin(), each.end(), [&](auto n) { return n == steps; });
    if (!all) object["parameter_steps"] = each;
  }
  file.metadata[kCardKey] = object.dump();
  write_safetensors(path, file);
}

Checkpoint load_checkpoint(const std::string& path) {
  return as_checkpoint(path, read_weights(path));
}

Checkpoint load_weights(const std::string& path) {
  WeightFile file = read_weights(path);
  require_tensors(path, file);
  Checkpoint checkpoint = as_checkpoint(path, std::move(file));
  checkpoint.optimizer.clear();
  return checkpoint;
}

Checkpoint as_checkpoint(const std::string& path, WeightFile file) {
  Checkpoint checkpoint;
  checkpoint.format = file.format;
  checkpoint.skipped = std::move(file.skipped);
  for (auto& [name, values] : file.tensors) {
    if (name.starts_with(kOptimizerPrefix)) {
      checkpoint.optimizer[name.substr(sizeof kOptimizerPrefix - 1)] = std::move(values);
    } else {
      checkpoint.weights[name] = std::move(values);
    }
  }
  const auto card = file.metadata.find(kCardKey);
  if (card == file.metadata.end()) return checkpoint;
  try {
    const json object = json::parse(card->second);
    checkpoint.card = card_from_json(object);
    checkpoint.iterations = whole_number(object.at("iterations"), "iterations", 0, kMost);
    checkpoint.optimizer_steps =
        whole_number(object.at("optimizer_steps"), "optimizer_steps", 0, kMost);
    if (object.contains("parameter_steps")) {
      for (const json& steps : object.at("parameter_steps")) {
        checkpoint.parameter_steps.push_back(whole_number(steps, "parameter_steps", 0, kMost));
      }
    }
  } catch (const std::exception& error) {
    fail_file(path, "its metadata '", kCardKey, "' is damaged: ", error.what());
  }
  check_card(path, checkpoint);
  return checkpoint;
}

void restore_optimizer(const std::string& path, const Checkpoint& checkpoint,
                       Optimizer& optimizer) {
  std::size_t slots = 0, found = 0;  // every slot must be there, and nothing else
  optimizer.visit_state([&](const std::string& name, Array& values) {
    ++slots;
    const auto saved = checkpoint.optimizer.find(name);
    if (saved == checkpoint.optimizer.end()) return;
    values = saved->second;
    ++found;
  });
  if (slots > 0 && checkpoint.optimizer.empty()) {
    fail_file(path, "holds no optimiser state: it was not saved for resuming");
  }
  if (found != slots || found != checkpoint.optimizer.size()) {
    fail_file(path, "its optimiser state belongs to another optimiser or network");
  }
  optimizer.set_steps(checkpoint.optimizer_steps);
  if (checkpoint.parameter_steps.empty()) return;
  try {
    optimizer.set_parameter_steps(checkpoint.parameter_steps);
  } catch (const std::invalid_argument& error) {
    fail_file(path, error.what());
  }
}

LoadedModel load_model(const std::string& path) { return load_model(path, load_checkpoint(path)); }

LoadedModel load_model(const std::string& path, const Checkpoint& checkpoint) {
  if (!checkpoint.card) {
    fail_file(path, "holds weights, but does not say of which model; name it (--model)");
  }
  LoadedModel loaded{*checkpoint.card, nullptr, true};
  Rng rng(0);
  const UninitializedWeights all_are_replaced;
  try {
    loaded.network = make_model(loaded.card.model, rng);
    load_state(*loaded.network, with_names_of(*loaded.network, checkpoint.weights));
  } catch (const std::invalid_argument& error) {
    fail_file(path, error.what());
  }
  return loaded;
}

}  // namespace pixelwise
