#include "tutorials/pages/claims.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "base/atomic_file.h"
#include "base/check.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

const char* const kKinds[] = {"exact", "trained", "timed"};

// Below this, numbers are rounding errors: any two of them agree.
constexpr double kRounding = 1e-4;

Json to_json(const Claim& claim) {
  Json json{{"kind", kKinds[static_cast<int>(claim.kind)]}};
  if (claim.kind == Kind::trained) json["band"] = claim.band;
  // Lines as a list: changes of one line stay small in a comparison of versions.
  std::istringstream lines(claim.text);
  json["text"] = Json::array();
  for (std::string line; std::getline(lines, line);) json["text"].push_back(line);
  return json;
}

Claim from_json(const Json& json) {
  Claim claim;
  const std::string kind = json.at("kind");
  const auto* const found = std::find(std::begin(kKinds), std::end(kKinds), kind);
  require(found != std::end(kKinds), "claims: unknown kind '", kind, "'");
  claim.kind = static_cast<Kind>(found - std::begin(kKinds));
  claim.band = json.value("band", claim.band);
  for (const std::string line : json.at("text")) {
    claim.text += (claim.text.empty() ? "" : "\n") + line;
  }
  return claim;
}

struct Pieces {
  std::vector<double> numbers;
  std::string words;  // with # for each number, and spaces that line up columns made one
};

Pieces pieces_of(const std::string& text) {
  static const std::regex number_pattern(
      R"((^|[^\w.])([-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?))");
  Pieces pieces;
  auto at = text.cbegin();
  for (std::sregex_iterator match(text.begin(), text.end(), number_pattern), end; match != end;
       ++match) {
    pieces.words.append(at, (*match)[2].first);
    pieces.words += '#';
    std::string digits = (*match)[2];
    digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
    pieces.numbers.push_back(std::stod(digits));
    at = (*match)[2].second;
  }
  pieces.words.append(at, text.cend());
  pieces.words = std::regex_replace(pieces.words, std::regex(" +"), " ");
  return pieces;
}

}  // namespace

std::string difference(const Claim& kept, const std::string& fresh) {
  if (kept.kind == Kind::exact) {
    return kept.text == fresh ? "" : "kept:\n" + kept.text + "\nrun:\n" + fresh;
  }
  const Pieces a = pieces_of(kept.text), b = pieces_of(fresh);
  if (a.words != b.words) return "other words; kept:\n" + kept.text + "\nrun:\n" + fresh;
  if (kept.kind == Kind::timed) return "";
  for (std::size_t i = 0; i < a.numbers.size(); ++i) {
    const double room = kept.band * std::max(std::abs(a.numbers[i]), std::abs(b.numbers[i]));
    if (std::abs(a.numbers[i] - b.numbers[i]) > room + kRounding) {
      return text("kept ", a.numbers[i], ", the run gives ", b.numbers[i], " (band ", kept.band,
                  "), number ", i + 1, " of:\n", kept.text);
    }
  }
  return "";
}

std::vector<std::string> differences(const Claims& kept, const Claims& fresh) {
  std::vector<std::string> found;
  const auto compare = [&](const std::string& what, const Claim& a, const Claim* b) {
    const std::string why = b == nullptr        ? "the run does not give it any more"
                            : a.kind != b->kind ? "it is of another kind"
                                                : difference(a, b->text);
    if (!why.empty()) found.push_back(what + ": " + why);
  };
  const auto lookup = [](const auto& map, const std::string& name) -> const Claim* {
    for (const auto& [other, claim] : map) {
      if (other == name) return &claim;
    }
    return nullptr;
  };
  const auto compare_all = [&](const std::string& what, const auto& a, const auto& b) {
    for (const auto& [name, claim] : a) compare(what + name, claim, lookup(b, name));
    for (const auto& [name, claim] : b) {
      if (lookup(a, name) == nullptr) found.push_back(what + name + ": is new");
    }
  };
  compare_all("section ", kept.sections, fresh.sections);
  compare_all("value ", kept.values, fresh.values);
  compare_all("figure ", kept.figures, fresh.figures);
  return found;
}

Claims read_claims(const std::string& path) {
  std::ifstream file(path);
  if (!file) fail_file(path, "cannot be read");
  try {
    const Json json = Json::parse(file);
    Claims claims;
    for (const auto& [title, claim] : json.at("sections").items()) {
      claims.sections.emplace_back(title, from_json(claim));
    }
    for (const auto& [name, claim] : json.at("values").items()) {
      claims.values[name] = from_json(claim);
    }
    for (const auto& [name, claim] : json.at("figures").items()) {
      claims.figures[name] = from_json(claim);
    }
    return claims;
  } catch (const nlohmann::json::exception& error) {
    fail_file(path, error.what());
  }
}

void write_claims(const std::string& path, const Claims& claims) {
  Json json{{"sections", Json::object()}, {"values", Json::object()}, {"figures", Json::object()}};
  for (const auto& [title, claim] : claims.sections) json["sections"][title] = to_json(claim);
  for (const auto& [name, claim] : claims.values) json["values"][name] = to_json(claim);
  for (const auto& [name, claim] : claims.figures) json["figures"][name] = to_json(claim);
  write_file_atomically(path, [&](std::ostream& out) { out << json.dump(1) << '\n'; });
}

}  // namespace pixelwise
