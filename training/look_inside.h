// Pictures of what is inside of a network: filters, feature maps, what a score sees, and what it is
// a sum of.
#pragma once

#include <string>
#include <vector>

#include "models/influence.h"
#include "models/recorded_graph.h"
#include "models/score_terms.h"
#include "report/plot.h"
#include "report/tile_sheet.h"

namespace pixelwise {

/// Filters [O, 3, K, K] as colours, grey being 0; with other numbers of channels, their sum as
/// signed_image. All share one scale. `bgr`: the network's first channel is blue. At most `most`.
std::vector<CaptionedTile> filter_tiles(const Array& weights, bool bgr, std::int64_t most = 64);

/// The `most` channels of a map [1, C, H, W] that vary most over the image, each with its own
/// scale. (The strongest ones are often flat.) A caption says which channel it is.
std::vector<CaptionedTile> map_tiles(const Array& map, std::int64_t most = 8);

/// What a layer sees around one pixel.
struct Sight {
  std::string layer = {};   // empty: the scores
  Shape map = {};           // of the layer
  MapElement element = {};  // the one above the pixel
  std::int64_t field = 0;   // theoretical receptive field; zeros beyond the border count
  Array influence = {};     // [H, W], the mean over the images
  SeenArea area = {};
};

/// Of each layer, and last of the scores: of one class, at one pixel of images of one size. The
/// name "scores" among the layers is left out.
std::vector<Sight> sights(Network& network, const std::vector<Array>& images,
                          const std::vector<std::string>& layers, const MapElement& pixel);

/// The influence in orange over the faded image, framed: what acts at all, and 90 % of it.
Diagram sight_picture(const Sight& sight, const Image& image, const std::string& title);

/// A bar for each term of the score of each class.
BarChart terms_chart(const ScoreTerms& terms, const std::vector<std::string>& class_names);

/// The pools of a network, or if it has none its convolutions: what is shown unless asked
/// otherwise.
std::vector<std::string> usual_layers(const RecordedGraph& graph);

/// The layers of an image, recorded without gradients.
RecordedGraph record_layers(Network& network, const Array& image);

}  // namespace pixelwise
