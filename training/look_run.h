// One look inside a network at some images: gathers what look_inside.h shows, and writes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "training/checkpoint.h"
#include "training/look_inside.h"
#include "training/note.h"

namespace pixelwise {

struct LookQuestion {
  std::vector<std::string> images = {};
  std::vector<std::string> layers = {};  // empty: the usual ones
  std::optional<MapElement> pixel = {};  // of the first image; the middle by default
};

struct LookAnswer {
  MapElement pixel = {};  // its channel is the class with the highest score there
  std::string class_name = {};
  std::vector<Sight> sights = {};
  std::vector<std::string> term_classes = {};  // the highest scores at the pixel, at most four
  ScoreTerms terms = {};                       // of these; empty for a classifier
  std::vector<std::string> files = {};
};

/// Writes filters.png, maps.png, sight.png and terms.png into `folder`, as far as there is
/// something to show. Images of more than 512 pixels are shrunk, all to the size of the first, and
/// a note says so. Throws std::invalid_argument for a layer or a pixel that there is not.
LookAnswer look(const LoadedModel& model, const LookQuestion& question, const std::string& folder,
                const Note& note = no_note);

}  // namespace pixelwise
