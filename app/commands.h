// The subcommands of `pixelwise`: each function adds one, and lives in the file of its name.
#pragma once

#include "app/common.h"

namespace pixelwise {

Command add_ladder(CLI::App& root);
Command add_train(CLI::App& root);
Command add_eval(CLI::App& root);
Command add_doctor(CLI::App& root);
Command add_predict(CLI::App& root);
Command add_data(CLI::App& root);
Command add_summary(CLI::App& root);
Command add_align(CLI::App& root);
Command add_graph(CLI::App& root);
Command add_look(CLI::App& root);
Command add_convert(CLI::App& root);
Command add_inspect(CLI::App& root);
Command add_lr(CLI::App& root);
Command add_gradcheck(CLI::App& root);
Command add_bench(CLI::App& root);

}  // namespace pixelwise
