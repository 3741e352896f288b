#include "models/unet.h"

#include <algorithm>

#include "autograd/ops.h"
#include "base/check.h"
#include "models/coordinate_map.h"

namespace pixelwise {
namespace {

constexpr int kLevels = 4;  // poolings, and enlargements

// What the form `valid` loses. With n rows at the bottom before its two convolutions, each of which
// takes 2 away, the tile has 16 n + 60 rows (each level doubles, and has lost 4: 4 + 8 + 16 + 32)
// and the scores have 16 n - 124.
constexpr std::int64_t kTileRest = 60, kLost = 184, kLeastRows = 8;

std::int64_t tile_size(std::int64_t rows) { return 16 * rows + kTileRest; }

// The smallest tile whose scores cover `size` pixels.
std::int64_t tile_for(std::int64_t size) {
  const std::int64_t rows = (size + kLost - kTileRest + 15) / 16;
  return tile_size(std::max(rows, kLeastRows));
}

bool is_tile(std::int64_t size) {
  return size >= tile_size(kLeastRows) && (size - kTileRest) % 16 == 0;
}

// The decoder's enlargement by resizing first: repeats pixels, then convolves.
class ResizeConv : public Network {
 public:
  ResizeConv(std::int64_t in, std::int64_t out, Rng& rng)
      : conv_({.in = in, .out = out, .kernel = 3, .padding = 1}, rng) {}
  Tensor forward(const Tensor& x) override { return conv_(upsample_nearest(x, 2)); }
  void visit(const Visitor& v) override { conv_.visit(v); }

 private:
  Conv2d conv_;
};

std::unique_ptr<Network> enlargement(std::int64_t in, std::int64_t out, bool resize, Rng& rng) {
  if (resize) return std::make_unique<ResizeConv>(in, out, rng);
  const ConvTranspose2dConfig up{.in = in, .out = out, .kernel = 2, .stride = 2, .bias = true};
  return std::make_unique<ConvTranspose2d>(up, rng);
}

}  // namespace

DoubleConv::DoubleConv(std::int64_t in, std::int64_t out, std::int64_t padding, Rng& rng)
    : conv1({.in = in, .out = out, .kernel = 3, .padding = padding}, rng),
      conv2({.in = out, .out = out, .kernel = 3, .padding = padding}, rng) {}

Tensor DoubleConv::forward(const Tensor& x) { return relu(conv2(relu(conv1(x)))); }

void DoubleConv::visit(const Visitor& v) {
  v("conv1", conv1);
  v("conv2", conv2);
}

UNet::UNet(const UNetConfig& c, std::int64_t classes, Rng& rng)
    : config(c),
      bottom_(8 * c.width, 16 * c.width, c.valid ? 0 : 1, rng),
      drop4_(c.dropout, rng.next()),
      drop5_(c.dropout, rng.next()),
      score_({.in = c.width, .out = classes, .kernel = 1}, rng) {
  const std::int64_t padding = c.valid ? 0 : 1;
  std::int64_t in = c.channels, width = c.width;
  for (int level = 1; level <= kLevels; ++level) {
    down_.push_back(std::make_unique<DoubleConv>(in, width, padding, rng));
    up_.push_back(enlargement(2 * width, width, c.resize, rng));
    // Half of its channels come from the skip.
    joined_.push_back(std::make_unique<DoubleConv>(2 * width, width, padding, rng));
    in = width;
    width *= 2;
  }
}

// The shapes are those of the paper's tile of 572x572 at width 64, without padding.
Tensor UNet::scores(const Tensor& image) {
  const Alignment cells(image);  // where the cells of each map lie: what to crop
  std::vector<Tensor> skips;
  Tensor h = image;
  for (std::size_t level = 0; level < kLevels; ++level) {
    h = (*down_[level])(h);  // 64x568x568, 128x280x280, 256x136x136, 512x64x64
    if (level + 1 == kLevels) h = drop4_(h);
    skips.push_back(h);
    h = max_pool2d(h);
  }
  h = drop5_(bottom_(h));  // 1024x28x28
  for (std::size_t level = kLevels; level-- > 0;) {
    h = (*up_[level])(h);                             // 512x56x56, then 104, 200, 392
    const Tensor skip = cells.crop(skips[level], h);  // from row 4, then 16, 40, 88 on
    h = (*joined_[level])(concat({skip, h}));         // 512x52x52, then 100, 196, 388
    skips.pop_back();
  }
  return score_(h);  // classes x388x388
}

Tensor UNet::tile(const Tensor& image) {
  const Shape& in = image.shape();
  require(config.valid, "UNet: a tile is for the form without padding; call the network itself");
  require(in.rank() == 4 && is_tile(in[2]) && is_tile(in[3]), "UNet: the tile ", in,
          " is not [N, C, H, W] with H and W of the form 16 n + 12, at least ",
          tile_size(kLeastRows),
          " (572 is one); another size is odd before a pooling, and half a "
          "cell is lost; the network itself pads images of any size");
  return scores(image);
}

Tensor UNet::forward(const Tensor& image) {
  const Shape& in = image.shape();
  const std::int64_t multiple = stride();
  require(in.rank() == 4 && in[2] % multiple == 0 && in[3] % multiple == 0, "UNet: the image ", in,
          " is not [N, C, H, W] with H and W multiples of ", multiple,
          ", so four poolings by 2 would lose rows; segment() pads and crops images of any size");
  if (!config.valid) return scores(image);

  const Alignment cells(image);
  const std::int64_t rows = tile_for(in[2]) - in[2], columns = tile_for(in[3]) - in[3];
  const Border border{rows / 2, rows - rows / 2, columns / 2, columns - columns / 2};
  return cells.crop(tile(pad(image, border)), image);
}

void UNet::visit(const Visitor& v) {
  for (std::size_t level = 0; level < kLevels; ++level) {
    v(text("down", level + 1), *down_[level]);
  }
  v("drop4", drop4_);
  v("bottom", bottom_);
  v("drop5", drop5_);
  for (std::size_t level = kLevels; level-- > 0;) {
    v(text("up", level + 1), *up_[level]);
    v(text("joined", level + 1), *joined_[level]);
  }
  v("score", score_);
}

}  // namespace pixelwise
