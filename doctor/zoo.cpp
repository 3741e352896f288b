#include "doctor/zoo.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "base/check.h"
#include "doctor/examine.h"
#include "doctor/zoo_cases.h"
#include "training/interrupt.h"
#include "training/run_plan.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

// A recipe with which the small networks learn the small data in seconds.
TrainSettings healthy_settings(const ZooOptions& o) {
  TrainSettings s;
  s.model = o.model;
  s.seed = o.seed;
  s.split = kZooSplit;
  s.iterations = 240;
  s.batch = 8;
  s.optimizer = "adam";
  s.lr = 2e-3;
  s.schedule = "linear";
  s.class_weights = "none";
  s.augment = "flip";
  s.preprocess = "shapes";
  s.every = 60;
  const ModelInfo& info = model_info(o.model);
  if (info.narrowest > 0) s.width = std::max<std::int64_t>(16, info.narrowest);
  if (info.has_fc_width) {
    s.fc_width = 64;
    s.dropout = 0;
  }
  return s;
}

std::string folder_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == ','; }, '_');
  return name;
}

void train(const ZooOptions& o, const ZooTraining& training, const std::string& folder) {
  RunOwner owner{.folder = folder, .overwrite = true};
  owner.progress.style = ProgressStyle::quiet;
  owner.should_stop = o.should_stop;
  RunPlan plan = plan_run(training.settings);
  TrainRun run(owner, plan.settings, plan.data, std::move(plan.weights));
  if (!run.run()) throw Interrupted();
}

Animal examine_one(const ZooOptions& o, const ZooCase& one, ZooTraining training) {
  const auto start = std::chrono::steady_clock::now();
  training.folder = o.folder + "/" + folder_name(one.name);
  fs::create_directories(training.folder);
  one.change(training);
  write_folder(training.folder + "/data", training.data);
  training.settings.data = "folder:" + training.folder + "/data";
  Animal animal{one.name, one.expected, training.folder + "/run", {}, "", 0, 0};
  try {
    train(o, training, animal.folder);
  } catch (const std::invalid_argument& error) {
    o.note(one.name + ": " + error.what());  // the doctor sees what it left
  }
  const Examination examination = examine_folder(animal.folder);
  animal.findings = examination.findings;
  animal.verdict = examination.verdict;
  if (examination.scores) animal.mean_iou = examination.scores->mean_iou();
  animal.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return animal;
}

}  // namespace

bool Animal::is_right() const {
  return expected.empty() ? !has_fault(findings) : has_finding(findings, expected);
}

bool Animal::is_first() const {
  return expected.empty() ? !has_fault(findings)
                          : !findings.empty() && findings.front().name == expected;
}

std::vector<std::string> zoo_names() {
  std::vector<std::string> names;
  for (const ZooCase& one : zoo_cases()) names.push_back(one.name);
  return names;
}

std::vector<Animal> run_zoo(const ZooOptions& o) {
  const std::vector<std::string> names = zoo_names();
  for (const std::string& name : o.only) {
    require(std::find(names.begin(), names.end(), name) != names.end(),
            "doctor --zoo: there is no '", name, "'");
  }
  ZooTraining training;
  training.settings = healthy_settings(o);
  training.data = zoo_data(o.data, o.seed);
  const std::string base = o.folder + "/base";
  write_folder(base + "/data", training.data);
  training.val = validation_names(base + "/data");
  training.base = base + "/run/last.safetensors";
  training.settings.data = "folder:" + base + "/data";
  train(o, training, base + "/run");
  std::vector<Animal> animals;
  for (const ZooCase& one : zoo_cases()) {
    const bool wanted = std::find(o.only.begin(), o.only.end(), one.name) != o.only.end();
    if (o.only.empty() || wanted) animals.push_back(examine_one(o, one, training));
  }
  return animals;
}

}  // namespace pixelwise
