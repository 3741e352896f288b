// The inner loops that are compiled once per instruction set, as a table of functions.
//
// gemm_microkernel.cpp is compiled for baseline, AVX2 and AVX-512 machines; each copy fills one
// Isa table, and isa() picks the best one that the processor at hand can run. Nothing in this
// header or in the files compiled per instruction set may emit a shared inline function: the
// linker keeps one copy of such a function for everybody, perhaps the AVX-512 one.
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

/// What is written may be held up by a floor: y = sum < floor ? floor : sum. 0 is ReLU, this is
/// none.
constexpr float kNoFloor = -__builtin_inff();

/// A run of k whose values lie next to each other in a row of A.
struct Segment {
  std::int64_t offset;  // in floats, from the start of the row
  std::int64_t length;
};

/// C [rows, columns] (+)= A B, where A is read in place. Row r of A consists of the segments
/// a + r * a_row + offset, one after another; B is a packed panel, b[k][b_row], with zeros in the
/// columns that only fill it up.
struct RowsByPanel {
  const float* a;
  std::int64_t a_row;
  const Segment* segments;
  std::int64_t segment_count;
  const float* b;
  std::int64_t b_row;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t columns;    // at most 2 lanes; whole vectors of b are read
  const float* start;      // [b_row] what C starts from (a bias); null: add to C
  float floor = kNoFloor;  // under C
  // What will be needed next is fetched, two vectors for every k: they lie next_step floats apart,
  // next_jump after every eighth.
  const float* next;
  std::int64_t next_step, next_jump;
};

/// C [rows, columns] (+)= the sum over outer * inner outer products,
/// c[r][j] = sum over i, k of a[i * a_outer + k * a_inner + r] * b[i * b_outer + k * b_inner + j].
/// Whole vectors of b are read: up to `vectors * lanes` floats from each start must be readable.
struct OuterProducts {
  const float* a;
  std::int64_t a_outer, a_inner;
  const float* b;
  std::int64_t b_outer, b_inner;
  std::int64_t outer, inner;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t columns;  // at most 2 lanes
  bool accumulate;       // add to C instead of overwriting it
};

/// Row `from` of one matrix belongs to row `to` of another.
struct RowPair {
  std::int32_t from, to;
};

/// Sums whose k lies next to each other in both factors: for every pair of rows and every column j,
/// sums[to][j][lane] += sum over k of a[from][k][lane] * b[j][k][lane], where k counts vectors. A
/// dot product is the sum over the lanes, which is left to whoever has added everything else.
struct DotProducts {
  const float* a;
  std::int64_t a_row;
  const RowPair* pairs;
  std::int64_t pair_count;
  const float* b;
  std::int64_t b_row;
  std::int64_t columns;  // 1 to DotLoops::columns
  std::int64_t length;   // floats, whole vectors
  float* sums;           // [rows][DotLoops::columns][lanes]
  // The columns that are needed next, b_row apart as those of b: fetched meanwhile.
  const float* next;
};

struct DotLoops {
  int columns;
  void (*add)(const DotProducts&);
  /// dots[i] = the sum of the lanes of vector i; `sums` is overwritten.
  void (*add_lanes)(float* sums, std::int64_t count, float* dots);
};

/// Tiles of an image and their values in Winograd's domain, position by position:
/// values[channel / block * block_stride + position * position_stride + tile * tile_stride +
/// channel % block], where tile counts from first_tile, in the order [n][tiles_h][tiles_w].
struct WinogradTiles {
  std::int64_t h, w, channels;  // of the image; its pixels are `pixel` floats apart
  std::int64_t pixel;
  std::int64_t tiles_h, tiles_w;
  std::int64_t first_tile, tiles;
  std::int64_t origin_h, origin_w;  // tile (i, j) starts at (i * m - origin_h, j * m - origin_w)
  std::int64_t position_stride, tile_stride;
  std::int64_t block, block_stride;  // block is a multiple of the lanes
  float floor = kNoFloor;            // under the outputs
};

/// A matrix of filters, values[position * position_stride + r * columns + j] in the domain: tap
/// (u, v) of filter (r, j) is w[u * tap_h + v * tap_w + r * row + j]; columns are whole vectors.
struct WinogradFilters {
  const float* w;
  std::int64_t tap_h, tap_w, row;
  std::int64_t rows, columns;
  std::int64_t position_stride;
};

/// Winograd's transforms for one size of tile m; see winograd_1d.h. tile_stride of what they write
/// covers whole vectors; what lies outside the image or past the channels counts as zero.
struct WinogradTransforms {
  int m;
  /// x to B^T x B; patches of m + 2.
  void (*input)(const WinogradTiles&, const float* x, float* values);
  /// dy to A dy A^T; patches of m.
  void (*output_adjoint)(const WinogradTiles&, const float* dy, float* values);
  /// values to A^T values A + bias, stored where it lies inside y; bias [channels] may be null.
  void (*output)(const WinogradTiles&, const float* values, const float* bias, float* y);
  /// w to G w G^T.
  void (*filter)(const WinogradFilters&, float* values);
  /// values [(m + 2)^2][position_stride] of `channels` elements to G^T values G,
  /// dw[9][tap_stride].
  void (*filter_adjoint)(const float* values, std::int64_t position_stride, std::int64_t channels,
                         std::int64_t tap_stride, float* dw);
};

