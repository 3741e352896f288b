#include "training/ladder_run.h"

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "base/parallel.h"
#include "report/progress.h"
#include "report/score_text.h"
#include "training/ladder_record.h"

namespace pixelwise {
namespace {

std::string outcome(const StageResult& result) {
  const std::string start =
      result.stage.from.empty() ? "from random weights" : "from " + result.stage.from;
  if (result.stage.classifies) {
    return text(result.stage.title, ": accuracy ", score_text(result.after.pixel_accuracy()), ", ",
                start);
  }
  return text(result.stage.title, ": mean IoU ", score_text(result.after.mean_iou()),
              " (before training ", score_text(result.before.mean_iou()), "), pixel accuracy ",
              score_text(result.after.pixel_accuracy()), ", ", start);
}

// The bar appears with the first iteration: what comes before is validation, and no speed.
StageResult train_stage(const RunOwner& owner, const LadderStage& stage, const LadderData& data,
                        std::uint64_t seed, const StageResult* start) {
  std::unique_ptr<Progress> progress;
  StageHooks hooks;
  hooks.should_stop = owner.should_stop;
  hooks.on_warning = [&](const std::string& warning) {
    if (progress) progress->message(stage.title + ": warning: " + warning);
  };
  hooks.on_step = [&](const TrainingStep& step) {
    const bool first = !progress;
    if (first) {
      progress = std::make_unique<Progress>(stage.title, stage.iterations, owner.progress);
    }
    const std::string note = "loss " + score_text(step.loss);
    if (!first) progress->update(step.iteration + 1, note);
    if (step.iteration + 1 == stage.iterations) progress->finish(note);
  };
  return run_stage(stage, data, seed, start != nullptr ? &start->weights : nullptr, hooks);
}

void require_source(const LadderStage& stage, const StageResult* source) {
  require_internal(stage.from.empty() || source != nullptr, "stage ", stage.name, " starts from ",
                   stage.from, ", which does not come before it");
}

}  // namespace

const StageResult* find_stage(const LadderRun& run, const std::string& name) {
  const auto found = std::find_if(run.stages.begin(), run.stages.end(),
                                  [&](const StageResult& s) { return s.stage.name == name; });
  return found == run.stages.end() ? nullptr : &*found;
}

LadderRun run_ladder(const RunOwner& owner, std::uint64_t seed, bool scratch,
                     const std::string& data) {
  const std::vector<LadderStage> stages = ladder_stages(scratch, data);
  LadderRun run;
  run.data = ladder_data(seed, data);  // before anything is removed: it may be missing
  if (owner.overwrite) {
    for (const LadderStage& stage : ladder_stages(true)) forget_stage(owner.folder, stage.name);
  }
  run.results.seed = seed;
  run.results.threads = threads();
  for (const LadderStage& stage : stages) {
    const StageResult* source = find_stage(run, stage.from);
    require_source(stage, source);
    std::optional<StageResult> result =
        owner.overwrite ? std::nullopt : load_stage(owner.folder, seed, stage);
    const bool kept = result.has_value();
    if (!kept) {
      result = train_stage(owner, stage, run.data, seed, source);
      save_stage(owner.folder, seed, *result);
    }
    owner.note((kept ? "  kept " : "  ") + outcome(*result));
    if (stage.name == "classifier") {
      run.results.surgery_max_difference =
          surgery_max_difference(result->weights, *run.data.classify_val);
    }
    run.results.stages.push_back(stage_results(*result));
    run.stages.push_back(std::move(*result));
  }
  return run;
}

}  // namespace pixelwise
