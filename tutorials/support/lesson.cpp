#include "tutorials/support/lesson.h"

#include <chrono>
#include <filesystem>
#include <iostream>

#include "base/check.h"
#include "report/progress.h"
#include "training/checkpoint.h"
#include "tutorials/support/expect.h"

namespace pixelwise {
namespace {

constexpr std::uint64_t kSeed = 0;

void print_usage(std::ostream& out, const std::string& name) {
  out << "tutorial " << name << "\n"
      << "  --out DIR   where pictures and trained weights go (default out/tutorials)\n"
      << "  --fresh     train anew what an earlier tutorial has trained\n";
}

}  // namespace

Lesson::Lesson(std::string name, std::string folder, bool fresh)
    : name_(std::move(name)),
      folder_(std::move(folder)),
      fresh_(fresh),
      data_(ladder_data(kSeed)) {}

std::string Lesson::picture(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(folder_) / name_;
  std::filesystem::create_directories(folder);
  pictures_.push_back((folder / file).string());
  return pictures_.back();
}

void Lesson::draw(const std::string& file, const Plot& plot) {
  const std::string missing = try_write_plot(picture(file), plot);
  if (missing.empty()) return;
  std::cout << pictures_.back() << " is not drawn: " << missing << '\n';
  pictures_.pop_back();
}

std::string Lesson::weight_file(const LadderStage& stage) const {
  const std::filesystem::path folder = std::filesystem::path(folder_) / "stages";
  std::filesystem::create_directories(folder);
  return (folder / (stage.name + ".safetensors")).string();
}

StageResult Lesson::train(const std::string& name, const std::map<std::string, Array>* start) {
  const LadderStage stage = ladder_stage(name);
  StageResult result;
  {
    Progress progress(stage.title, stage.iterations);
    StageHooks hooks;
    hooks.on_step = [&](const TrainingStep& step) {
      std::ostringstream loss;
      loss.precision(3);
      loss << "loss " << step.loss;
      progress.update(step.iteration + 1, loss.str());
    };
    hooks.on_warning = [&](const std::string& warning) { progress.message(warning); };
    result = run_stage(stage, data_, kSeed, start, hooks);
    progress.finish();
  }
  const Dataset& data = stage.classifies ? *data_.classify_train : *data_.train;
  const ModelCard card{{.name = stage.model, .classes = data.num_classes()},
                       data.info().classes,
                       preprocessing("shapes")};
  save_checkpoint(weight_file(stage), card, *stage_network(stage, result.weights), nullptr,
                  stage.iterations);
  return result;
}

std::map<std::string, Array> Lesson::weights_of(const std::string& name) {
  const LadderStage stage = ladder_stage(name);
  const std::string file = weight_file(stage);
  if (!fresh_ && std::filesystem::exists(file)) {
    Checkpoint kept = load_checkpoint(file);
    if (kept.card && kept.card->model.name == stage.model && kept.iterations == stage.iterations) {
      std::cout << stage.title << ": trained by an earlier run, " << file << '\n';
      return std::move(kept.weights);
    }
  }
  if (stage.from.empty()) return train(name, nullptr).weights;
  const std::map<std::string, Array> start = weights_of(stage.from);
  return train(name, &start).weights;
}

LadderStage ladder_stage(const std::string& name) {
  for (const LadderStage& stage : ladder_stages(true)) {
    if (stage.name == name) return stage;
  }
  fail("ladder_stage: there is no stage ", name);
}

void section(const std::string& title) { std::cout << "\n== " << title << " ==\n"; }

int run_lesson(int argc, char** argv, const std::string& name,
               const std::function<void(Lesson&)>& lesson) {
  std::string folder = "out/tutorials";
  bool fresh = false;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      print_usage(std::cout, name);
      return 0;
    }
    if (option == "--fresh") {
      fresh = true;
    } else if (option == "--out" && i + 1 < argc) {
      folder = argv[++i];
    } else {
      std::cerr << "tutorial " << name << ": unknown option '" << option << "'\n";
      print_usage(std::cerr, name);
      return 2;
    }
  }
  try {
    const auto begin = std::chrono::steady_clock::now();
    Lesson run(name, folder, fresh);
    lesson(run);
    section("Pictures");
    for (const std::string& picture : run.pictures()) std::cout << picture << '\n';
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    std::cout << "Done in " << format_duration(time.count()) << ".\n";
    return 0;
  } catch (const std::exception& error) {
    std::cout.flush();
    std::cerr << "tutorial " << name << ": " << error.what() << '\n';
    return 1;
  }
}

}  // namespace pixelwise
