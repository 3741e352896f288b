// What moves elements or adds them up: sum, mean, reshape, flatten, crop, pad, concat,
// slice_channels.
#include "autograd/ops.h"
#include "base/check.h"
#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

nlohmann::json sizes(const Shape& shape) {
  nlohmann::json list = nlohmann::json::array();
  for (int axis = 0; axis < shape.rank(); ++axis) list.push_back(shape[axis]);
  return list;
}

void add_reductions(std::vector<OpCase>& cases) {
  for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{2, 3, 4}, Shape{4, 3}, Shape{7}, Shape{}}) {
    cases.push_back(
        {"sum", text("sum ", shape), nlohmann::json::object(), {{shape}}, [](const Inputs& x) {
           return sum(x[0]);
         }});
  }
  for (const Shape& shape : {Shape{2, 3, 3, 5}, Shape{2, 3, 4}, Shape{4, 3}, Shape{7}, Shape{}}) {
    cases.push_back(
        {"mean", text("mean ", shape), nlohmann::json::object(), {{shape}}, [](const Inputs& x) {
           return mean(x[0]);
         }});
  }
}

void add_reshapes(std::vector<OpCase>& cases) {
  const std::vector<std::pair<Shape, Shape>> pairs = {
      {{2, 3, 4, 5}, {2, 60}},
      {{2, 60}, {2, 3, 4, 5}},
      {{2, 3, 4, 5}, {3, 2, 5, 4}},
      {{2, 3, 4, 5}, {120}},
      {{120}, {2, 3, 4, 5}},
      {{2, 3, 4, 5}, {2, 3, 20}},
      {{2, 3, 4, 5}, {2, 12, 1, 5}},
      {{6, 4}, {2, 3, 4}},
      {{2, 3, 4}, {4, 6}},
      {{2, 1, 3, 5}, {2, 3, 5}},
      {{2, 6, 1, 1}, {2, 6}},
      {{2, 6}, {2, 6, 1, 1}},
      {{1, 1, 1, 1}, {}},
  };
  for (const auto& [from, to] : pairs) {
    cases.push_back({"reshape",
                     text("reshape ", from, " to ", to),
                     {{"shape", sizes(to)}},
                     {{from}},
                     [to = to](const Inputs& x) { return reshape(x[0], to); }});
  }
  for (const Shape& shape :
       {Shape{2, 3, 3, 5}, Shape{2, 1, 3, 5}, Shape{2, 6, 1, 1}, Shape{2, 3, 4}, Shape{4, 3}}) {
    cases.push_back({"flatten",
                     text("flatten ", shape),
                     nlohmann::json::object(),
                     {{shape}},
                     [](const Inputs& x) { return flatten(x[0]); }});
  }
}

void add_crops(std::vector<OpCase>& cases) {
  const Shape shape{2, 3, 5, 6};
  for (const std::int64_t top : {0, 1, 2}) {
    for (const std::int64_t left : {0, 1, 3}) {
      for (const auto& [height, width] : {std::pair{3, 3}, std::pair{5 - static_cast<int>(top), 2},
                                          std::pair{2, 6 - static_cast<int>(left)}}) {
        const std::int64_t h = height, w = width;
        const std::string label = text("crop ", h, "x", w, " at ", top, ", ", left);
        if (!cases.empty() && cases.back().label == label) continue;  // both borders coincide
        cases.push_back({"crop",
                         label,
                         {{"top", top}, {"left", left}, {"height", h}, {"width", w}},
                         {{shape}},
                         [=](const Inputs& x) { return crop(x[0], top, left, h, w); },
                         0.1});
      }
    }
  }
}

void add_pads(std::vector<OpCase>& cases) {
  const std::vector<Border> borders = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1},
                                       {1, 2, 3, 0}, {2, 2, 2, 2}, {0, 3, 1, 2}};
  for (const Border& b : borders) {
    for (const double value : {0.0, -1.5}) {
      cases.push_back(
          {"pad",
           text("pad ", b.top, " ", b.bottom, " ", b.left, " ", b.right, " with ", value),
           {{"top", b.top},
            {"bottom", b.bottom},
            {"left", b.left},
            {"right", b.right},
            {"value", value}},
           {{{2, 3, 3, 4}}},
           [=](const Inputs& x) { return pad(x[0], b, static_cast<Real>(value)); }});
    }
  }
}

void add_concats(std::vector<OpCase>& cases) {
  const std::vector<std::vector<std::int64_t>> channels = {{3}, {2, 3}, {1, 4}, {4, 1}, {2, 1, 3}};
  for (const auto& parts : channels) {
    std::string label = "concat";
    std::vector<InputSpec> inputs;
    for (const std::int64_t c : parts) {
      label += text(" ", c);
      inputs.push_back({{2, c, 3, 4}});
    }
    cases.push_back({"concat", label, nlohmann::json::object(), inputs,
                     [](const Inputs& x) { return concat(x); }});
  }
  cases.push_back(
      {"concat", "concat x x", {{"twice", true}}, {{{2, 3, 2, 3}}}, [](const Inputs& x) {
         return concat({x[0], x[0]});
       }});
  for (const auto& [first, count] : {std::pair{0, 2}, {2, 3}, {3, 1}, {0, 5}}) {
    cases.push_back({"slice_channels",
                     text("slice_channels ", first, " ", count),
                     {{"first", first}, {"count", count}},
                     {{{2, 5, 3, 2}}},
                     [first = first, count = count](const Inputs& x) {
                       return slice_channels(x[0], first, count);
                     },
                     0.15});  // the other channels get zeros
  }
}

}  // namespace

void add_shape_cases(std::vector<OpCase>& cases) {
  add_reductions(cases);
  add_reshapes(cases);
  add_crops(cases);
  add_pads(cases);
  add_concats(cases);
}

}  // namespace pixelwise
