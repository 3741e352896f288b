// pixelwise doctor: what is wrong with a training, why, and what to try.
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/findings_words.h"
#include "app/words.h"
#include "doctor/zoo.h"
#include "report/json_text.h"
#include "report/score_text.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct DoctorOptions {
  CommonOptions common;
  std::string run;
  bool zoo = false;
  ZooOptions animals;
};

int examine_run(const DoctorOptions& o) {
  const Examination examination =
      examine_folder(o.run, [&](const std::string& line) { o.common.note(line); });
  if (o.common.json) {
    std::cout << json_text(to_json(examination)) << "\n";
    return kDone;
  }
  o.common.say("verdict: " + examination.verdict);
  say_findings(o.common, examination.findings);
  return kDone;
}

// Faults besides the expected one, for the last column of the table.
std::string others(const Animal& animal) {
  std::string names;
  for (const Finding& finding : animal.findings) {
    if (finding.kind != FindingKind::fault || finding.name == animal.expected) continue;
    names += (names.empty() ? "" : ", ") + finding.name;
  }
  return names;
}

Json to_json(const std::vector<Animal>& animals) {
  Json list = Json::array();
  for (const Animal& animal : animals) {
    list.push_back({{"name", animal.name},
                    {"expected", animal.expected},
                    {"right", animal.is_right()},
                    {"first", animal.is_first()},
                    {"mean_iou", animal.mean_iou},
                    {"seconds", animal.seconds},
                    {"verdict", animal.verdict},
                    {"findings", to_json(animal.findings)}});
  }
  return list;
}

int run_zoo(DoctorOptions& o) {
  catch_interrupts();
  prepare_folder(o.common.out);
  o.animals.folder = std::filesystem::absolute(o.common.out).string();
  o.animals.seed = o.common.seed;
  o.animals.should_stop = interrupted;
  o.animals.note = [&](const std::string& line) { o.common.note(line); };
  const std::vector<Animal> animals = understand([&] { return pixelwise::run_zoo(o.animals); });
  int broken = 0, named = 0, first = 0, healthy = 0, accused = 0;
  o.common.say("training                        mean IoU  cause     other faults found");
  for (const Animal& animal : animals) {
    const bool is_healthy = animal.expected.empty(), right = animal.is_right();
    (is_healthy ? healthy : broken) += 1;
    named += !is_healthy && right ? 1 : 0;
    first += !is_healthy && animal.is_first() ? 1 : 0;
    accused += is_healthy && !right ? 1 : 0;
    o.common.say(cell(animal.name, 32) + cell(score_text(animal.mean_iou), 10) +
                 cell(is_healthy ? (right ? "none" : "accused")
                      : right    ? "named"
                                 : "missed",
                      10) +
                 others(animal));
  }
  o.common.say(text("named the cause of ", named, " of ", broken, " broken trainings (", first,
                    " of them first), accused ", accused, " of ", healthy, " healthy ones"));
  if (!animals.empty()) {
    o.common.say("each run can be looked at: " + command_line({"doctor", animals.front().folder}));
  }
  if (o.common.json) std::cout << json_text(to_json(animals)) << "\n";
  return kDone;
}

}  // namespace

Command add_doctor(CLI::App& root) {
  auto o = std::make_shared<DoctorOptions>();
  CLI::App* app =
      root.add_subcommand("doctor", "What is wrong with a training, why, and what to try");
  CLI::Option* run = app->add_option("run", o->run, "The folder of a training run");
  CLI::Option* zoo = app->add_flag("--zoo", o->zoo,
                                   "Run small trainings that are broken on purpose, and some "
                                   "healthy ones; does the doctor name the causes?");
  run->type_name("DIR")->excludes(zoo);
  app->add_option("--model", o->animals.model, "The network of the zoo")->capture_default_str();
  app->add_option("--data", o->animals.data,
                  "Images of the zoo: scenes, fields, or a data set as for train, made small")
      ->capture_default_str();
  app->add_option("--only", o->animals.only, "Names of trainings of the zoo, as 'no transplant'");
  o->common.add_seed(*app, "Seed of the zoo");
  o->common.add_out(*app, "out/zoo", "Folder for what the zoo writes");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  return {app, [o] {
            o->common.apply();
            require_usage(o->zoo || !o->run.empty(),
                          "name the folder of a training run, or say --zoo");
            return o->zoo ? run_zoo(*o) : examine_run(*o);
          }};
}

}  // namespace pixelwise
