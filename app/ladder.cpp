// pixelwise ladder: classifier, surgery, FCN-32s, 16s, 8s, and the controls, on generated images.
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/words.h"
#include "report/score_text.h"
#include "training/interrupt.h"
#include "training/ladder_pictures.h"
#include "training/ladder_run.h"
#include "training/ladder_task.h"

namespace pixelwise {
namespace {

struct LadderOptions {
  CommonOptions common;
  std::string data = "shapes";
  bool scratch = false;
  bool resume = false;
};

std::string command_line(const LadderOptions& o) {
  return text(program_name(), " ladder",
              o.data == "shapes" ? "" : " --data " + shell_quoted(o.data), " --seed ",
              o.common.seed, o.scratch ? " --scratch" : "", " --out ", shell_quoted(o.common.out));
}

void say_table(const CommonOptions& common, const LadderRun& run) {
  common.say(cell("stage", 24) + "iterations  pixel acc  mean acc  mean IoU  f.w. IoU   seconds");
  for (std::size_t i = 0; i < run.stages.size(); ++i) {
    const StageResults& row = run.results.stages[i];
    std::string line = cell(run.stages[i].stage.title, 24) + cell(text(row.iterations), 12);
    if (row.accuracy) {
      line += cell(score_text(*row.accuracy) + " of images", 41);
    } else {
      line += cell(score_text(row.metrics->pixel_accuracy), 11) +
              cell(score_text(row.metrics->mean_accuracy), 10) +
              cell(score_text(row.metrics->mean_iou), 10) +
              cell(score_text(row.metrics->fw_iou), 10);
    }
    common.say(line + text(static_cast<double>(static_cast<int>(row.seconds * 10)) / 10));
  }
  common.say(text("The classifier as convolutions gives the same logits, up to ",
                  run.results.surgery_max_difference, "."));
}

int run(const LadderOptions& o) {
  const CommonOptions& common = o.common;
  common.apply();
  understand([&] { return ladder_task(o.data).name; });
  prepare_folder(common.out, 20'000'000);
  catch_interrupts();
  LadderRun ladder;
  try {
    RunOwner owner = common.owner();
    owner.overwrite = !o.resume;
    ladder = run_ladder(owner, common.seed, o.scratch, o.data);
  } catch (const Interrupted&) {
    common.warn("Interrupted. Finished stages are kept in " + common.out + "; to go on:\n  " +
                command_line(o) + " --resume");
    return interrupted_status();
  }
  const std::filesystem::path out(common.out);
  write_results((out / "results.json").string(), ladder.results);
  std::vector<std::string> written = write_ladder_pictures(ladder, common.out, command_line(o));
  written.insert(written.begin(), (out / "results.json").string());
  if (common.json) {
    std::cout << to_json(ladder.results);
  } else {
    say_table(common, ladder);
    for (const std::string& path : written) common.say("wrote " + path);
  }
  return kDone;
}

}  // namespace

Command add_ladder(CLI::App& root) {
  auto o = std::make_shared<LadderOptions>();
  CLI::App* app = root.add_subcommand(
      "ladder", "Trains the progression classifier, FCN-32s, 16s, 8s on generated images");
  app->add_option("--data", o->data, "One of " + ladder_task_names())
      ->type_name("NAME")
      ->capture_default_str();
  o->common.add_out(*app, "out/ladder", "Folder for results, report, pictures and checkpoints");
  o->common.add_seed(*app, "Seed of training data, weights, order and augmentation");
  o->common.add_threads(*app);
  app->add_flag("--scratch", o->scratch, "Add the stages that start without the classifier");
  app->add_flag("--resume", o->resume, "Keep the stages that are finished in the output folder");
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
