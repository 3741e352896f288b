#include "models/align.h"

#include <cmath>
#include <map>

#include "base/check.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"

namespace pixelwise {
namespace {

// Watches all operations while it lives.
class Watcher {
 public:
  Watcher(Network& network, const Tensor& image, AlignmentReport& report)
      : report_(report),
        listening_([this](const OpEvent& event) { record(event); }),
        alignment_(image) {
    for (const auto& [name, parameter] : named_parameters(network)) {
      layers_[parameter.id()] = name.substr(0, name.rfind('.'));
    }
    made_[image.id()] = {"image"};
  }

  // The crop of the last map to the image.
  void finish(const Tensor& scores, const Tensor& image) {
    if (scores.shape().rank() == 4) note_offset("score", scores, image);
  }

 private:
  // How a map was made.
  struct Made {
    std::string name;          // of the layer
    std::int64_t cropped = 0;  // rows that were cut off above it since
  };

  void record(const OpEvent& event) {
    if (!alignment_.knows(event.output)) return;
    const std::string op = event.op;
    Made made;
    std::vector<const Tensor*> maps;
    for (const Tensor& input : event.inputs) {
      const auto layer = layers_.find(input.id());
      if (layer != layers_.end()) {
        made.name = layer->second;
      } else if (alignment_.knows(input)) {
        maps.push_back(&input);
      }
    }
    const AxisMap& rows = event.details.rows;
    const bool moves = rows.scale != 1 || rows.shift != 0 || rows.window != 1;
    if (op == "crop" || op == "pad") {
      made = made_[maps.at(0)->id()];
      made.cropped -= std::llround(rows.shift);
    } else if (!made.name.empty() || moves) {
      if (op == "max_pool2d") made.name = text("pool", ++pools_);
      if (made.name.empty()) made.name = op;
      add_layer(made.name, event.output);
    } else if (!maps.empty()) {  // relu, dropout, sums, concat
      const Tensor& frame = frame_among(maps);
      made = made_[frame.id()];
      for (const Tensor* map : maps) {
        if (map != &frame) note_offset(made_[map->id()].name, *map, frame);
      }
    }
    made_[event.output.id()] = made;
  }

  // Of maps that meet: the first one that was not cropped. The others were cropped to it.
  const Tensor& frame_among(const std::vector<const Tensor*>& maps) {
    for (const Tensor* map : maps) {
      if (made_[map->id()].cropped == 0) return *map;
    }
    return *maps[0];
  }

  void add_layer(const std::string& name, const Tensor& output) {
    const Alignment::Place& place = alignment_.place(output);
    report_.layers.push_back(
        {name, output.shape(), place.rows.map, place.columns.map, place.rows.field});
  }

  void note_offset(const std::string& name, const Tensor& map, const Tensor& frame) {
    const std::int64_t rest =
        crop_offset(alignment_.place(frame).rows.map, alignment_.place(map).rows.map);
    report_.offsets.emplace_back(name, made_[map.id()].cropped + rest);
  }

  AlignmentReport& report_;
  std::map<std::uint64_t, std::string> layers_;
  std::map<std::uint64_t, Made> made_;
  int pools_ = 0;
  ObserverScope listening_;
  Alignment alignment_;  // made later, so it hears of an operation earlier
};

}  // namespace

AlignmentReport align(Network& network, const Shape& input) {
  require(input.rank() == 4, "align: input ", input, " is not [N, C, H, W]");
  AlignmentReport report;
  const Tensor image{Array(input)};
  const EvaluationScope evaluation(network);
  Watcher watcher(network, image, report);
  const Tensor scores = network(image);
  watcher.finish(scores, image);
  return report;
}

}  // namespace pixelwise
