#include "doctor/label_geometry.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/labels.h"

namespace pixelwise {
namespace {

// |difference| of a pixel and its neighbour at (dx, dy).
int edge(const Image& image, int x, int y, int dx, int dy) {
  const std::uint8_t *here = image.at(x, y), *there = image.at(x + dx, y + dy);
  int sum = 0;
  for (int k = 0; k < image.channels; ++k) sum += std::abs(int{here[k]} - int{there[k]});
  return sum;
}

// Neighbouring pixels of one label in a row or column.
struct Run {
  std::uint8_t id = 0;
  int begin = 0, length = 0;
};

std::vector<Run> runs_of(const std::vector<std::uint8_t>& line) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (runs.empty() || runs.back().id != line[i]) runs.push_back({line[i], static_cast<int>(i)});
    ++runs.back().length;
  }
  return runs;
}

// Calls visit(runs, index of pixel k of the line) for all rows, then all columns.
void for_each_line(const Mask& mask,
                   const std::function<void(const std::vector<Run>&,
                                            const std::function<std::size_t(int)>&)>& visit) {
  const auto width = static_cast<std::size_t>(mask.width);
  const auto height = static_cast<std::size_t>(mask.height);
  std::vector<std::uint8_t> line(width);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) line[x] = mask.ids[y * width + x];
    visit(runs_of(line), [=](int k) { return y * width + static_cast<std::size_t>(k); });
  }
  line.resize(height);
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t y = 0; y < height; ++y) line[y] = mask.ids[y * width + x];
    visit(runs_of(line), [=](int k) { return static_cast<std::size_t>(k) * width + x; });
  }
}

}  // namespace

void fill_void(Mask& mask) {
  for (int round = 0; round < mask.width + mask.height; ++round) {
    Mask before = mask;
    bool left = false;
    for (int y = 0; y < mask.height; ++y) {
      for (int x = 0; x < mask.width; ++x) {
        if (before.at(x, y) != kVoidLabel) continue;
        left = true;
        const int first = (x + y) % 2 == 0 ? 1 : -1;  // no side of a line is preferred
        for (const auto& [dx, dy] : {std::pair{-first, 0}, {first, 0}, {0, -first}, {0, first}}) {
          const int nx = x + dx, ny = y + dy;
          if (nx < 0 || ny < 0 || nx >= mask.width || ny >= mask.height) continue;
          if (before.at(nx, ny) != kVoidLabel) mask.at(x, y) = before.at(nx, ny);
        }
      }
    }
    if (!left) return;
  }
}

void EdgeAlignment::add(const Sample& sample) {
  const Mask& mask = sample.mask;
  for (const auto& [dx, dy] : {std::pair{1, 0}, std::pair{0, 1}}) {
    for (int y = kReach; y + dy < mask.height - kReach; ++y) {
      for (int x = kReach; x + dx < mask.width - kReach; ++x) {
        if (mask.at(x, y) == mask.at(x + dx, y + dy)) continue;
        ++count_;
        std::size_t i = 0;
        for (int sy = -kReach; sy <= kReach; ++sy) {
          for (int sx = -kReach; sx <= kReach; ++sx) {
            sum_[i++] += edge(sample.image, x + sx, y + sy, dx, dy);
          }
        }
      }
    }
  }
}

EdgeAlignment::Shift EdgeAlignment::best() const {
  const auto i = static_cast<int>(std::max_element(sum_.begin(), sum_.end()) - sum_.begin());
  return {i % kSide - kReach, i / kSide - kReach};
}

double EdgeAlignment::strength(Shift shift) const {
  const auto i = static_cast<std::size_t>((shift.y + kReach) * kSide + shift.x + kReach);
  return count_ > 0 ? sum_[i] / static_cast<double>(count_) : 0;
}

Crossings count_crossings(const Mask& mask) {
  constexpr int kWidest = 4;
  Crossings crossings;
  for_each_line(mask, [&](const std::vector<Run>& runs, const auto&) {
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) {
      if (runs[i].id == kVoidLabel || runs[i + 1].id == kVoidLabel) continue;
      if (std::abs(int{runs[i].id} - int{runs[i + 1].id}) >= 2) ++crossings.direct;
      // From a run of any length through thin ones that go on rising (or falling) to a run.
      const int direction = runs[i + 1].id > runs[i].id ? 1 : -1;
      int width = 0;
      std::size_t end = i + 1;
      while (end + 1 < runs.size() && width + runs[end].length <= kWidest &&
             runs[end + 1].id != kVoidLabel &&
             (int{runs[end + 1].id} - int{runs[end].id}) * direction > 0) {
        width += runs[end++].length;
      }
      if (end == i + 1) continue;
      ++crossings.through;
      if (std::abs(int{runs[i].id} - int{runs[i + 1].id}) >= 2) --crossings.direct;
      i = end - 1;
    }
  });
  return crossings;
}

void count_bands(const Mask& mask, std::vector<BandPixels>& of_class) {
  constexpr int kWidest = 6;
  std::vector<bool> in_band(mask.ids.size());
  for_each_line(mask, [&](const std::vector<Run>& runs, const auto& index) {
    for (std::size_t i = 1; i + 1 < runs.size(); ++i) {
      const std::uint8_t before = runs[i - 1].id, after = runs[i + 1].id;
      const bool between = before != after && before != kVoidLabel && after != kVoidLabel;
      if (runs[i].length > kWidest || !between) continue;
      for (int k = 0; k < runs[i].length; ++k) in_band[index(runs[i].begin + k)] = true;
    }
  });
  for (std::size_t i = 0; i < mask.ids.size(); ++i) {
    if (mask.ids[i] >= of_class.size()) continue;
    ++of_class[mask.ids[i]].all;
    if (in_band[i]) ++of_class[mask.ids[i]].band;
  }
}

void count_large_objects(const Mask& mask, int width, int height,
                         std::vector<LargeObjects>& of_class) {
  std::vector<bool> seen(mask.ids.size());
  std::vector<std::pair<int, int>> object;  // its pixels; those from `next` on have neighbours
  for (int top = 0; top < mask.height; ++top) {
    for (int left = 0; left < mask.width; ++left) {
      const std::uint8_t id = mask.at(left, top);
      object.clear();
      const auto take = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= mask.width || y >= mask.height || mask.at(x, y) != id) return;
        const auto i = static_cast<std::size_t>(y * mask.width + x);
        if (!seen[i]) object.emplace_back(x, y);
        seen[i] = true;
      };
      if (id < of_class.size()) take(left, top);
      if (object.empty()) continue;
      int right = left, bottom = top, first = left;
      for (std::size_t next = 0; next < object.size(); ++next) {
        const auto [x, y] = object[next];
        first = std::min(first, x);
        right = std::max(right, x);
        bottom = std::max(bottom, y);
        take(x - 1, y);
        take(x + 1, y);
        take(x, y - 1);
        take(x, y + 1);
      }
      const auto pixels = static_cast<std::int64_t>(object.size());
      of_class[id].all += pixels;
      if (right - first >= width || bottom - top >= height) of_class[id].large += pixels;
    }
  }
}

}  // namespace pixelwise
