#include "tutorials/support/lesson.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "base/check.h"
#include "report/progress.h"
#include "training/checkpoint.h"
#include "training/ladder_record.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/kept_output.h"
#include "tutorials/support/wrapped_output.h"

namespace pixelwise {
namespace {

constexpr std::uint64_t kSeed = 0;

std::map<std::string, Kind>& section_kinds() {
  static std::map<std::string, Kind> kinds;
  return kinds;
}

// The numbers and words of a plot; of long series about fifty, of large heat maps some.
std::string plot_numbers(const Plot& plot) {
  std::ostringstream out;
  out.precision(4);
  if (const auto* const lines = std::get_if<LinePlot>(&plot)) {
    for (const Series& series : lines->series) {
      out << series.name << ":";
      const std::size_t step = series.y.size() / 50 + 1;
      const std::vector<double> y = smoothed(series.y, series.smooth);
      for (std::size_t i = 0; i < y.size(); i += step) out << ' ' << y[i];
      out << '\n';
    }
  } else if (const auto* const bars = std::get_if<BarChart>(&plot)) {
    for (const BarGroup& group : bars->groups) {
      out << group.name << ":";
      for (const auto& value : group.values) out << ' ' << value.value_or(0);
      out << '\n';
    }
  } else if (const auto* const map = std::get_if<HeatMap>(&plot)) {
    const std::size_t step_y = map->rows.size() / 16 + 1, step_x = map->rows[0].size() / 16 + 1;
    for (std::size_t i = 0; i < map->rows.size(); i += step_y) {
      for (std::size_t j = 0; j < map->rows[i].size(); j += step_x) out << map->rows[i][j] << ' ';
      out << '\n';
    }
  } else if (const auto* const diagram = std::get_if<Diagram>(&plot)) {
    for (const Box& box : diagram->boxes) out << box.text << '\n';
    for (const Caption& caption : diagram->captions) out << caption.text << '\n';
  }
  std::string text = out.str();
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

void print_usage(std::ostream& out, const std::string& name, bool has_experiments) {
  out << "tutorial " << name << "\n"
      << "  --out DIR       where pictures and trained weights go (default out/tutorials)\n"
      << "  --fresh         train anew what an earlier tutorial has trained\n";
  if (has_experiments) out << "  --experiments   what takes longer; the page says how long\n";
}

}  // namespace

Lesson::Lesson(std::string name, std::string folder, bool fresh)
    : name_(std::move(name)), folder_(std::move(folder)), fresh_(fresh) {}

const LadderData& Lesson::data() {
  if (!data_) data_ = ladder_data(kSeed);
  return *data_;
}

void Lesson::draw(const std::string& file, const Plot& plot, Kind kind) {
  draw(file, plot);
  claims_.figures[file] = {.kind = kind, .band = 0.5, .text = plot_numbers(plot)};
}

void Lesson::value(const std::string& name, const std::string& text, Kind kind) {
  claims_.values[name] = {.kind = kind, .text = text};
}

void Lesson::write_claims(const std::string& file, const std::string& printed) {
  std::istringstream lines(printed);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("== ", 0) == 0) {
      const std::string title = line.substr(3, line.size() - 6);
      claims_.sections.emplace_back(title,
                                    Claim{.kind = section_kinds()[title], .band = 0.5, .text = {}});
    } else if (!claims_.sections.empty()) {
      std::string& text = claims_.sections.back().second.text;
      text += (text.empty() ? "" : "\n") + line;
    }
  }
  for (auto& [title, claim] : claims_.sections) {
    while (!claim.text.empty() && claim.text.back() == '\n') claim.text.pop_back();
  }
  const std::filesystem::path folder = std::filesystem::path(folder_) / name_;
  std::filesystem::create_directories(folder);
  pixelwise::write_claims((folder / file).string(), claims_);
}

std::string Lesson::picture(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(folder_) / name_;
  std::filesystem::create_directories(folder);
  pictures_.push_back((folder / file).string());
  return pictures_.back();
}

