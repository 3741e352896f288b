#include "doctor/retry.h"

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace pixelwise {
namespace {

std::string word(const std::string& value) { return value; }
std::string word(std::int64_t value) { return std::to_string(value); }
std::string word(std::uint64_t value) { return std::to_string(value); }
std::string word(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%g", value);
  return digits.data();
}

// All settings in their order; empty where one is open.
std::vector<std::string> values_of(const TrainSettings& settings) {
  std::vector<std::string> values;
  visit_settings(settings, [&](const char*, const auto& value, const char*) {
    values.push_back(value ? word(*value) : "");
  });
  return values;
}

}  // namespace

Words retry(const TrainSettings& run, const Dataset& train,
            const std::function<void(TrainSettings&)>& change, const TrainStatistics& statistics) {
  TrainSettings wanted = run;
  change(wanted);
  const std::vector<std::string> before = values_of(run);
  TrainSettings usual;
  usual.model = wanted.model;
  usual.data = wanted.data;
  usual.weights = wanted.weights;
  try {
    usual = complete_settings(usual, train, no_note, statistics);
  } catch (const std::invalid_argument&) {
    // A network that only the program knows which brought it: then all settings are named.
  }
  const std::vector<std::string> usually = values_of(usual);
  Words words = {"train"};
  std::size_t i = 0;
  visit_settings(wanted, [&](const char* name, const auto& value, const char*) {
    const std::string option = name, now = value ? word(*value) : "";
    const bool needed = option == "model" || option == "data" || option == "weights";
    const bool chosen = needed || now != usually[i] || now != before[i];
    ++i;
    if (now.empty() || !chosen) return;
    words.push_back("--" + option);
    words.push_back(now);
  });
  words.insert(words.end(), {"--out", "out/again"});
  return words;
}

TrainStatistics read_once(const Dataset& train) {
  return [&train, kept = std::make_shared<std::optional<DatasetStatistics>>()] {
    if (!*kept) *kept = collect_statistics(train);
    return **kept;
  };
}

}  // namespace pixelwise
