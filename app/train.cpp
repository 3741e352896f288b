// pixelwise train: trains a network on a data set, and goes on after a stop with the same bits.
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/data_options.h"
#include "app/findings_words.h"
#include "app/words.h"
#include "base/counted.h"
#include "base/read_file.h"
#include "base/terminal.h"
#include "metrics/all_one_class.h"
#include "report/score_table.h"
#include "report/score_text.h"
#include "training/interrupt.h"
#include "training/run_plan.h"
#include "training/run_report.h"
#include "training/train_run.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

struct TrainOptions {
  CommonOptions common;
  TrainSettings asked;
  std::string resume;
  bool overwrite = false;
};

std::string resume_command(const std::string& folder) {
  return program_name() + " train --resume " + shell_quoted(folder);
}

void require_new_folder(const TrainOptions& o) {
  if (!fs::exists(run_file(o.common.out, kLastFile)) || o.overwrite) return;
  throw std::runtime_error(text(o.common.out, " holds a training run already. To go on with it: ",
                                resume_command(o.common.out),
                                "; to replace it, add --overwrite; or choose another folder with "
                                "--out"));
}

// False if the user interrupted. A full disk loses nothing that was saved before.
bool train(TrainRun& run, const CommonOptions& common) {
  try {
    return run.run();
  } catch (const std::runtime_error&) {
    if (fs::exists(run.path(kLastFile))) {
      common.warn(
          "The state that was saved last is kept. When the cause is removed, go on with:\n  " +
          resume_command(common.out));
    }
    throw;
  }
}

int finish(TrainRun& run, const CommonOptions& common) {
  const std::string weights = " --weights " + shell_quoted(run.path(kBestFile));
  const std::string data = " --data " + shell_quoted(*run.settings().data);
  const Examination examination = examine(run);
  const RunVerdict verdict = run_verdict(examination);
  const std::string json = write_run_report(run,
                                            program_name() + " predict" + weights + " IMAGE...\n" +
                                                program_name() + " eval" + weights + data,
                                            verdict);
  if (common.json) {
    std::cout << json;
    return kDone;
  }
  const Dataset& val = *run.data().val;
  common.say(score_table(run.final_validation(), all_one_class(run.final_validation()),
                         val.class_names(), terminal_columns(1)));
  say_verdict(common, examination.verdict, examination.findings);
  for (const char* file : {kReportFile, kResultsFile, kLogFile, kLastFile}) {
    common.say("wrote " + run.path(file));
  }
  common.say(text("wrote ", run.path(kBestFile), " (iteration ", run.best().iteration,
                  ", mean IoU ", score_text(run.best().mean_iou), ")"));
  return kDone;
}

int run(TrainOptions& o) {
  const bool resume = !o.resume.empty();
  if (resume) o.common.out = o.resume;
  o.common.apply();
  if (!resume) require_new_folder(o);
  RunOwner owner = o.common.owner();
  owner.overwrite = !resume;
  RunPlan plan = understand([&] {
    return resume ? plan_resumed(o.resume, o.asked, owner.note) : plan_run(o.asked, owner.note);
  });
  prepare_folder(o.common.out,
                 understand([&] { return bytes_of_run(plan.settings, *plan.data.train); }));
  catch_interrupts();
  const auto run = understand([&] {
    return std::make_unique<TrainRun>(owner, plan.settings, plan.data, std::move(plan.weights));
  });
  if (run->finished() && fs::exists(run->path(kReportFile))) {
    o.common.note(text(
        o.common.out, ": this run is finished: ", counted(run->iterations_done(), "iteration"),
        ". To train further, start a new one with --weights ", shell_quoted(run->path(kLastFile))));
    if (o.common.json) std::cout << read_file(run->path(kResultsFile));
    return kDone;
  }
  if (resume) {
    o.common.note(text("going on after ", run->iterations_done(), " of ", *plan.settings.iterations,
                       " iterations"));
  }
  if (train(*run, o.common)) return finish(*run, o.common);
  o.common.warn(text("Interrupted after ", run->iterations_done(), " of ",
                     *plan.settings.iterations, " iterations; the state is saved. To go on:\n  ",
                     resume_command(o.common.out)));
  return interrupted_status();
}

}  // namespace

Command add_train(CLI::App& root) {
  auto o = std::make_shared<TrainOptions>();
  CLI::App* app = root.add_subcommand("train", "Trains a network on a data set");
  visit_settings(o->asked, [&](const char* name, auto& value, const char* help) {
    using Value = typename std::decay_t<decltype(value)>::value_type;
    app->add_option(std::string("--") + name, value, help)
        ->type_name(std::is_same_v<Value, std::string> ? "NAME"
                    : std::is_same_v<Value, double>    ? "X"
                                                       : "N");
  });
  o->common.add_out(*app, "out/train", "Folder for checkpoints, log.csv, results and report");
  CLI::Option* resume =
      app->add_option("--resume", o->resume, "Go on with the run in this folder")->type_name("DIR");
  resume->excludes("--out");
  app->add_flag("--overwrite", o->overwrite, "Replace a run that is in the output folder");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  app->footer("\n" + list_of_models() + "\n" + list_of_data());
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
