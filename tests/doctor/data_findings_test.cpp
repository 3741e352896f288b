// What is found in images and masks.
#include "doctor/data_findings.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

Findings findings_of(const std::vector<Sample>& samples, int classes = 4) {
  return data_findings(*made::dataset(samples, classes), nullptr, "folder:mine");
}

// The samples after `spoil`, which gets each one and its mask before.
template <class Spoil>
std::vector<Sample> spoiled(Spoil spoil) {
  std::vector<Sample> samples = made::many_boxes();
  for (Sample& sample : samples) spoil(sample, Mask(sample.mask));
  return samples;
}

TEST(DataFindings, NothingOfGoodData) {
  EXPECT_EQ(made::names(findings_of(made::many_boxes())), "");
}

TEST(DataFindings, ConstantImages) {
  const Findings black = findings_of(spoiled([](Sample& sample, const Mask&) {
    for (std::uint8_t& v : sample.image.pixels) v /= 200;
  }));
  EXPECT_EQ(made::names(black), "constant images");
  EXPECT_EQ(made::what(black, "constant images").substr(0, 38),
            "20 of 20 images are of one colour (box");
  EXPECT_EQ(black[0].to_try[0], (Words{"data", "folder:mine", "--out", "out/look"}));
  const Image first = made::boxes(0).image;
  const Findings same =
      findings_of(spoiled([&](Sample& sample, const Mask&) { sample.image = first; }));
  EXPECT_NE(made::what(same, "constant images").find("20 of 20 images have the same pixels"),
            std::string::npos);
}

TEST(DataFindings, ShiftedLabels) {
  const Findings found = findings_of(spoiled([](Sample& sample, const Mask& before) {
    for (int y = 0; y < 32; ++y) {
      for (int x = 1; x < 32; ++x) sample.mask.at(x, y) = before.at(x - 1, y);
    }
  }));
  EXPECT_EQ(made::names(found), "labels shifted");
  EXPECT_NE(made::what(found, "labels shifted").find("moved by 1 to the left (pixels)"),
            std::string::npos)
      << made::what(found, "labels shifted");
}

TEST(DataFindings, ABandOfVoidIsNoShift) {
  EXPECT_EQ(made::names(findings_of(spoiled([](Sample& sample, const Mask& before) {
              for (int y = 0; y < 32; ++y) {
                for (int x = 1; x < 32; ++x) {
                  if (before.at(x, y) != before.at(x - 1, y)) {
                    sample.mask.at(x, y) = sample.mask.at(x - 1, y) = kVoidLabel;
                  }
                }
              }
            }))),
            "");
}

TEST(DataFindings, MasksResizedSmoothly) {
  const Findings found = findings_of(spoiled([](Sample& sample, const Mask& before) {
    for (int y = 0; y < 32; ++y) {
      for (int x = 1; x < 31; ++x) {
        sample.mask.at(x, y) = static_cast<std::uint8_t>(
            (before.at(x - 1, y) + 2 * before.at(x, y) + before.at(x + 1, y) + 2) / 4);
      }
    }
  }));
  EXPECT_TRUE(has_finding(found, "masks resized smoothly")) << made::names(found);
}

TEST(DataFindings, VoidAsAClassByItsPlace) {
  const Findings found = findings_of(spoiled([](Sample& sample, const Mask& before) {
                                       for (int y = 1; y < 32; ++y) {
                                         for (int x = 1; x < 32; ++x) {
                                           const bool border =
                                               before.at(x, y) != before.at(x - 1, y) ||
                                               before.at(x, y) != before.at(x, y - 1);
                                           if (border) sample.mask.at(x, y) = 4;
                                         }
                                       }
                                     }),
                                     5);
  EXPECT_EQ(found.empty() ? "" : found[0].name, "void trained on");
  EXPECT_NE(made::what(found, "void trained on").find("class 4 is trained like any other"),
            std::string::npos);
}

TEST(DataFindings, VoidAsAClassByItsName) {
  DatasetInfo info{"made", numbered_classes(4), false, {}};
  info.classes.names[3] = "Unlabelled";
  const InMemoryDataset data(info, made::many_boxes());
  const Findings found = data_findings(data, nullptr, "folder:mine");
  EXPECT_EQ(made::names(found), "void trained on");
  EXPECT_NE(made::what(found, "void trained on").find("'void 3'"), std::string::npos);
}

TEST(DataFindings, LabelsThatBeginAtOne) {
  const Findings found = findings_of(spoiled([](Sample& sample, const Mask& before) {
    for (std::size_t i = 0; i < before.ids.size(); ++i) {
      sample.mask.ids[i] = before.ids[i] == 3 ? 3 : before.ids[i] == 1 ? 2 : 1;
    }
  }));
  EXPECT_EQ(made::names(found), "labels begin at 1");
}

}  // namespace
}  // namespace pixelwise
