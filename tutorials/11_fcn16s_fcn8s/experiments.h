// Lesson 11, --experiments: what takes longer. Each run is kept when it is finished, in the folder
// experiments beside the pictures, so that an interrupted series goes on where it was.
#pragma once

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "models/summary.h"
#include "training/ladder_record.h"
#include "tutorials/11_fcn16s_fcn8s/nets.h"
#include "tutorials/11_fcn16s_fcn8s/where_and_what.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"

namespace pixelwise {

// Every seed draws its own training images and first weights.
inline const std::vector<std::uint64_t> kSeeds{0, 1, 2};

/// All of them as rows of the ladder: 440 iterations from the classifier, unless the row says so.
inline std::vector<LadderStage> experiment_stages() {
  std::vector<LadderStage> rows = ladder_stages(false);
  const auto add = [&](const std::string& name, const std::string& title, const std::string& model,
                       const std::string& from = "classifier", double lr = 2e-3) {
    rows.push_back({name, title, model, from, 440, 8, false, "shapes", lr});
  };
  add("pool3_only", "pool3 only", "pool3-only");
  add("pool4_only", "pool4 only", "pool4-only");
  add("fcn16s_at_once", "FCN-16s at once", "toy-16s");
  add("lr_large", "learning rate 0.2", "toy-8s", "classifier", 2e-1);
  add("lr_small", "learning rate 2e-5", "toy-8s", "classifier", 2e-5);
  add("no_transplant", "no transplant", "toy-8s", "");
  add("one_cell_off", "skips one cell off", "one-cell-off");
  add("scaled_skips", "skips x .01, x .0001", "scaled-skips");
  for (int stage = 1; stage <= 5; ++stage) {
    const std::string from = text("classifier_narrow", stage);
    rows.push_back({from, text("classifier, stage ", stage, " narrow"),
                    text("classifier-narrow", stage), "", 400, 16, true});
    add(text("narrow", stage), text("stage ", stage, " narrow"), text("fcn8s-narrow", stage), from);
  }
  return rows;
}

/// Runs them, or finds them where an earlier call has left them.
class Experiments {
 public:
  explicit Experiments(const Lesson& lesson)
      : folder_(lesson.shared_folder("experiments")), rows_(experiment_stages()) {
    register_experiment_nets();
  }

  const LadderStage& row(const std::string& name) const {
    for (const LadderStage& stage : rows_) {
      if (stage.name == name) return stage;
    }
    fail("experiments: there is no row ", name);
  }

  StageResult result(const std::string& name, std::uint64_t seed) {
    const LadderStage& stage = row(name);
    const std::string folder = folder_ + text("/seed", seed);
    std::filesystem::create_directories(folder);
    if (const auto kept = load_stage(folder, seed, stage)) return *kept;
    std::map<std::string, Array> start;
    if (!stage.from.empty()) start = result(stage.from, seed).weights;
    if (data_.count(seed) == 0) data_.emplace(seed, ladder_data(seed));
    StageResult done =
        run_and_show(stage, data_.at(seed), seed, stage.from.empty() ? nullptr : &start);
    save_stage(folder, seed, done);
    return done;
  }

 private:
  std::string folder_;
  std::vector<LadderStage> rows_;
  std::map<std::uint64_t, LadderData> data_;
};

inline double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  const std::size_t n = numbers.size();
  return (numbers[(n - 1) / 2] + numbers[n / 2]) / 2;
}

/// What came out of one row: medians over all seeds. (A single training can fail by bad luck.)
struct Outcome {
  std::string title;
  std::vector<double> mean_ious;  // for each seed
  double mean_iou = 0, where = 0, what = 0;
  double mega_multiply_adds = 0;  // for one image of 128x128
};

inline Outcome outcome(Experiments& experiments, const std::string& name) {
  Outcome o;
  o.title = experiments.row(name).title;
  std::vector<double> where, what;
  for (const std::uint64_t seed : kSeeds) {
    const StageResult result = experiments.result(name, seed);
    const WhereAndWhat two = where_and_what(result.after);
    o.mean_ious.push_back(result.after.mean_iou());
    where.push_back(two.where);
    what.push_back(two.what);
    const auto network = stage_network(result.stage, result.weights);
    o.mega_multiply_adds =
        static_cast<double>(summarise(*network, {1, 3, 128, 128}).multiply_adds) / 1e6;
  }
  o.mean_iou = median(o.mean_ious);
  o.where = median(where);
  o.what = median(what);
  return o;
}

/// `costs`: with the multiply-adds.
inline std::vector<Outcome> table(Experiments& experiments, const std::vector<std::string>& names,
                                  bool costs = false) {
  std::vector<Outcome> rows;
  std::cout << std::left << std::setw(22) << text("median of ", kSeeds.size(), " seeds")
            << "mean IoU   where    what" << (costs ? "  multiply-adds" : "") << "   each seed\n";
  for (const std::string& name : names) {
    const Outcome o = outcome(experiments, name);
    std::cout << std::left << std::setw(22) << o.title << std::right << std::fixed
              << std::setprecision(3) << std::setw(8) << o.mean_iou << std::setw(8) << o.where
              << std::setw(8) << o.what;
    if (costs) {
      std::cout << std::setprecision(1) << std::setw(14) << o.mega_multiply_adds << 'M'
                << std::setprecision(3);
    }
    std::cout << "  ";
    for (const double iou : o.mean_ious) std::cout << ' ' << iou;
    std::cout << std::defaultfloat << std::setprecision(6) << std::endl;
    rows.push_back(o);
  }
  return rows;
}

