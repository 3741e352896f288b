// FCN-32s for several questions about an image (multi-task), and for images of more than three
// channels (multi-modal), as in Long et al. (CVPR 2015): SIFT Flow and NYUDv2.
//
// All are a Network, with one tensor in and one out, so segment(), summary and training can use
// them. The output's channels are those of all tasks, one after another. The input's channels are
// those of all sensors.
//
// Early fusion needs no class here: Fcn32s with VggConfig::channels = 4 takes RGB and depth, and
// with_mean_channel() (models/surgery.h) makes its conv1_1 from that of a net for RGB.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/fcn.h"

namespace pixelwise {

/// One of the questions that a MultiTaskFcn32s answers.
struct Task {
  std::string name;  // of its layers: score_fr_NAME and upscore_NAME
  std::int64_t classes;
};

/// One trunk, and one head for each task. The losses of the tasks are summed:
///
///   const Tensor scores = net(image);
///   const Tensor loss = cross_entropy(net.scores_of(scores, 0), semantic_labels) +
///                       cross_entropy(net.scores_of(scores, 1), geometric_labels);
class MultiTaskFcn32s : public Network {
 public:
  /// SIFT Flow: {{"sem", 33}, {"geo", 3}}. Throws std::invalid_argument without any task.
  MultiTaskFcn32s(const VggConfig& config, const std::vector<Task>& tasks, Rng& rng);

  /// [N, channels, H, W] -> [N, classes of all tasks together, H, W].
  Tensor forward(const Tensor& image) override;
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return trunk.stride(); }

  /// The scores of one task: [N, classes of all tasks, H, W] -> [N, classes of this task, H, W].
  Tensor scores_of(const Tensor& scores, std::size_t task) const;

  FcnTrunk trunk;

 private:
  struct Head {
    Head(const VggConfig& config, const Task& task);
    Task task;
    Conv2d score_fr;          // starts at zero
    ConvTranspose2d upscore;  // 32x, fixed
  };
  std::vector<std::unique_ptr<Head>> heads_;
};

/// Late fusion: two nets, each for some of the image's channels. Their scores are averaged.
class LateFusion : public Network {
 public:
  /// `first` takes the first `channels` channels of the image, `second` the rest. Throws
  /// std::invalid_argument if they pad images differently.
  LateFusion(std::unique_ptr<Network> first, std::int64_t channels,
             std::unique_ptr<Network> second);

  Tensor forward(const Tensor& image) override;  // [N, C, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;         // "first." and "second." before all names
  std::int64_t stride() const override { return first_->stride(); }

 private:
  std::unique_ptr<Network> first_, second_;
  std::int64_t channels_;
};

}  // namespace pixelwise
