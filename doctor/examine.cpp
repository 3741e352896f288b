#include "doctor/examine.h"

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "doctor/curve_findings.h"
#include "doctor/data_findings.h"
#include "doctor/network_findings.h"
#include "doctor/retry.h"
#include "doctor/score_findings.h"
#include "doctor/setting_findings.h"
#include "doctor/some_samples.h"
#include "doctor/trial_findings.h"
#include "doctor/verdict.h"
#include "metrics/all_one_class.h"
#include "models/surgery.h"
#include "training/evaluate.h"
#include "training/names_of.h"
#include "training/run_folder.h"
#include "training/to_array.h"
#include "training/train_data.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kTrialImages = 16, kTrainingImages = 30;

// What is known of a run. What is null is not known.
struct Case {
  const TrainSettings& settings;
  const TrainData& data;
  const RunLogData& log;
  Network& network;
  const Preprocessing& how;
  TrainStatistics statistics = read_once(*data.train);
  const ConfusionMatrix* scores = nullptr;
  const Checkpoint* start = nullptr;

  Words retry(const std::function<void(TrainSettings&)>& change) const {
    return pixelwise::retry(settings, *data.train, change, statistics);
  }
};

// Commands for what is seen of a result.
void add_commands(Findings& findings, const Case& run) {
  const TrainSettings& settings = run.settings;
  const auto with = [&](const auto& change) { return run.retry(change); };
  for (Finding& finding : findings) {
    if (!finding.to_try.empty()) continue;
    if (finding.name == "still falling") {
      finding.to_try = {with([](TrainSettings& s) { s.iterations = 2 * *s.iterations; })};
    } else if (finding.name == "over-fitted") {
      finding.to_try = {
          with([](TrainSettings& s) { s.augment = *s.augment + ",scale=.7:1.4,jitter=.2"; })};
    } else if (finding.name == "predicted too seldom" || finding.name == "one class only") {
      if (*settings.class_weights == "none") {
        finding.to_try = {with([](TrainSettings& s) { s.class_weights = "median"; })};
      }
    } else if (finding.name == "predicted too often" && *settings.class_weights == "median") {
      finding.to_try = {with([](TrainSettings& s) { s.class_weights = "sqrt-median"; })};
    } else if (finding.name == "mean not subtracted") {
      finding.to_try = {with([](TrainSettings& s) { s.preprocess = "torchvision"; })};
    }
  }
}

// A fault found twice is said once; faults come first. Exchanged colours exchange classes, too.
void tidy(Findings& findings) {
  Findings once;
  const bool exchanged = has_finding(findings, "red and blue exchanged");
  for (Finding& finding : findings) {
    const bool fault = finding.kind == FindingKind::fault;
    if (exchanged && finding.name == "wrong class order") continue;
    if (!fault || !has_finding(once, finding.name)) once.push_back(std::move(finding));
  }
  std::stable_partition(once.begin(), once.end(),
                        [](const Finding& f) { return f.kind == FindingKind::fault; });
  findings = std::move(once);
}

// Deep networks hardly learn from random weights with few images.
void find_no_weights(const Case& run, std::size_t layers, Findings& findings) {
  constexpr std::size_t kDeep = 10;
  if (run.settings.weights || layers < kDeep || has_fault(findings)) return;
  std::vector<Words> tries;
  if (!run.settings.model->starts_with("toy")) {  // VGG's weights do not fit the toy nets
    tries.push_back(run.retry([](TrainSettings& s) {
      s.weights = "vgg16.pth";
      s.preprocess = "torchvision";
    }));
  }
  tries.push_back(run.retry([](TrainSettings& s) { s.iterations = 10 * *s.iterations; }));
  tries.push_back(run.retry([](TrainSettings& s) {
    s.model = "simple-fcn";
    s.width = s.fc_width = std::nullopt;
    s.dropout = std::nullopt;
  }));
  findings.push_back({FindingKind::fault, "weights not transplanted",
                      text("the ", layers, " layers of ", *run.settings.model,
                           " began with random weights, and nothing was learned: so deep a network "
                           "starts from trained ones, or trains far longer"),
                      tries});
}

// The network that the weights of a start belong to, on the data of the run.
Findings trial_of_start(const Case& run, const Dataset& few) {
  const Checkpoint& start = *run.start;
  const bool same_task = start.card && start.card->model.classes == few.num_classes() &&
                         model_info(start.card->model.name).classifier == few.whole_image();
  if (!same_task) return {};
  try {
    const LoadedModel model = load_model(*run.settings.weights, start);
    return trial_findings(*model.network, model.card.preprocessing, few,
                          "the network of " + *run.settings.weights);
  } catch (const std::runtime_error&) {
    return {};  // it is no whole network: start_findings says what is missing
  }
}

