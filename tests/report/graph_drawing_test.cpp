#include "report/graph_drawing.h"

#include <gtest/gtest.h>

#include "report/layered_layout.h"
#include "tests/report/has_gnuplot.h"

namespace pixelwise {
namespace {

const std::vector<LayoutArrow> kDiamond = {{0, 1}, {1, 2}, {2, 3}, {0, 3}};

bool overlap(const LayoutPoint& a, const LayoutBox& a_size, const LayoutPoint& b,
             const LayoutBox& b_size) {
  return a.x < b.x + b_size.width && b.x < a.x + a_size.width && a.y < b.y + b_size.height &&
         b.y < a.y + a_size.height;
}

TEST(LayeredLayout, ArrowsPointDownAndPassNoBox) {
  const std::vector<LayoutBox> sizes(4, {100, 40});
  const Layout layout = layered_layout(sizes, kDiamond);
  for (std::size_t k = 1; k < 4; ++k) {
    EXPECT_GE(layout.boxes[k].y, layout.boxes[k - 1].y + 40 + 30);
  }
  ASSERT_EQ(layout.arrows.size(), 4U);
  for (const auto& path : layout.arrows) {
    for (std::size_t k = 1; k < path.size(); ++k) EXPECT_GE(path[k].y, path[k - 1].y);
  }
  // The long arrow goes round boxes 1 and 2: two points for each of their rows.
  const auto& around = layout.arrows[3];
  ASSERT_EQ(around.size(), 6U);
  for (std::size_t k = 1; k < 5; ++k) {
    const LayoutPoint& box = layout.boxes[k < 3 ? 1 : 2];
    EXPECT_TRUE(around[k].x < box.x || around[k].x > box.x + 100) << k;
  }
  EXPECT_DOUBLE_EQ(layout.height, 4 * 40 + 3 * 30);
}

TEST(LayeredLayout, NoTwoBoxesOverlap) {
  std::vector<LayoutBox> sizes;
  std::vector<LayoutArrow> arrows;
  for (std::size_t k = 0; k < 40; ++k) {
    sizes.push_back({static_cast<double>(30 + 17 * k % 90), static_cast<double>(20 + 7 * k % 30)});
    if (k > 0) arrows.push_back({k * 5 / 8, k});
    if (k > 3) arrows.push_back({k / 3, k});
  }
  const Layout layout = layered_layout(sizes, arrows);
  for (std::size_t a = 0; a < sizes.size(); ++a) {
    EXPECT_GE(layout.boxes[a].x, -1e-9);
    EXPECT_LE(layout.boxes[a].x + sizes[a].width, layout.width + 1e-9);
    for (std::size_t b = 0; b < a; ++b) {
      EXPECT_FALSE(overlap(layout.boxes[a], sizes[a], layout.boxes[b], sizes[b])) << a << " " << b;
    }
  }
}

TEST(LayeredLayout, WhatHasNoInputStandsAboveItsUser) {
  const std::vector<LayoutBox> sizes(4, {50, 20});
  const Layout layout = layered_layout(sizes, {{0, 1}, {1, 3}, {2, 3}});
  EXPECT_EQ(layout.boxes[2].y, layout.boxes[1].y);
}

TEST(LayeredLayout, AnArrowBackIsRefused) {
  EXPECT_THROW(layered_layout({{1, 1}, {1, 1}}, {{1, 0}}), std::invalid_argument);
  EXPECT_THROW(layered_layout({{1, 1}, {1, 1}}, {{1, 2}}), std::invalid_argument);
  EXPECT_TRUE(layered_layout({}, {}).boxes.empty());
}

GraphDrawing some_graph() {
  GraphDrawing drawing{.title = "A \"sum\""};
  for (const char* name : {"a", "b", "c", "a + b & c < d"}) {
    drawing.boxes.push_back({.lines = {{name}, {"gradient 1", true}}});
  }
  drawing.arrows = kDiamond;
  drawing.legend = {{kBlueBox, "computed"}};
  return drawing;
}

TEST(GraphDrawing, DotHasEveryBoxAndArrow) {
  const std::string dot = dot_text(some_graph());
  for (const char* part : {"digraph {", "label=\"A \\\"sum\\\"\"",
                           "n3 [fillcolor=\"#ffffff\" label=\"a + b & c < d\\n", "n0 -> n1",
                           "n1 -> n2", "n2 -> n3", "n0 -> n3", "gradient 1"}) {
    EXPECT_NE(dot.find(part), std::string::npos) << part << " in " << dot;
  }
}

TEST(GraphDrawing, ADiagramWithAllWordsInside) {
  const Diagram diagram = graph_diagram(some_graph());
  EXPECT_EQ(diagram.boxes.size(), 4U + 1U);  // and the patch of the legend
  EXPECT_EQ(diagram.captions.size(), 8U + 1U);
  EXPECT_EQ(diagram.arrows.size(), 3U + 5U);  // the long one has five parts
  int heads = 0;
  for (const Arrow& arrow : diagram.arrows) heads += arrow.head ? 1 : 0;
  EXPECT_EQ(heads, 4);
  for (const Box& box : diagram.boxes) {
    EXPECT_GE(box.x, 0);
    EXPECT_LE(box.x + box.width, diagram.width);
    EXPECT_LE(box.y + box.height, diagram.height);
  }
}

// Every tag is closed: enough to tell a picture from a broken one.
void expect_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    ASSERT_NE(end, std::string::npos);
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag[0] == '?' || tag[0] == '!') continue;
    const std::string name = tag.substr(0, tag.find_first_of(" \t\n/", 1));
    if (tag[0] == '/') {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ("/" + open.back(), tag);
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(name);
    }
  }
  EXPECT_TRUE(open.empty());
}

TEST(GraphDrawing, TheSvgIsWellFormed) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const std::string svg = render_plot(graph_diagram(some_graph()), PlotFormat::svg);
  expect_well_formed(svg);
  EXPECT_NE(svg.find("a + b &amp; c &lt; d"), std::string::npos);
}

}  // namespace
}  // namespace pixelwise
