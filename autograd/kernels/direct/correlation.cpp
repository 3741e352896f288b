// Correlation as a product of matrices whose left one is never built.
//
// Idea: row (i, j) of the left matrix (im2col) is what the kernel sees at output (i, j).
// Channels are neighbours in memory, and so are the taps of a kernel row: this row is a few
// segments of the image itself, and the next row is the same segments, one pixel further on. So the
// micro-kernel reads the image. Only where taps reach over the border, a task first copies its band
// of rows with zeros around it. Long sums are cut into blocks of k, so that a block's panel of
// weights stays in the cache. Declines: nothing, but choice.cpp is asked first for a faster way.
// Gains: 201 GFLOP/s instead of 5 (3x3, 64 channels at 56x56), with a peak of 208.
#include "autograd/kernels/direct/correlation.h"

#include <algorithm>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/choice.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/direct/padded_rows.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kMaxBlock = 512;          // k in a block: 64 KiB of panel, read from L2
constexpr Index kBandFloats = 96 * 1024;  // of input in a task: a quarter of an L2 cache
constexpr Index kMaxBandFloats = 320 * 1024;
constexpr Index kSmallWeights = 128 * 1024;
constexpr Index kHugeWeights = 8 << 20;  // never packed as a whole
constexpr Index kMinTasks = 8;
constexpr Index kMinTaskWork = 200'000;  // multiply-adds that are worth a task
constexpr Index kFlatWidth = 56;         // pixels in a row, where pixels need no neighbours

// A block of the sum over k: runs to pack the weights, segments to read the image.
struct Block {
  Index k, length;
  std::vector<WeightRun> runs;
  std::vector<Segment> segments;
};

// A block of the sum, for one panel of columns.
struct Step {
  Index block, panel;
};

Index last_input(const Taps& taps, Index outputs) {
  return taps.first + inputs_under(taps, outputs) - 1;
}

class DirectCorrelation {
 public:
  explicit DirectCorrelation(const Correlation& p);
  void run() const;

 private:
  void flatten();
  void choose_source();
  void build_blocks();
  void add_run(const WeightRun& run);
  void choose_tasks();

  void pack_all(float* packed) const;
  void pack_block(const Block& block, Index panel, float* to) const;
  void run_task(Index task, const float* packed, const float* starts) const;
  Index input_rows(Range rows) const;
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
  bool packed_;  // all panels are packed before the tasks, not each by the task that uses it
};

DirectCorrelation::DirectCorrelation(const Correlation& p)
    : p_(p), isa_(isa()), last_width_(p.out_w) {
  panel_width_ = 2 * isa_.lanes;
  panels_ = ceil_div(p.columns, panel_width_);
  flatten();
  rows_ = p_.n * p_.out_h;
  choose_source();
  build_blocks();
  choose_tasks();
}

// Where pixels need no neighbours (1x1), all pixels of all images are one line. It is cut into rows
// of a handy length.
void DirectCorrelation::flatten() {
  const bool pointwise = p_.taps_h.count == 1 && p_.taps_w.count == 1 && p_.taps_h.first == 0 &&
                         p_.taps_w.first == 0 && p_.taps_h.step == 1 && p_.taps_w.step == 1 &&
                         p_.out_h == p_.in_h && p_.out_w == p_.in_w;
  const bool dense = p_.y_row == p_.out_w * p_.y_pixel && p_.y_image == p_.out_h * p_.y_row;
  if (!pointwise || !dense) return;
  const Index pixels = p_.n * p_.in_h * p_.in_w;
  p_.n = 1;
  p_.in_w = p_.out_w = std::min(pixels, kFlatWidth);
  p_.in_h = p_.out_h = ceil_div(pixels, p_.out_w);
  p_.y_row = p_.out_w * p_.y_pixel;
  p_.y_image = p_.out_h * p_.y_row;
  last_width_ = pixels - (p_.out_h - 1) * p_.out_w;
}

// Is x read in place, or copied with zeros around it?
void DirectCorrelation::choose_source() {
  source_pixel_ = p_.x_pixel;
  source_width_ = p_.in_w;
  if (k_total() == 0) return;
  const bool overhangs = p_.taps_h.first < 0 || p_.taps_w.first < 0 ||
                         last_input(p_.taps_h, p_.out_h) >= p_.in_h ||
                         last_input(p_.taps_w, p_.out_w) >= p_.in_w;
  // Addresses that are a multiple of 4 KiB apart share one set of the L1 cache. 14 rows do not fit.
  const bool collides = p_.out_w > 8 && p_.x_pixel * p_.taps_w.step % 1024 == 0;
  copy_ = overhangs || collides;
  if (copy_) {
    source_pixel_ = p_.channels + (p_.channels * p_.taps_w.step % 512 == 0 ? 16 : 0);
    source_width_ = inputs_under(p_.taps_w, p_.out_w);
  }
}