Examination examine_case(const Case& run) {
  const Dataset &train = *run.data.train, &val = *run.data.val;
  const TrainSettings& s = run.settings;
  Examination result;
  Findings& findings = result.findings;
  append(findings, data_findings(train, &val, s.data.value_or(train.name())));
  if (run.start != nullptr) {
    append(findings, start_findings(run.network, run.how, *s.weights, *run.start));
  }
  const bool blind = has_finding(findings, "constant images");  // explains what follows
  if (!blind) {
    Findings found = network_findings(run.network, run.how, train, &result.layers);
    // Score layers may be zero as long as nothing was trained.
    const bool untrained = run.scores == nullptr;
    std::erase_if(found, [&](const Finding& f) { return untrained && f.name == "zero weights"; });
    append(findings, std::move(found));
  }
  const bool no_better =
      run.scores == nullptr || is_no_better(*run.scores, all_one_class(*run.scores));
  if (!blind) {
    const DatasetPtr few = small_part(val, kTrialImages);
    if (run.scores != nullptr) {
      append(findings,
             trial_findings(run.network, run.how, *few, "the network", small_crop(s, train)));
    }
    if (run.start != nullptr) append(findings, trial_of_start(run, *few));
    append(findings, setting_findings({s, train, run.log, run.scores, no_better, run.statistics}));
  }
  if (run.scores != nullptr) {
    const ConfusionMatrix seen =
        evaluate(run.network, *small_part(train, kTrainingImages), run.how);
    append(findings,
           score_findings(*run.scores, all_one_class(*run.scores), val.class_names(), &seen));
    if (no_better) find_no_weights(run, result.layers.size(), findings);
    result.scores = *run.scores;
  }
  append(findings, curve_findings(run.log));
  add_commands(findings, run);
  tidy(findings);
  result.verdict = run.scores != nullptr
                       ? verdict(*run.scores, all_one_class(*run.scores), findings)
                       : verdict_of_failure(findings);
  return result;
}

// As the run began, if its weights fit.
std::unique_ptr<Network> network_at_start(const TrainSettings& s, std::int64_t classes,
                                          const std::optional<Checkpoint>& start) {
  Rng rng(*s.seed);
  std::unique_ptr<Network> network = make_model(model_config(s, classes), rng);
  if (start) {
    transplant(with_names_of(*network, with_our_names(start->weights)).tensors, *network);
  }
  return network;
}

}  // namespace

Examination examine(const LoadedModel& model, const Dataset& data, const std::string& spec,
                    const ConfusionMatrix& scores) {
  Examination result;
  Findings& findings = result.findings;
  const Preprocessing& how = model.card.preprocessing;
  append(findings, data_findings(data, nullptr, spec));
  append(findings, network_findings(*model.network, how, data, &result.layers));
  append(findings,
         trial_findings(*model.network, how, *small_part(data, kTrialImages), "the network"));
  const ConfusionMatrix baseline = all_one_class(scores);
  append(findings, score_findings(scores, baseline, data.class_names()));
  tidy(findings);
  result.scores = scores;
  result.verdict = verdict(scores, baseline, findings);
  return result;
}

Examination examine(TrainRun& run) {
  const RunLogData log = run.log_rows();
  return examine_case({.settings = run.settings(),
                       .data = run.data(),
                       .log = log,
                       .network = run.network(),
                       .how = run.card().preprocessing,
                       .scores = &run.final_validation()});
}

Examination examine_folder(const std::string& folder, const Note& note) {
  const std::optional<RunRecord> record = read_run_record(folder);
  if (!record) {
    fail_file(folder, "holds no ", kSettingsFile,
              "; doctor takes the folder that a training run was given as --out");
  }
  const TrainSettings& s = record->settings;
  const TrainData data = open_train_data(s, note);
  RunLogData log;
  if (std::filesystem::exists(run_file(folder, kLogFile))) {
    log = read_run_log(run_file(folder, kLogFile));
  }
  std::optional<Checkpoint> start;
  if (s.weights && std::filesystem::exists(*s.weights)) start = load_weights(*s.weights);
  LoadedModel last;
  std::optional<ConfusionMatrix> scores;
  if (std::filesystem::exists(run_file(folder, kLastFile))) {
    last = load_model(run_file(folder, kLastFile));
    scores = evaluate(*last.network, *data.val, last.card.preprocessing);
  } else {
    last.network = network_at_start(s, data.train->num_classes(), start);
    last.card.preprocessing = preprocessing(*s.preprocess);
  }
  Examination result = examine_case({.settings = s,
                                     .data = data,
                                     .log = log,
                                     .network = *last.network,
                                     .how = last.card.preprocessing,
                                     .scores = scores ? &*scores : nullptr,
                                     .start = start ? &*start : nullptr});
  const std::int64_t done = log.rows.empty() ? 0 : log.rows.back().iteration;
  if (done < *s.iterations) {
    result.verdict =
        text("stopped after ", done, " of ", *s.iterations, " iterations; ", result.verdict);
  }
  return result;
}

}  // namespace pixelwise
