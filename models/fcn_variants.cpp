#include "models/fcn_variants.h"

#include "autograd/ops.h"
#include "base/check.h"

namespace pixelwise {

MultiTaskFcn32s::Head::Head(const VggConfig& config, const Task& t)
    : task(t),
      score_fr({.in = config.fc_width, .out = t.classes, .kernel = 1}),
      upscore(fcn_upsampling(config, t.classes, 32)) {
  upscore.weight.set_requires_grad(false);
}

MultiTaskFcn32s::MultiTaskFcn32s(const VggConfig& config, const std::vector<Task>& tasks, Rng& rng)
    : trunk(config, rng) {
  require(!tasks.empty(), "MultiTaskFcn32s: without a task there is nothing to learn");
  for (const Task& task : tasks) heads_.push_back(std::make_unique<Head>(config, task));
}

Tensor MultiTaskFcn32s::forward(const Tensor& image) {
  const Alignment cells(image);
  const auto [pool3, pool4, fc7] = trunk.features(image);
  std::vector<Tensor> scores;
  for (const auto& head : heads_) {
    const Tensor score = head->score_fr(fc7);                   // [N, its classes, H/32, W/32]
    scores.push_back(cells.crop(head->upscore(score), image));  // [N, its classes, H, W]
  }
  return concat(scores);
}

Tensor MultiTaskFcn32s::scores_of(const Tensor& scores, std::size_t task) const {
  require(task < heads_.size(), "MultiTaskFcn32s: there is no task ", task, " among ",
          heads_.size(), ", counted from 0");
  std::int64_t first = 0;
  for (std::size_t i = 0; i < task; ++i) first += heads_[i]->task.classes;
  return slice_channels(scores, first, heads_[task]->task.classes);
}

void MultiTaskFcn32s::visit(const Visitor& v) {
  trunk.visit(v);
  for (const auto& head : heads_) {
    v("score_fr_" + head->task.name, head->score_fr);
    v("upscore_" + head->task.name, head->upscore);
  }
}

LateFusion::LateFusion(std::unique_ptr<Network> first, std::int64_t channels,
                       std::unique_ptr<Network> second)
    : first_(std::move(first)), second_(std::move(second)), channels_(channels) {
  require(first_->stride() == second_->stride(), "LateFusion: one net needs images that are ",
          "multiples of ", first_->stride(), ", the other of ", second_->stride(),
          "; take two of one kind");
}

Tensor LateFusion::forward(const Tensor& image) {
  const std::int64_t rest = image.shape()[1] - channels_;
  require(rest >= 1, "LateFusion: the image ", image.shape(), " has no channels beyond the ",
          channels_, " of the first net");
  const Tensor a = (*first_)(slice_channels(image, 0, channels_));
  const Tensor b = (*second_)(slice_channels(image, channels_, rest));
  return a * 0.5 + b * 0.5;
}

void LateFusion::visit(const Visitor& v) {
  v("first", *first_);
  v("second", *second_);
}

}  // namespace pixelwise
