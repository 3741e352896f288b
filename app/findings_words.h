// What the doctor found, for a terminal and as JSON: shared by doctor, eval and train.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/common.h"
#include "doctor/examine.h"
#include "training/run_report.h"

namespace pixelwise {

/// "pixelwise train --lr .001", ready to paste.
std::string command_line(const Words& words);

/// Lines "found: ..." with commands behind them, or one that nothing is found.
void say_findings(const CommonOptions& common, const Findings& findings);

/// The verdict, and the commands that it leads to.
void say_verdict(const CommonOptions& common, const std::string& verdict, const Findings& findings);

/// The same for the page of a run.
RunVerdict run_verdict(const Examination& examination);

nlohmann::ordered_json to_json(const Findings& findings);
nlohmann::ordered_json to_json(const Examination& examination);

}  // namespace pixelwise
