// Convolution as a product of matrices whose left one is never built.
//
// Idea: channels-last, the channels under one tap lie next to each other, and for undilated kernels
// so do all taps of a kernel row. A row of the im2col matrix is thus a handful of segments of the
// image, and the matrix of neighbouring pixels is the same segments, a pixel further on: the
// micro-kernel reads the image itself. Where taps reach over the border, a task first copies its
// band of rows with zeros around it. Bands (and, for small maps, groups of columns) go to threads;
// long sums are cut into blocks of k, so that the panel of weights stays in the cache.
// Declines: nothing.
// Gains: see README.md.
#include "autograd/kernels/correlate.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kMaxBlock = 512;          // k in a block: 64 KiB of panel, streamed from L2
constexpr Index kBandFloats = 96 * 1024;  // of input in a task: a quarter of an L2 cache
constexpr Index kMaxBandFloats = 320 * 1024;
constexpr Index kSmallWeights = 128 * 1024;
constexpr Index kHugeWeights = 8 << 20;  // never packed as a whole
constexpr Index kMinTasks = 8;
constexpr Index kMinTaskWork = 200'000;  // multiply-adds that are worth a task
constexpr Index kFlatWidth = 56;         // pixels in a row when pixels need no neighbours

struct Range {
  Index begin, end;
};

Index last_read(const Taps& taps, Index outputs) {
  return (outputs - 1) * taps.step + taps.first + (taps.count - 1) * taps.spacing;
}

// Input rows or columns under `outputs` neighbouring outputs.
Index extent(const Taps& taps, Index outputs) {
  return (outputs - 1) * taps.step + (taps.count - 1) * taps.spacing + 1;
}

// A block of the sum: runs for packing, segments for reading.
struct Block {
  Index k, length;
  std::vector<WeightRun> runs;
  std::vector<Segment> segments;
};

// A block of the sum for a panel of columns.
struct Step {
  Index block, panel;
};

class Plan {
 public:
  explicit Plan(const Correlation& p);
  void run() const;

 private:
  void flatten();
  void choose_source();
  void build_blocks();
  void choose_tasks();

  void pack_all(float* packed) const;
  void pack_block(const Block& block, Index panel, float* to) const;
  void run_task(Index task, const float* packed, const float* starts) const;
  void copy_band(Range rows, float* to) const;
  void multiply(const Step& step, const Step& next, Range rows, const float* band, const float* b,
                const float* start) const;

  const Block& block_of(const Step& step) const {
    return blocks_[static_cast<std::size_t>(step.block)];
  }
  Index width(Index row) const { return row == rows_ - 1 ? last_width_ : p_.out_w; }
  Index panel_row(Index panel) const {
    return p_.columns - panel * panel_width_ <= isa_.lanes ? isa_.lanes : panel_width_;
  }
  Index k_total() const { return p_.taps_h.count * p_.taps_w.count * p_.channels; }

  Correlation p_;
  const Isa& isa_;
  Index panel_width_, panels_;
  Index rows_;        // of all images
  Index last_width_;  // pixels in the last row, fewer if flattened
  bool copy_ = false;
  Index source_pixel_, source_width_;  // of the band, or of the image where it is read in place
  std::vector<Block> blocks_;
  Index band_rows_, bands_, group_panels_, groups_;
  bool packed_;  // all panels before the tasks, not each by the task that uses it
};

Plan::Plan(const Correlation& p) : p_(p), isa_(isa()), last_width_(p.out_w) {
  panel_width_ = 2 * isa_.lanes;
  panels_ = ceil_div(p.columns, panel_width_);
  flatten();
  rows_ = p_.n * p_.out_h;
  choose_source();
  build_blocks();
  choose_tasks();
}