void DirectCorrelation::build_blocks() {
  const Index total = k_total();
  if (total == 0) blocks_.push_back({0, 0, {}, {}});  // no taps at all: y is the bias
  // Blocks of equal length.
  const Index target = total == 0 ? 0 : ceil_div(total, ceil_div(total, kMaxBlock));
  Index k = 0;
  for (Index u = 0; u < p_.taps_h.count; ++u) {
    for (Index v = 0; v < p_.taps_w.count; ++v) {
      for (Index c = 0; c < p_.channels;) {
        if (k % target == 0) blocks_.push_back({k, 0, {}, {}});
        const Index length = std::min(p_.channels - c, target - blocks_.back().length);
        add_run({.u = u, .v = v, .channel = c, .channels = length});
        c += length;
        k += length;
      }
    }
  }
}

// Adds a run to the last block. If it follows the last segment in memory, that one grows.
void DirectCorrelation::add_run(const WeightRun& run) {
  Block& block = blocks_.back();
  const Index offset =
      (run.u * p_.taps_h.spacing * source_width_ + run.v * p_.taps_w.spacing) * source_pixel_ +
      run.channel;
  block.runs.push_back(run);
  block.length += run.channels;
  std::vector<Segment>& segments = block.segments;
  if (!segments.empty() && segments.back().offset + segments.back().length == offset) {
    segments.back().length += run.channels;
  } else {
    segments.push_back({offset, run.channels});
  }
}

void DirectCorrelation::choose_tasks() {
  const Index weights = k_total() * p_.columns;
  const Index row_floats = p_.taps_h.step * source_width_ * source_pixel_;
  const Index work = rows_ * p_.out_w * std::max<Index>(weights, 1);
  const Index tasks = std::clamp<Index>(work / kMinTaskWork, 1, kMinTasks);
  const bool small = weights <= kSmallWeights;
  band_rows_ = std::clamp<Index>(kBandFloats * (small ? 1 : 3) / row_floats, 1, rows_);
  if (weights > kHugeWeights) band_rows_ = rows_;
  if (small) band_rows_ = std::min(band_rows_, ceil_div(rows_, tasks));
  groups_ = std::min(panels_, ceil_div(tasks, ceil_div(rows_, band_rows_)));
  if (weights <= kHugeWeights) {  // too few groups of columns: more bands make up for it
    band_rows_ = std::min(band_rows_, ceil_div(rows_, ceil_div(tasks, groups_)));
  }
  bands_ = ceil_div(rows_, band_rows_);
  band_rows_ = ceil_div(rows_, bands_);
  bands_ = ceil_div(rows_, band_rows_);
  group_panels_ = ceil_div(panels_, groups_);
  groups_ = ceil_div(panels_, group_panels_);
  packed_ = bands_ > 1;
}

void DirectCorrelation::run() const {
  std::vector<float> starts(static_cast<std::size_t>(panels_ * panel_width_), 0.0f);
  if (p_.bias != nullptr) std::copy_n(p_.bias, p_.columns, starts.begin());
  Buffer packed(packed_ ? k_total() * panels_ * panel_width_ : 0);
  if (packed_) pack_all(packed.data());
  parallel_for(bands_ * groups_, [&](Index task) { run_task(task, packed.data(), starts.data()); });
}

