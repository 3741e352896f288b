// A few trainings of the zoo; all of them are in zoo/.
#include "doctor/zoo.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "doctor/examine.h"
#include "doctor/zoo_data.h"
#include "tests/datasets/helpers.h"
#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

TEST(Zoo, NamesTheCauses) {
  const TemporaryFolder folder;
  ZooOptions options;
  options.folder = folder.path();
  options.only = {"all-zero weights", "sum loss with the lr of a mean", "wrong class order",
                  "healthy"};
  std::string said;
  options.note = [&](const std::string& line) { said += line + "\n"; };
  const std::vector<Animal> animals = run_zoo(options);
  ASSERT_EQ(animals.size(), 4U);
  for (const Animal& animal : animals) {
    EXPECT_TRUE(animal.is_first()) << animal.name << ": " << made::names(animal.findings);
  }
  EXPECT_NE(said.find("all-zero weights: training: all weights of"), std::string::npos) << said;
  EXPECT_EQ(animals[1].verdict.substr(0, 14), "stopped after ") << animals[1].verdict;
  EXPECT_GT(animals[3].mean_iou, 0.5);

  // What the zoo leaves is what any run leaves.
  const Examination again = examine_folder(animals[2].folder);
  EXPECT_EQ(again.verdict, animals[2].verdict);
  EXPECT_NE(again.verdict.find("found: wrong class order"), std::string::npos);
}

TEST(Zoo, UnknownNames) {
  ZooOptions options;
  options.only = {"tiger"};
  EXPECT_THROW(run_zoo(options), std::invalid_argument);
  EXPECT_EQ(zoo_names().size(), 17U);
}

TEST(ZooData, IsTheSameForASeed) {
  const ZooData a = zoo_data("fields", 3), b = zoo_data("fields", 3), c = zoo_data("fields", 4);
  EXPECT_EQ(a.samples[5].image.pixels, b.samples[5].image.pixels);
  EXPECT_NE(a.samples[5].image.pixels, c.samples[5].image.pixels);
  const ZooData shapes = zoo_data("shapes", 0);
  EXPECT_EQ(shapes.samples.size(), 80U);
  EXPECT_EQ(shapes.samples[0].image.width, 64);
  for (const std::uint8_t id : shapes.samples[0].mask.ids) ASSERT_LT(id, 6) << "no void";
}

TEST(ExamineFolder, NoRun) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of<std::runtime_error>([&] {
              examine_folder(folder.path());
            }).find("holds no settings.json; doctor takes the folder"),
            std::string::npos);
}

}  // namespace
}  // namespace pixelwise
