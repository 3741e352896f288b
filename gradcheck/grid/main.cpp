// pixelwise-gradcheck: the gradient check of every operation over its option grid, as a table.
// Exit status: 0 all passed, 1 a gradient is wrong, 2 wrong usage (an unknown operation).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "base/check.h"
#include "base/closest_word.h"
#include "base/parallel.h"
#include "gradcheck/grid/op_cases.h"
#include "gradcheck/grid/wrong_ops.h"

namespace pixelwise {
namespace {

constexpr double kTolerance = 1e-6;

struct OpReport {
  std::string op;
  int cases = 0;
  std::int64_t compared = 0, nonzero = 0;
  double relative_error = 0;
  std::vector<std::string> failures;  // "label: message"

  double nonzero_share() const {
    return static_cast<double>(nonzero) / static_cast<double>(std::max<std::int64_t>(compared, 1));
  }
};

GradientCheckResult check_case(const OpCase& op_case) {
  GradientCheckOptions options;
  options.tolerance = kTolerance;
  options.min_nonzero_share = op_case.min_nonzero_share;
  return check_gradients(op_case.run, draw_inputs(op_case), options);
}

OpReport check_op(const std::string& op, const std::vector<OpCase>& cases) {
  OpReport report;
  report.op = op;
  for (const OpCase& op_case : cases) {
    if (op_case.op != op) continue;
    const GradientCheckResult result = check_case(op_case);
    ++report.cases;
    report.compared += result.compared;
    report.nonzero += result.nonzero;
    report.relative_error = std::max(report.relative_error, result.relative_error);
    if (!result.passed) report.failures.push_back(op_case.label + ": " + result.message);
  }
  return report;
}

void print_heading() {
  std::printf("%-18s %6s %10s %9s %12s\n", "operation", "cases", "elements", "not zero",
              "rel. error");
}

void print_row(const OpReport& r) {
  std::printf("%-18s %6d %10lld %7.0f %% %12.1e  %s\n", r.op.c_str(), r.cases,
              static_cast<long long>(r.compared), 100 * r.nonzero_share(), r.relative_error,
              r.failures.empty() ? "ok" : "FAILED");
  for (const std::string& failure : r.failures) std::printf("  %s\n", failure.c_str());
  std::fflush(stdout);
}

nlohmann::json to_json(const OpReport& r) {
  return {{"op", r.op},
          {"cases", r.cases},
          {"elements", r.compared},
          {"nonzero_share", r.nonzero_share()},
          {"relative_error", r.relative_error},
          {"passed", r.failures.empty()},
          {"failures", r.failures}};
}

int run(const std::string& wanted, bool as_json) {
  const std::vector<OpCase> cases = all_op_cases();
  std::vector<std::string> names = op_names(cases);
  if (!wanted.empty()) {
    if (std::find(names.begin(), names.end(), wanted) == names.end()) {
      std::string list;
      for (const std::string& name : names) list += " " + name;
      std::cerr << "gradcheck: there is no operation " << wanted << "; known are" << list
                << did_you_mean(wanted, names) << "\n";
      return 2;
    }
    names = {wanted};
  }

  const auto start = std::chrono::steady_clock::now();
  if (!as_json) print_heading();
  nlohmann::json operations = nlohmann::json::array(), wrong = nlohmann::json::array();
  bool passed = true;
  for (const std::string& name : names) {
    const OpReport report = check_op(name, cases);
    passed = passed && report.failures.empty();
    operations.push_back(to_json(report));
    if (!as_json) print_row(report);
  }
  for (const OpCase& op_case : wrong_op_cases()) {
    const GradientCheckResult result = check_case(op_case);
    const bool caught = !result.passed && result.relative_error > kTolerance;
    passed = passed && caught;
    wrong.push_back({{"op", op_case.op}, {"mistake", op_case.label}, {"caught", caught}});
    if (as_json) continue;
    std::printf("a deliberately wrong %s: %s (%s)\n", op_case.op.c_str(),
                caught ? "caught" : "NOT CAUGHT", op_case.label.c_str());
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (as_json) {
    std::cout << nlohmann::json{{"passed", passed},
                                {"tolerance", kTolerance},
                                {"operations", operations},
                                {"deliberately_wrong", wrong},
                                {"seconds", seconds.count()}}
                     .dump(2)
              << "\n";
  } else {
    std::printf("%s: %zu operations, tolerance %.0e, %.1f s\n", passed ? "passed" : "FAILED",
                names.size(), kTolerance, seconds.count());
  }
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  CLI::App app("Gradient check of every operation, in double precision", "pixelwise-gradcheck");
  std::string op, dump;
  bool as_json = false;
  app.add_option("OP", op, "check only this operation, for example conv2d");
  app.add_flag("--json", as_json, "print the results as JSON");
  app.add_option("--dump-cases", dump,
                 "write all cases with inputs and cotangents for tests/golden/make_golden.py, and "
                 "check nothing");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    pixelwise::set_threads(1);  // the cases are small: threads would only wait for each other
    if (dump.empty()) return pixelwise::run(op, as_json);
    std::ofstream file(dump);
    file << pixelwise::dump_cases(pixelwise::all_op_cases()).dump() << "\n";
    file.close();
    if (!file) pixelwise::fail_file(dump, "could not be written");
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
