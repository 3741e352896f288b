// pixelwise look: filters, feature maps, what a score sees, and what it is a sum of.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/weights_option.h"
#include "app/words.h"
#include "report/json_text.h"
#include "training/look_inside.h"
#include "training/look_run.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct LookOptions {
  CommonOptions common;
  WeightsOptions weights;
  std::vector<std::string> images, layers;
  std::string pixel;
};

LookQuestion question(const LookOptions& o) {
  LookQuestion asked{.images = o.images, .layers = o.layers};
  if (o.pixel.empty()) return asked;
  long long row = 0, column = 0;
  int end = 0;
  const int fields = std::sscanf(o.pixel.c_str(), "%lld,%lld%n", &row, &column, &end);
  require_usage(fields == 2 && end == static_cast<int>(o.pixel.size()) && row >= 0 && column >= 0,
                "--pixel '", o.pixel, "': expected row,column, for example 60,80");
  asked.pixel = MapElement{row, column};
  return asked;
}

std::string line_of(const LookAnswer& answer, const Sight& sight) {
  const std::string name = sight.layer.empty() ? "score of " + answer.class_name : sight.layer;
  const std::string paper = text(sight.field, " px"),
                    acts = text(sight.area.rows, "x", sight.area.columns);
  return cell(name, 24) + cell(paper, 12) + cell(acts, 12) + text(sight.area.effective, " px");
}

Json json_of(const LookAnswer& answer) {
  Json layers = Json::array(), terms = Json::array();
  for (const Sight& sight : answer.sights) {
    layers.push_back({{"name", sight.layer.empty() ? "scores" : sight.layer},
                      {"receptive_field", sight.field},
                      {"acting", {sight.area.rows, sight.area.columns}},
                      {"effective", sight.area.effective}});
  }
  for (const ScoreTerm& term : answer.terms.terms) {
    terms.push_back({{"name", term.name}, {"parts", term.parts}});
  }
  return {{"pixel", {answer.pixel.row, answer.pixel.column}},
          {"class", answer.class_name},
          {"layers", std::move(layers)},
          {"term_classes", answer.term_classes},
          {"terms", std::move(terms)},
          {"scores", answer.terms.scores},
          {"files", answer.files}};
}

void say_terms(const LookOptions& o, const LookAnswer& answer) {
  if (answer.terms.terms.empty()) return;
  std::string head = "\n" + cell("score of", 16);
  for (const std::string& name : answer.term_classes) head += cell(name, 14);
  o.common.say(head);
  const auto line = [&](const std::string& name, const std::vector<double>& parts) {
    std::string words = cell(name, 16);
    for (const double part : parts) {
      std::array<char, 32> digits{};
      std::snprintf(digits.data(), digits.size(), "%.2f",
                    std::round(part * 100) / 100 + 0.0);  // no -0.00
      words += cell(digits.data(), 14);
    }
    o.common.say(words);
  };
  for (const ScoreTerm& term : answer.terms.terms) line(term.name, term.parts);
  line("sum", answer.terms.scores);
}

int run(const LookOptions& o) {
  o.common.apply();
  const LookQuestion asked = question(o);
  const LoadedModel model = o.weights.load(o.common);
  prepare_folder(o.common.out);
  const LookAnswer answer =
      understand([&] { return look(model, asked, o.common.out, o.common.owner().note); });
  if (o.common.json) std::cout << json_text(json_of(answer)) << "\n";
  o.common.say(text("At row ", answer.pixel.row, ", column ", answer.pixel.column, " (",
                    answer.class_name, "):\n"));
  o.common.say(cell("layer", 24) + cell("on paper", 12) + cell("acting", 12) +
               "90 % of the influence in");
  for (const Sight& sight : answer.sights) o.common.say(line_of(answer, sight));
  say_terms(o, answer);
  for (const std::string& file : answer.files) o.common.say("wrote " + file);
  return kDone;
}

}  // namespace

Command add_look(CLI::App& root) {
  auto o = std::make_shared<LookOptions>();
  CLI::App* app = root.add_subcommand(
      "look", "Looks inside a network: filters, feature maps, what a score sees and is a sum of");
  o->weights.add(*app);
  app->add_option("images", o->images, "Images; of several, influence is the mean over all")
      ->type_name("IMAGE")
      ->required();
  app->add_option("--layers", o->layers, "Layers, for example pool3,conv1_1 [the pools]")
      ->delimiter(',')
      ->type_name("NAMES");
  app->add_option("--pixel", o->pixel,
                  "Row and column of the pixel that is asked about [the middle]")
      ->type_name("R,C");
  o->common.add_out(*app, ".", "Folder for filters.png, maps.png, sight.png and terms.png");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
