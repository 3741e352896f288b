#include "base/closest_word.h"

#include <gtest/gtest.h>

namespace pixelwise {
namespace {

const std::vector<std::string> kCommands = {"ladder", "train",   "eval",  "predict",
                                            "data",   "summary", "align", "convert"};

TEST(ClosestWord, EditsAreCounted) {
  EXPECT_EQ(edit_distance("train", "train"), 0U);
  EXPECT_EQ(edit_distance("trian", "train"), 1U);  // two letters swapped
  EXPECT_EQ(edit_distance("tran", "train"), 1U);   // one left out
  EXPECT_EQ(edit_distance("traiin", "train"), 1U);
  EXPECT_EQ(edit_distance("Train", "train"), 0U);
  EXPECT_EQ(edit_distance("", "train"), 5U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(ClosestWord, ASlipOfAFingerIsUnderstood) {
  EXPECT_EQ(closest_word("trian", kCommands), "train");
  EXPECT_EQ(closest_word("predcit", kCommands), "predict");
  EXPECT_EQ(closest_word("evla", kCommands), "eval");
  EXPECT_EQ(closest_word("sum", kCommands), "summary");  // its beginning
  EXPECT_EQ(closest_word("toy8s", {"toy-32s", "toy-16s", "toy-8s"}), "toy-8s");
}

TEST(ClosestWord, OtherWordsAreNot) {
  EXPECT_EQ(closest_word("banana", kCommands), "");
  EXPECT_EQ(closest_word("", kCommands), "");
  EXPECT_EQ(closest_word("x", {"y"}), "");
  EXPECT_EQ(closest_word("toy", {"toy-32s", "toy-16s"}), "");  // it could be both
  EXPECT_EQ(closest_word(std::string(100'000, 'a'), kCommands), "");
}

TEST(ClosestWord, Question) {
  EXPECT_EQ(did_you_mean("trian", kCommands), "; did you mean 'train'?");
  EXPECT_EQ(did_you_mean("banana", kCommands), "");
}

}  // namespace
}  // namespace pixelwise