// Without neighbours, all pixels of all images are one line, cut into rows of a handy length.
void Plan::flatten() {
  const bool pointwise = p_.taps_h.count == 1 && p_.taps_w.count == 1 && p_.taps_h.first == 0 &&
                         p_.taps_w.first == 0 && p_.taps_h.step == 1 && p_.taps_w.step == 1 &&
                         p_.out_h == p_.h && p_.out_w == p_.w;
  const bool dense = p_.y_row == p_.out_w * p_.y_pixel && p_.y_image == p_.out_h * p_.y_row;
  if (!pointwise || !dense) return;
  const Index pixels = p_.n * p_.h * p_.w;
  p_.n = 1;
  p_.w = p_.out_w = std::min(pixels, kFlatWidth);
  p_.h = p_.out_h = ceil_div(pixels, p_.out_w);
  p_.y_row = p_.out_w * p_.y_pixel;
  p_.y_image = p_.out_h * p_.y_row;
  last_width_ = pixels - (p_.out_h - 1) * p_.out_w;
}

// In place or copied with padding.
void Plan::choose_source() {
  source_pixel_ = p_.x_pixel;
  source_width_ = p_.w;
  if (k_total() == 0) return;
  const bool overhangs = p_.taps_h.first < 0 || p_.taps_w.first < 0 ||
                         last_read(p_.taps_h, p_.out_h) >= p_.h ||
                         last_read(p_.taps_w, p_.out_w) >= p_.w;
  // Rows of A that are a multiple of 4 KiB apart share one set of the L1 cache: 14 do not fit.
  const bool collides = p_.out_w > 8 && p_.x_pixel * p_.taps_w.step % 1024 == 0;
  copy_ = overhangs || collides;
  if (copy_) {
    source_pixel_ = p_.channels + (p_.channels * p_.taps_w.step % 512 == 0 ? 16 : 0);
    source_width_ = extent(p_.taps_w, p_.out_w);
  }
}

void Plan::build_blocks() {
  const Index row_step = p_.taps_h.spacing * source_width_ * source_pixel_;
  const Index column_step = p_.taps_w.spacing * source_pixel_;
  const Index total = k_total();
  if (total == 0) blocks_.push_back({0, 0, {}, {}});  // no taps at all: y is the bias
  // Blocks of equal length.
  const Index target = total == 0 ? 0 : ceil_div(total, ceil_div(total, kMaxBlock));
  Index k = 0;
  for (Index u = 0; u < p_.taps_h.count; ++u) {
    for (Index v = 0; v < p_.taps_w.count; ++v) {
      for (Index c = 0; c < p_.channels;) {
        if (k % target == 0) blocks_.push_back({k, 0, {}, {}});
        Block& block = blocks_.back();
        const Index length = std::min(p_.channels - c, target - block.length);
        const Index offset = u * row_step + v * column_step + c;
        block.runs.push_back({u, v, c, length});
        std::vector<Segment>& segments = block.segments;
        if (!segments.empty() && segments.back().offset + segments.back().length == offset) {
          segments.back().length += length;
        } else {
          segments.push_back({offset, length});
        }
        block.length += length;
        c += length;
        k += length;
      }
    }
  }
}

void Plan::choose_tasks() {
  const Index weights = k_total() * p_.columns;
  const Index row_floats = p_.taps_h.step * source_width_ * source_pixel_;
  const Index work = rows_ * p_.out_w * std::max<Index>(weights, 1);
  const Index tasks = std::clamp<Index>(work / kMinTaskWork, 1, kMinTasks);
  const bool small = weights <= kSmallWeights;
  band_rows_ = std::clamp<Index>(kBandFloats * (small ? 1 : 3) / row_floats, 1, rows_);
  if (weights > kHugeWeights) band_rows_ = rows_;
  if (small) band_rows_ = std::min(band_rows_, ceil_div(rows_, tasks));
  groups_ = std::min(panels_, ceil_div(tasks, ceil_div(rows_, band_rows_)));
  if (weights <= kHugeWeights) {  // too few columns: bands must make up for it
    band_rows_ = std::min(band_rows_, ceil_div(rows_, ceil_div(tasks, groups_)));
  }
  bands_ = ceil_div(rows_, band_rows_);
  band_rows_ = ceil_div(rows_, bands_);
  bands_ = ceil_div(rows_, band_rows_);
  group_panels_ = ceil_div(panels_, groups_);
  groups_ = ceil_div(panels_, group_panels_);
  packed_ = bands_ > 1;
}

