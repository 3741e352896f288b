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

  /// Writes claims.json beside the pictures: values, figures, and the sections of `printed`.
  void write_claims(const std::string& printed);

  /// The shapes; made when first asked for.
  const LadderData& data();

  /// Trains a stage of the ladder, showing progress, and keeps its weights for later tutorials.
  StageResult train(const std::string& stage, const std::map<std::string, Array>* start);

  /// The weights of a stage that is not this tutorial's subject: from the file that an earlier run
  /// kept (with --fresh: that this run kept), otherwise trained now, with the stages before it.
  std::map<std::string, Array> weights_of(const std::string& stage);

 private:
  std::string weight_file(const LadderStage& stage) const;

  std::string name_, folder_;
  bool fresh_;
  std::set<std::string> trained_;  // stages, by this run
  std::optional<LadderData> data_;
  Claims claims_;
  std::vector<std::string> pictures_;
};

/// The row of the ladder with that name.
LadderStage ladder_stage(const std::string& name);

/// A heading of the printed text, and which kind of numbers follow until the next one.
void section(const std::string& title, Kind kind = Kind::trained);

/// The main() of a tutorial: reads --out DIR (default out/tutorials), --fresh and --help, gives the
/// lesson, and lists its pictures. Exit status 1 for a false sentence or any other failure.
int run_lesson(int argc, char** argv, const std::string& name,
               const std::function<void(Lesson&)>& lesson);

}  // namespace pixelwise