void DirectCorrelation::pack_all(float* packed) const {
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

void DirectCorrelation::pack_block(const Block& block, Index panel, float* to) const {
  const Index column = panel * panel_width_;
  const Index columns = std::min(panel_width_, p_.columns - column);
  for (const WeightRun& run : block.runs) {
    pack_run(p_.weights, run, column, columns, panel_row(panel), to);
    to += run.channels * panel_row(panel);
  }
}

// A task: a band of rows of y, a group of panels of columns.
void DirectCorrelation::run_task(Index task, const float* packed, const float* starts) const {
  const Range rows = {task / groups_ * band_rows_,
                      std::min(rows_, (task / groups_ + 1) * band_rows_)};
  const Range panels = {task % groups_ * group_panels_,
                        std::min(panels_, (task % groups_ + 1) * group_panels_)};
  const Index band_floats = input_rows(rows) * source_width_ * source_pixel_;
  Buffer band(copy_ ? band_floats : 0);
  Buffer own(packed_ ? 0 : std::min(kMaxBlock, k_total()) * panel_width_);
  if (copy_) copy_band(rows, band.data());
  const Index blocks = static_cast<Index>(blocks_.size());
  const Index count = panels.size(), steps = blocks * count;
  // Weights that are not packed are read in their order in memory, if the band stays in the L2
  // cache meanwhile.
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

// How many rows of x, at most, are under rows `rows` of y. Each image needs its own rows above
// and below.
Index DirectCorrelation::input_rows(Range rows) const {
  const Index images = (rows.end - 1) / p_.out_h - rows.begin / p_.out_h + 1;
  const Index halo = inputs_under(p_.taps_h, 1) + p_.taps_h.step;
  return rows.size() * p_.taps_h.step + images * halo;
}

// The rows of x under rows `rows` of y, image by image, with zeros around them.
void DirectCorrelation::copy_band(Range rows, float* to) const {
  for (Index row = rows.begin; row < rows.end;) {
    const Index image = row / p_.out_h, i0 = row % p_.out_h;
    const Index i1 = std::min(p_.out_h, i0 + rows.end - row);
    const Index count = inputs_under(p_.taps_h, i1 - i0);
    copy_padded_rows({.image = p_.x + image * p_.in_h * p_.in_w * p_.x_pixel,
                      .height = p_.in_h,
                      .width = p_.in_w,
                      .last_width = std::min(p_.in_w, last_width_ + p_.in_w - p_.out_w),
                      .pixel = p_.x_pixel,
                      .channels = p_.channels,
                      .first_row = i0 * p_.taps_h.step + p_.taps_h.first,
                      .rows = count,
                      .first_column = p_.taps_w.first,
                      .to_width = source_width_,
                      .to_pixel = source_pixel_},
                     to);
    to += count * source_width_ * source_pixel_;
    row += i1 - i0;
  }
}

// y (+)= one block of k, one panel of columns, for rows `rows` of y. b is the packed panel.
void DirectCorrelation::multiply(const Step& step, const Step& next, Range rows, const float* band,
                                 const float* b, const float* start) const {
  const Block& block = block_of(step);
  RowsByPanel call;
  call.a_row = p_.taps_w.step * source_pixel_;
  call.segments = block.segments.data();
  call.segment_count = static_cast<Index>(block.segments.size());
  call.b = b;
  call.b_row = panel_row(step.panel);
  call.c_row = p_.y_pixel;
  call.columns = std::min(panel_width_, p_.columns - step.panel * panel_width_);
  call.start = step.block == 0 ? start : nullptr;
  if (block.k + block.length == k_total()) call.floor = p_.floor;  // the sum is complete
  call.next = b + block.length * call.b_row;
  call.next_step = call.next_jump = call.b_row;
  const Index source_row = source_width_ * source_pixel_;
  const Index overlap = inputs_under(p_.taps_h, 1) - p_.taps_h.step;  // of the bands of two images
  for (Index row = rows.begin; row < rows.end; ++row) {
    const Index image = row / p_.out_h, i = row % p_.out_h;
    if (copy_) {
      call.a = band;
      band += p_.taps_h.step * source_row;
      if (i == p_.out_h - 1) band += overlap * source_row;
    } else {
      const Index h = image * p_.in_h + i * p_.taps_h.step + p_.taps_h.first;
      call.a = p_.x + (h * p_.in_w + p_.taps_w.first) * p_.x_pixel;
    }
    call.c = p_.y + image * p_.y_image + i * p_.y_row + step.panel * panel_width_;
    call.rows = width(row);
    if (!packed_ && !block.runs.empty()) {
      fetch_meanwhile(p_.weights, block_of(next).runs.front(), next.panel * panel_width_, row,
                      call);
    }
    isa_.rows_by_panel(call);
  }
}

}  // namespace

void correlate(const Correlation& p, const ConvGeometry* conv) {
  if (p.n * p.out_h * p.out_w * p.columns == 0) return;
  if (correlated_faster(p, conv)) return;  // by Winograd's method, or as a large kernel
  DirectCorrelation(p).run();
}

}  // namespace pixelwise::kernels
