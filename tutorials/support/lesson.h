// What every tutorial needs around its lesson: options, a place for its pictures, and the stages of
// the ladder that it builds upon.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/plot.h"
#include "training/ladder.h"
#include "tutorials/pages/claims.h"

namespace pixelwise {

/// One run of a tutorial.
class Lesson {
 public:
  /// `folder` holds the pictures of all tutorials; `fresh` forgets stages trained by earlier runs.
  Lesson(std::string name, std::string folder, bool fresh);

  /// The path of a picture of this tutorial, whose folder then exists; listed at the end.
  std::string picture(const std::string& file);

  /// Draws a plot as such a picture. Without gnuplot the lesson goes on, and says so.
  void draw(const std::string& file, const Plot& plot);

  const std::vector<std::string>& pictures() const { return pictures_; }

  /// Draws a plot as a picture of this tutorial, and keeps its numbers for claims.json.
  void draw(const std::string& file, const Plot& plot, Kind kind);

  /// A value for the page (see pages/page.h).
  void value(const std::string& name, const std::string& text, Kind kind = Kind::exact);

  /// Writes them beside the pictures, as `file`: values, figures, and the sections of `printed`.
  void write_claims(const std::string& file, const std::string& printed);

  /// The shapes; made when first asked for.
  const LadderData& data();

  /// Trains a stage of the ladder, showing progress, and keeps its weights for later tutorials.
  StageResult train(const std::string& stage, const std::map<std::string, Array>* start);

  /// The weights of a stage that is not this tutorial's subject: from the file that an earlier run
  /// kept (with --fresh: that this run kept), otherwise trained now, with the stages before it.
  std::map<std::string, Array> weights_of(const std::string& stage);

  /// A folder beside the pictures of all tutorials, for what later runs use again.
  std::string shared_folder(const std::string& name) const;

 private:
  std::string weight_file(const LadderStage& stage) const;

  std::string name_, folder_;
  bool fresh_;
  std::set<std::string> trained_;  // stages, by this run
  std::optional<LadderData> data_;
  Claims claims_;
  std::vector<std::string> pictures_;
};

/// Trains a stage, showing progress.
StageResult run_and_show(const LadderStage& stage, const LadderData& data, std::uint64_t seed,
                         const std::map<std::string, Array>* start);

/// The row of the ladder with that name.
LadderStage ladder_stage(const std::string& name);

/// A heading of the printed text, and which kind of numbers follow until the next one.
void section(const std::string& title, Kind kind = Kind::trained);

/// The main() of a tutorial: reads --out DIR (default out/tutorials), --fresh and --help, gives the
/// lesson, and lists its pictures. Exit status 1 for a false sentence or any other failure.
///
/// `experiments`: what takes longer, given in place of the lesson with --experiments. Its claims go
/// to experiments.json. A page shows them as it shows the lesson's, but no test repeats the run.
int run_lesson(int argc, char** argv, const std::string& name,
               const std::function<void(Lesson&)>& lesson,
               const std::function<void(Lesson&)>& experiments = nullptr);

}  // namespace pixelwise