void Plan::run() const {
  std::vector<float> starts(static_cast<std::size_t>(panels_ * panel_width_), 0.0f);
  if (p_.bias != nullptr) std::copy_n(p_.bias, p_.columns, starts.begin());
  Buffer packed(packed_ ? k_total() * panels_ * panel_width_ : 0);
  if (packed_) pack_all(packed.data());
  parallel_for(bands_ * groups_, [&](Index task) { run_task(task, packed.data(), starts.data()); });
}

void Plan::pack_all(float* packed) const {
  const Index per_task = std::max<Index>(1, 65'536 / (k_total() * panel_width_ + 1));
  parallel_ranges(panels_, per_task, [&](Index begin, Index end) {
    for (Index panel = begin; panel < end; ++panel) {
      float* to = packed + panel * panel_width_ * k_total();
      for (const Block& block : blocks_) {
        pack_block(block, panel, to + block.k * panel_row(panel));
      }
    }
  });
}

void Plan::pack_block(const Block& block, Index panel, float* to) const {
  const Index column = panel * panel_width_;
  const Index columns = std::min(panel_width_, p_.columns - column);
  for (const WeightRun& run : block.runs) {
    pack_run(p_.weights, run, column, columns, panel_row(panel), to);
    to += run.channels * panel_row(panel);
  }
}

void Plan::run_task(Index task, const float* packed, const float* starts) const {
  const Range rows = {task / groups_ * band_rows_,
                      std::min(rows_, (task / groups_ + 1) * band_rows_)};
  const Range panels = {task % groups_ * group_panels_,
                        std::min(panels_, (task % groups_ + 1) * group_panels_)};
  // Every image that the band touches needs its own rows above and below.
  const Index images = (rows.end - 1) / p_.out_h - rows.begin / p_.out_h + 1;
  const Index halo = extent(p_.taps_h, 1) + p_.taps_h.step;
  const Index copied_rows = (rows.end - rows.begin) * p_.taps_h.step + images * halo;
  Buffer band(copy_ ? copied_rows * source_width_ * source_pixel_ : 0);
  Buffer own(packed_ ? 0 : std::min(kMaxBlock, k_total()) * panel_width_);
  const Index band_floats = copied_rows * source_width_ * source_pixel_;
  if (copy_) copy_band(rows, band.data());
  const Index blocks = static_cast<Index>(blocks_.size());
  const Index count = panels.end - panels.begin, steps = blocks * count;
  // Unpacked weights are read in the order in which they lie in memory, if the band stays in the
  // L2 cache meanwhile.
  const bool panel_first = !packed_ && p_.weights.column != 1 && band_floats <= kMaxBandFloats;
  const auto step_at = [&](Index i) {
    return panel_first ? Step{i % blocks, panels.begin + i / blocks}
                       : Step{i / count, panels.begin + i % count};
  };
  for (Index i = 0; i < steps; ++i) {
    const Step step = step_at(i);
    const Block& block = block_of(step);
    const float* b = own.data();
    if (packed_) {
      b = packed + step.panel * panel_width_ * k_total() + block.k * panel_row(step.panel);
    } else {
      pack_block(block, step.panel, own.data());
    }
    multiply(step, step_at(std::min(i + 1, steps - 1)), rows, band.data(), b,
             starts + step.panel * panel_width_);
  }
}

// The input rows under output rows `rows`, image by image, zeros where they lie outside.
void Plan::copy_band(Range rows, float* to) const {
  const Index row_floats = source_width_ * source_pixel_;
  const Index left = std::clamp<Index>(-p_.taps_w.first, 0, source_width_);
  for (Index row = rows.begin; row < rows.end;) {
    const Index image = row / p_.out_h;
    const Index i0 = row % p_.out_h;
    const Index i1 = std::min(p_.out_h, i0 + rows.end - row);
    const Index count = extent(p_.taps_h, i1 - i0);
    for (Index r = 0; r < count; ++r, to += row_floats) {
      const Index h = i0 * p_.taps_h.step + p_.taps_h.first + r;
      // Flattened rows: the last one has fewer pixels.
      const Index w = h == p_.h - 1 ? std::min(p_.w, last_width_ + p_.w - p_.out_w) : p_.w;
      const Index right =
          std::clamp<Index>(w - p_.taps_w.first, left, source_width_);  // end of real pixels
      if (h < 0 || h >= p_.h) {
        std::fill_n(to, row_floats, 0.0f);
        continue;
      }
      std::fill_n(to, left * source_pixel_, 0.0f);
      const float* from = p_.x + ((image * p_.h + h) * p_.w + p_.taps_w.first + left) * p_.x_pixel;
      if (source_pixel_ == p_.x_pixel) {
        std::copy_n(from, (right - left) * source_pixel_, to + left * source_pixel_);
      } else {
        for (Index j = left; j < right; ++j) {
          std::copy_n(from + (j - left) * p_.x_pixel, p_.channels, to + j * source_pixel_);
        }
      }
      std::fill_n(to + right * source_pixel_, (source_width_ - right) * source_pixel_, 0.0f);
    }
    row += i1 - i0;
  }
}

void Plan::multiply(const Step& step, const Step& next, Range rows, const float* band,
                    const float* b, const float* start) const {
  const Block& block = block_of(step);
  const Index panel = step.panel;
  RowsByPanel call;
  call.a_row = p_.taps_w.step * source_pixel_;
  call.segments = block.segments.data();
  call.segment_count = static_cast<Index>(block.segments.size());
  call.b = b;
  call.b_row = panel_row(panel);
  call.c_row = p_.y_pixel;
  call.columns = std::min(panel_width_, p_.columns - panel * panel_width_);
  call.start = step.block == 0 ? start : nullptr;
  if (block.k + block.length == k_total()) call.floor = p_.floor;  // the sum is complete
  call.next = b + block.length * call.b_row;
  call.next_step = call.next_jump = call.b_row;
  const Index source_row = source_width_ * source_pixel_;
  const Index overlap = extent(p_.taps_h, 1) - p_.taps_h.step;  // of the bands of two images
  for (Index row = rows.begin; row < rows.end; ++row) {
    const Index image = row / p_.out_h;
    const Index i = row % p_.out_h;
    if (copy_) {
      call.a = band;
      band += p_.taps_h.step * source_row;
      if (i == p_.out_h - 1) band += overlap * source_row;
    } else {
      call.a =
          p_.x + ((image * p_.h + i * p_.taps_h.step + p_.taps_h.first) * p_.w + p_.taps_w.first) *
                     p_.x_pixel;
    }
    call.c = p_.y + image * p_.y_image + i * p_.y_row + panel * panel_width_;
    call.rows = width(row);
    if (!packed_ && !block.runs.empty()) {
      fetch_meanwhile(p_.weights, block_of(next).runs.front(), next.panel * panel_width_, row,
                      call);
    }
    isa_.rows_by_panel(call);
  }
}

}  // namespace

void correlate(const Correlation& p) {
  if (p.n * p.out_h * p.out_w * p.columns == 0) return;
  if (winograd_rows_pay(p)) {
    winograd_rows(p);
  } else if (clipping_pays(p)) {
    correlate_clipped(p);
  } else {
    Plan(p).run();
  }
}

}  // namespace pixelwise::kernels
