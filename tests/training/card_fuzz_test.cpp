// Every field of a checkpoint's card replaced by what does not belong there, and random edits: the
// checkpoint is refused with its name, or it can be used. The short form of tests/fuzz/fuzz_card.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/random.h"
#include "tests/fuzz/cards.h"

namespace pixelwise {
namespace {

using nlohmann::json;

// What happened: "used", or the message. Any other exception, or a signal, fails the test.
std::string outcome_of(const std::string& card) {
  try {
    use_checkpoint(checkpoint_with_card(card));
    return "used";
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.rfind("input: ", 0), 0U) << what << "\nof the card " << card;
    return what;
  }
}

std::vector<json> odd_values() {
  json many = json::array(), deep = json::array();
  for (int i = 0; i < 2000; ++i) many.push_back("x");
  for (int i = 0; i < 50; ++i) deep = json::array({deep});
  return {nullptr,
          true,
          -1,
          0,
          1,
          3,
          255,
          256,
          257,
          300,
          99'999'999,
          INT64_MIN,
          INT64_MAX,
          UINT64_MAX,
          1.5,
          1e300,
          "",
          "x",
          "vgg16",
          "fcn8s",
          "toy-8s",
          "toy-classifier",
          "caffe",
          json::array(),
          json::object(),
          json::array({1}),
          json::array({json::array({1, 2, 300}), json::array({1, 2, 3})}),
          json::array({"a", "a"}),
          json::array({"object", "background"}),
          json::array({"", "\n\x1b[31m"}),
          many,
          deep};
}

TEST(CardFuzz, TheSoundCardCanBeUsed) { EXPECT_EQ(outcome_of(sound_card()), "used"); }

TEST(CardFuzz, EveryFieldWithEveryOddValue) {
  const json sound = json::parse(sound_card());
  std::vector<json::json_pointer> fields;
  for (const auto& [key, value] : sound.items()) fields.emplace_back("/" + key);
  for (const char* more :
       {"/model/name", "/model/classes", "/model/width", "/model/fc_width", "/model/dropout",
        "/model/family", "/parameter_steps", "/class_names/1", "/palette/0", "/palette/0/1"}) {
    fields.emplace_back(more);
  }
  int refused = 0, used = 0;
  for (const json::json_pointer& field : fields) {
    for (const json& value : odd_values()) {
      json card = sound;
      card[field] = value;
      (outcome_of(card.dump()) == "used" ? used : refused) += 1;
    }
  }
  EXPECT_GT(refused, 300);
  EXPECT_GT(used, 20);  // other names, colours and counts that are possible
  for (const auto& [key, value] : sound.items()) {
    json card = sound;
    card.erase(key);
    EXPECT_NE(outcome_of(card.dump()), "used") << key;
  }
}

TEST(CardFuzz, RandomBytes) {
  Rng rng(12);
  const std::string sound = sound_card();
  for (int round = 0; round < 600; ++round) {
    std::string card = sound;
    for (std::uint64_t edits = 1 + rng.below(3); edits-- > 0;) {
      const std::size_t at = rng.below(card.size());
      const auto printable = static_cast<char>(' ' + rng.below(95));
      const std::uint64_t kind = rng.below(3);
      if (kind == 0) card[at] = printable;
      if (kind == 1) card.erase(at, 1 + rng.below(8));
      if (kind == 2) card.insert(at, 1, printable);
      if (card.empty()) card = "x";
    }
    outcome_of(card);
  }
}

}  // namespace
}  // namespace pixelwise
