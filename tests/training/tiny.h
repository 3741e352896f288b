// A network and a task that train in milliseconds: is a pixel bright or dark?
#pragma once

#include "autograd/ops.h"
#include "datasets/batch.h"
#include "layers/conv.h"
#include "layers/dropout.h"

namespace pixelwise::tiny {

inline constexpr int kSize = 8;
inline constexpr std::int64_t kImages = 6;

inline Sample sample(std::int64_t index) {
  Rng rng(17, static_cast<std::uint64_t>(index));
  Sample sample{Image(kSize, kSize, 3), Mask(kSize, kSize), "sample" + std::to_string(index)};
  for (std::size_t i = 0; i < sample.mask.ids.size(); ++i) {
    sample.mask.ids[i] = rng.chance(0.5) ? 1 : 0;
    for (std::size_t c = 0; c < 3; ++c) {
      sample.image.pixels[3 * i + c] =
          static_cast<std::uint8_t>(sample.mask.ids[i] * 150 + rng.below(100));
    }
  }
  return sample;
}

inline DatasetPtr dataset() {
  DatasetInfo info{.name = "tiny",
                   .classes = {{"dark", "bright"}, voc_palette(2)},
                   .whole_image = false,
                   .notes = {}};
  return std::make_shared<GeneratedDataset>(info, kImages, sample);
}

inline BatchSource batches(std::int64_t batch_size = 2, const char* preset = "unit") {
  BatchOptions options;
  options.batch_size = batch_size;
  options.seed = 5;
  return BatchSource(dataset(), preprocessing(preset), options);
}

/// conv 3x3, ReLU, score 1x1; the image keeps its size.
struct Net : Network {
  explicit Net(Rng rng = Rng(11))
      : conv({.in = 3, .out = 4, .kernel = 3, .padding = 1}, rng),
        score({.in = 4, .out = 2, .kernel = 1}, rng) {}
  Tensor forward(const Tensor& image) override { return score(relu(conv(image))); }
  void visit(const Visitor& v) override {
    v("conv", conv);
    v("score", score);
  }

  Conv2d conv, score;
};

struct DropoutNet : Net {
  Tensor forward(const Tensor& image) override { return score(drop(relu(conv(image)))); }
  void visit(const Visitor& v) override {
    Net::visit(v);
    v("drop", drop);
  }

  Dropout drop{0.3};
};

}  // namespace pixelwise::tiny
