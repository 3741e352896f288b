// pixelwise doctor, and the verdict at the end of train and eval.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

using Words = std::vector<std::string>;

class Doctor : public ::testing::Test {
 protected:
  void SetUp() override { write_shapes_folder(folder_ / "data", 10, 64, 48); }

  Words train(const Words& more) const {
    Words words = {"train", "--model",       "toy-8s",  "--data", "folder:" + (folder_ / "data"),
                   "--out", folder_ / "run", "--batch", "2",      "--threads",
                   "1"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  const TemporaryFolder folder_;
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Doctor, TrainEndsWithAVerdictThatTheDoctorExplains) {
  const Outcome trained = run_app(train({"--iterations", "20", "--lr", "1"}));
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_TRUE(contains(trained.out, "verdict: no better than one class for all (mean IoU "))
      << trained.out;
  EXPECT_TRUE(contains(trained.out, "; found: learning rate too high;")) << trained.out;
  EXPECT_TRUE(contains(trained.out, "  try: pixelwise train --model toy-8s --data folder:"));
  const auto results = nlohmann::json::parse(read_file(folder_ / "run/results.json"));
  const std::string verdict = results.at("verdict");
  EXPECT_TRUE(contains(trained.out, "verdict: " + verdict + "\n"));
  const std::string page = read_file(folder_ / "run/report.html");
  EXPECT_TRUE(contains(page, "<strong>Verdict:</strong> no better than one class"));
  EXPECT_TRUE(contains(page, "--lr 0.001"));

  const Outcome examined = run_app({"doctor", folder_ / "run"});
  ASSERT_EQ(examined.status, 0) << examined.err;
  EXPECT_TRUE(contains(examined.out, "verdict: " + verdict + "\n")) << examined.out;
  EXPECT_TRUE(contains(examined.out,
                       "found: learning rate too high: the learning rate 1 is 1000 "
                       "times the usual 0.001 of adam"));
  const auto json = nlohmann::json::parse(run_app({"doctor", folder_ / "run", "--json"}).out);
  EXPECT_EQ(json.at("findings").at(0).at("name"), "learning rate too high");
  EXPECT_EQ(json.at("findings").at(0).at("kind"), "fault");

  const Outcome scored = run_app({"eval", "--weights", folder_ / "run/last.safetensors", "--data",
                                  "folder:" + (folder_ / "data")});
  EXPECT_TRUE(contains(scored.out, "verdict: no better than one class for all")) << scored.out;
}

TEST_F(Doctor, SeesWhyARunFailed) {
  const Outcome trained =
      run_app(train({"--iterations", "20", "--optimizer", "sgd", "--loss", "sum", "--lr", ".01"}));
  ASSERT_EQ(trained.status, 1) << trained.out;
  const Outcome examined = run_app({"doctor", folder_ / "run"});
  ASSERT_EQ(examined.status, 0) << examined.err;
  EXPECT_TRUE(contains(examined.out, "verdict: stopped after ")) << examined.out;
  EXPECT_TRUE(contains(examined.out, "found: sum loss with the lr of a mean: ")) << examined.out;
  EXPECT_TRUE(contains(examined.out, "  try: pixelwise train --model toy-8s")) << examined.out;
}

TEST_F(Doctor, TheZoo) {
  const Outcome outcome = run_app({"doctor", "--zoo", "--only", "all-zero weights", "--out",
                                   folder_ / "zoo", "--threads", "1"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "all-zero weights                0.000     named"))
      << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "named the cause of 1 of 1 broken trainings"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "zoo/all-zero_weights/run/settings.json"));
}

TEST_F(Doctor, WrongUse) {
  EXPECT_EQ(run_app({"doctor"}).status, 2);
  EXPECT_EQ(run_app({"doctor", "--zoo", "--only", "tiger", "--out", folder_ / "zoo"}).status, 2);
  const Outcome none = run_app({"doctor", folder_ / "data"});
  EXPECT_EQ(none.status, 1);
  EXPECT_TRUE(contains(none.err, "holds no settings.json; doctor takes the folder")) << none.err;
}

}  // namespace
}  // namespace pixelwise