inline void run_all(Experiments& experiments) {
  for (const std::uint64_t seed : kSeeds) {
    for (const LadderStage& stage : experiment_stages()) experiments.result(stage.name, seed);
  }
}

/// Where it is right, and what it is right about, for each network.
inline BarChart where_and_what_of(const std::vector<Outcome>& outcomes) {
  BarChart chart{.title = "Which layers know where, and which know what?",
                 .y_label = "share, median of the seeds",
                 .groups = {{.name = "where"}, {.name = "what"}},
                 .y_max = 1.1,
                 .width = 620};
  for (const Outcome& o : outcomes) {
    chart.categories.push_back(o.title.substr(0, std::min(o.title.find(" at"), o.title.find(','))));
    chart.groups[0].values.emplace_back(o.where);
    chart.groups[1].values.emplace_back(o.what);
  }
  return chart;
}

/// The same two numbers for one narrow stage after the other. `outcomes` begins with the net that
/// has no narrow stage, drawn as stage 0.
inline LinePlot by_narrow_stage(const std::vector<Outcome>& outcomes) {
  Series where{.name = "where", .dots = true}, what{.name = "what", .dots = true};
  for (std::size_t stage = 0; stage < outcomes.size(); ++stage) {
    for (Series* const series : {&where, &what}) series->x.push_back(static_cast<double>(stage));
    where.y.push_back(outcomes[stage].where);
    what.y.push_back(outcomes[stage].what);
  }
  return {.title = "FCN-8s at once with a quarter of the kernels in one stage",
          .x_label = "the narrow stage (0: none)",
          .y_label = "share, median of the seeds",
          .series = {where, what},
          .y_min = 0.7,
          .y_max = 1,
          .width = 620};
}

inline std::string today() {
  const std::time_t now = std::time(nullptr);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d", std::gmtime(&now));
  return text.data();
}

inline void which_layers(Lesson& lesson, Experiments& experiments) {
  section("Experiments: which layers?");
  const auto nets = table(experiments, {"pool3_only", "pool4_only", "fcn32s_control",
                                        "fcn16s_at_once", "fcn8s_at_once"});
  bool rising = true;
  for (const std::uint64_t seed : kSeeds) {
    const auto iou = [&](const char* name) {
      return experiments.result(name, seed).after.mean_iou();
    };
    rising = rising && iou("fcn32s") < iou("fcn16s") && iou("fcn16s") < iou("fcn8s");
  }
  expect(rising, "In stages: FCN-32s < FCN-16s < FCN-8s with every seed.");
  const Outcome &pool3 = nets[0], &all32 = nets[2], &all8 = nets[4];
  expect(pool3.where > all32.where + 0.2, "Where: pool3 alone beats FCN-32s by more than .20.");
  expect(pool3.what < all32.what - 0.2, "What: it loses by more than .20.");
  expect(all8.mean_iou > pool3.mean_iou + 0.2 && all8.mean_iou > all32.mean_iou + 0.2,
         "Mean IoU: FCN-8s beats both by more than .20.");
  lesson.draw("layers.svg", where_and_what_of(nets), Kind::trained);
}

inline void what_goes_wrong(Experiments& experiments) {
  section("Experiments: what goes wrong?");
  const auto nets = table(experiments, {"fcn8s_at_once", "lr_large", "lr_small", "no_transplant",
                                        "scaled_skips", "one_cell_off"});
  expect(nets[1].mean_iou < 0.3 && nets[2].mean_iou < 0.3, "Wrong learning rates: below .30.");
  expect(nets[3].mean_iou < nets[0].mean_iou - 0.1 && nets[4].mean_iou < nets[0].mean_iou - 0.1 &&
             nets[5].mean_iou < nets[0].mean_iou,
         "The others: lower, the first two by more than .10.");
}

inline void which_kernels(Lesson& lesson, Experiments& experiments) {
  section("Experiments: which stage needs its kernels?");
  const auto nets = table(
      experiments, {"fcn8s_at_once", "narrow1", "narrow2", "narrow3", "narrow4", "narrow5"}, true);
  std::cout << "classifiers with an accuracy below .50:";
  for (int stage = 1; stage <= 5; ++stage) {
    for (const std::uint64_t seed : kSeeds) {
      const StageResult r = experiments.result(text("classifier_narrow", stage), seed);
      if (r.after.pixel_accuracy() < 0.5) {
        std::cout << "  stage " << stage << " with seed " << seed;
      }
    }
  }
  std::cout << '\n';
  const double early = std::min(nets[1].what, nets[2].what);
  expect(nets[3].what < early && nets[4].what < early && nets[5].what < early,
         "What: stages 3, 4 and 5 miss their kernels more than stages 1 and 2.");
  lesson.draw("widths.svg", by_narrow_stage(nets), Kind::trained);
}

inline void experiments_11(Lesson& lesson) {
  Experiments experiments(lesson);
  run_all(experiments);
  which_layers(lesson, experiments);
  what_goes_wrong(experiments);
  which_kernels(lesson, experiments);
  lesson.value("experiments_date", today(), Kind::timed);
}

}  // namespace pixelwise
