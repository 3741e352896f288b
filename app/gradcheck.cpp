// pixelwise gradcheck: hands over to pixelwise-gradcheck, which is built in double precision.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "app/commands.h"

namespace pixelwise {
namespace {

struct GradcheckOptions {
  CommonOptions common;
  std::string op;
};

int run(const GradcheckOptions& o) {
  namespace fs = std::filesystem;
  const std::string program =
      (fs::read_symlink("/proc/self/exe").parent_path() / "pixelwise-gradcheck").string();
  std::vector<std::string> words = {program};
  if (!o.op.empty()) words.push_back(o.op);
  if (o.common.json) words.emplace_back("--json");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  fail_file(program, "cannot be started: ", std::strerror(errno),
            "; it belongs beside pixelwise, in one folder. Build both with ",
            "./run, or with cmake --build FOLDER --target pixelwise");
}

}  // namespace

Command add_gradcheck(CLI::App& root) {
  auto o = std::make_shared<GradcheckOptions>();
  CLI::App* app = root.add_subcommand(
      "gradcheck", "Checks the gradient of every operation, in double precision");
  app->add_option("op", o->op, "Only this operation, for example conv2d")->type_name("OP");
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
