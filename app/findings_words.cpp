#include "app/findings_words.h"

#include "app/words.h"
#include "doctor/verdict.h"

namespace pixelwise {

using Json = nlohmann::ordered_json;

std::string command_line(const Words& words) {
  std::string line = program_name();
  for (const std::string& word : words) line += " " + shell_quoted(word);
  return line;
}

void say_findings(const CommonOptions& common, const Findings& findings) {
  for (const Finding& finding : findings) {
    const bool fault = finding.kind == FindingKind::fault;
    common.say((fault ? "found: " + finding.name + ": " : "seen: ") + finding.what);
    for (const Words& words : finding.to_try) common.say("  try: " + command_line(words));
  }
  if (has_fault(findings)) return;
  const bool bad =
      has_finding(findings, "one class only") || has_finding(findings, "no better than one class");
  common.say(bad ? "no cause is found" : "nothing is found wrong");
}

void say_verdict(const CommonOptions& common, const std::string& verdict,
                 const Findings& findings) {
  common.say("verdict: " + verdict);
  for (const Words& words : all_to_try(findings)) common.say("  try: " + command_line(words));
}

RunVerdict run_verdict(const Examination& examination) {
  RunVerdict result{examination.verdict, ""};
  for (const Words& words : all_to_try(examination.findings)) {
    result.to_try += command_line(words) + "\n";
  }
  return result;
}

Json to_json(const Findings& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json commands = Json::array();
    for (const Words& words : finding.to_try) commands.push_back(command_line(words));
    list.push_back({{"name", finding.name},
                    {"kind", finding.kind == FindingKind::fault ? "fault" : "sign"},
                    {"what", finding.what},
                    {"try", std::move(commands)}});
  }
  return list;
}

Json to_json(const Examination& examination) {
  Json layers = Json::array();
  for (const LayerActivity& layer : examination.layers) {
    layers.push_back({{"name", layer.layer},
                      {"channels", layer.channels},
                      {"dead", layer.dead},
                      {"zero_weights", layer.zero_weights}});
  }
  return {{"verdict", examination.verdict},
          {"layers", std::move(layers)},
          {"findings", to_json(examination.findings)}};
}

}  // namespace pixelwise