void Lesson::draw(const std::string& file, const Plot& plot) {
  const std::string missing = try_write_plot(picture(file), plot);
  if (missing.empty()) return;
  std::cerr << pictures_.back() << " is not drawn: " << missing << '\n';
  pictures_.pop_back();
}

std::string Lesson::shared_folder(const std::string& name) const {
  const std::filesystem::path folder = std::filesystem::path(folder_) / name;
  std::filesystem::create_directories(folder);
  return folder.string();
}

std::string Lesson::weight_file(const LadderStage& stage) const {
  return stage_checkpoint(shared_folder("stages"), stage.name);
}

StageResult Lesson::train(const std::string& name, const std::map<std::string, Array>* start) {
  const LadderStage stage = ladder_stage(name);
  StageResult result = run_and_show(stage, data(), kSeed, start);
  save_checkpoint(weight_file(stage), stage_card(stage), *stage_network(stage, result.weights),
                  nullptr, stage.iterations);
  trained_.insert(name);
  return result;
}

std::map<std::string, Array> Lesson::weights_of(const std::string& name) {
  const LadderStage stage = ladder_stage(name);
  const std::string file = weight_file(stage);
  if ((!fresh_ || trained_.contains(name)) && std::filesystem::exists(file)) {
    Checkpoint kept = load_checkpoint(file);
    if (kept.card && kept.card->model.name == stage.model && kept.iterations == stage.iterations) {
      if (!trained_.contains(name)) {
        std::cerr << stage.title << ": trained by an earlier run, " << file << '\n';
      }
      return std::move(kept.weights);
    }
  }
  if (stage.from.empty()) return train(name, nullptr).weights;
  const std::map<std::string, Array> start = weights_of(stage.from);
  return train(name, &start).weights;
}

StageResult run_and_show(const LadderStage& stage, const LadderData& data, std::uint64_t seed,
                         const std::map<std::string, Array>* start) {
  Progress progress(stage.title, stage.iterations);
  StageHooks hooks;
  hooks.on_step = [&](const TrainingStep& step) {
    std::ostringstream loss;
    loss.precision(3);
    loss << "loss " << step.loss;
    progress.update(step.iteration + 1, loss.str());
  };
  hooks.on_warning = [&](const std::string& warning) { progress.message(warning); };
  StageResult result = run_stage(stage, data, seed, start, hooks);
  progress.finish();
  return result;
}

LadderStage ladder_stage(const std::string& name) {
  for (const LadderStage& stage : ladder_stages(true)) {
    if (stage.name == name) return stage;
  }
  fail("ladder_stage: there is no stage ", name);
}

void section(const std::string& title, Kind kind) {
  section_kinds()[title] = kind;
  std::cout << "\n== " << title << " ==\n";
}

int run_lesson(int argc, char** argv, const std::string& name,
               const std::function<void(Lesson&)>& lesson,
               const std::function<void(Lesson&)>& experiments) {
  std::string folder = "out/tutorials";
  bool fresh = false, experimenting = false;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--help" || option == "-h") {
      print_usage(std::cout, name, experiments != nullptr);
      return 0;
    }
    if (option == "--fresh") {
      fresh = true;
    } else if (option == "--experiments" && experiments) {
      experimenting = true;
    } else if (option == "--out" && i + 1 < argc) {
      folder = argv[++i];
    } else {
      std::cerr << "tutorial " << name << ": unknown option '" << option << "'\n";
      print_usage(std::cerr, name, experiments != nullptr);
      return 2;
    }
  }
  try {
    const WrappedOutput screen(terminal_columns(STDOUT_FILENO));
    const auto begin = std::chrono::steady_clock::now();
    Lesson run(name, folder, fresh);
    {
      const KeptOutput kept;
      (experimenting ? experiments : lesson)(run);
      run.write_claims(experimenting ? "experiments.json" : "claims.json", kept.text());
    }
    std::cout << "\n== Pictures ==\n";
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