/// A row of an image in tiles of m outputs, and its values in the domain of winograd_rows.cpp:
/// values[point * point_stride + tile * tile_stride + channel].
struct WinogradRow {
  std::int64_t width, pixel;  // pixels, and how many floats they are apart
  std::int64_t first;  // of input: tile t begins at pixel t * m + first, which may be outside
  std::int64_t tiles, channels;
  std::int64_t point_stride, tile_stride;
  float floor = kNoFloor;  // under the outputs
};

/// Winograd's transforms along one axis, for `taps` taps; channels of input are whole vectors.
struct WinogradRowTransforms {
  int m, taps, points;
  void (*input)(const WinogradRow&, const float* x, float* values);
  /// Taps are tap_w apart, tap_h has no meaning.
  void (*filter)(const WinogradFilters&, float* values);
  /// Stored where it lies inside the row y; bias [channels] may be null.
  void (*output)(const WinogradRow&, const float* values, const float* bias, float* y);
  /// The adjoints: of `output`, from a row dy with any number of channels (whole vectors are
  /// written); of `filter`, values [points][point_stride] of `channels` elements to
  /// dw[taps][tap_stride].
  void (*output_adjoint)(const WinogradRow&, const float* dy, float* values);
  void (*filter_adjoint)(const float* values, std::int64_t point_stride, std::int64_t channels,
                         std::int64_t tap_stride, float* dw);
};

/// to[k][j] = from[j][k] for j < rows, k < columns.
using Transpose = void(const float* from, std::int64_t from_row, std::int64_t rows,
                       std::int64_t columns, float* to, std::int64_t to_row);

/// An element under a pooling window: where its channel 0 lies, and its number within the window.
struct PoolTap {
  std::int64_t offset;
  int number;  // below 256
};

/// Windows next to each other: the elements under the first that lie inside the image, at least
/// one; those under the next are `step` floats further on.
struct PoolWindows {
  const PoolTap* taps;
  std::int64_t tap_count;
  std::int64_t windows, step;
  std::int64_t channels;
};

struct PoolLoops {
  /// y[window][channels] = the largest of the window's elements x[offset + c], but no less than
  /// `floor`; winners = their numbers.
  void (*take_maxima)(const PoolWindows&, const float* x, float floor, float* y,
                      std::uint8_t* winners);
  /// dx[offset + c] (+)= dy[c] where the element won, 0 where it did not.
  void (*send_to_winners)(const PoolWindows&, const float* dy, const std::uint8_t* winners,
                          bool add, float* dx);
};

/// The scores of some pixels, x[pixel][C], and their labels: a label below C, or one that weighs 0.
struct CrossEntropyPixels {
  const float* x;
  const std::uint8_t* labels;
  std::int64_t count, classes;
  const float* weight;           // of the loss, for each of 256 labels
  const float* gradient_weight;  // of the gradient
  float* dx;                     // null: no gradient
};

/// Returns the sum of weight * (ln sum_c exp(x_c) - x_label); dx = gradient_weight *
/// (softmax(x) - [c = label]). scratch: [C][lanes].
using CrossEntropy = double(const CrossEntropyPixels&, float* scratch);

struct Isa {
  const char* name;
  int lanes;  // floats in a vector
  void (*rows_by_panel)(const RowsByPanel&);
  void (*outer_products)(const OuterProducts&);
  const DotLoops* dot;
  Transpose* transpose;
  const WinogradTransforms* winograd_2;  // tiles of 2x2
  const WinogradTransforms* winograd_4;  // tiles of 4x4
  const WinogradRowTransforms* winograd_rows;
  const PoolLoops* pool;
  CrossEntropy* cross_entropy;
};

/// The best table for this processor. PIXELWISE_ISA=baseline or avx2 asks for a lower one.
const Isa& isa();

/// For tests: the tables that this processor can run, the best one first, then null; and to choose
/// one of them.
const Isa* supported_isa(int index);
void set_isa(const Isa& isa);

extern const Isa kIsaBaseline;
Transpose transpose_baseline;
CrossEntropy cross_entropy_baseline;
extern const DotLoops kDotLoopsBaseline;
extern const PoolLoops kPoolLoopsBaseline;
extern const WinogradTransforms kWinogradBaseline[2];  // m = 2, m = 4
extern const WinogradRowTransforms kWinogradRowsBaseline;
#ifdef PIXELWISE_X86
extern const Isa kIsaAvx2;
Transpose transpose_avx2;
CrossEntropy cross_entropy_avx2;
extern const DotLoops kDotLoopsAvx2;
extern const PoolLoops kPoolLoopsAvx2;
extern const WinogradTransforms kWinogradAvx2[2];
extern const WinogradRowTransforms kWinogradRowsAvx2;
extern const Isa kIsaAvx512;
Transpose transpose_avx512;
CrossEntropy cross_entropy_avx512;
extern const DotLoops kDotLoopsAvx512;
extern const PoolLoops kPoolLoopsAvx512;
extern const WinogradTransforms kWinogradAvx512[2];
extern const WinogradRowTransforms kWinogradRowsAvx512;
#endif

}  // namespace pixelwise::kernels
