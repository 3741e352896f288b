#include "training/card_check.h"

#include <algorithm>

#include "base/check.h"
#include "training/class_identity.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kMostIterations = 1'000'000'000'000;

std::int64_t longest_axis(const std::map<std::string, Array>& tensors) {
  std::int64_t longest = 0;
  for (const auto& [name, values] : tensors) {
    for (int axis = 0; axis < values.shape().rank(); ++axis) {
      longest = std::max(longest, values.shape()[axis]);
    }
  }
  return longest;
}

// Every network has a tensor with an axis of its classes, of its width and of its fc width.
// Compared before a network is made, so that a wrong number costs no memory.
void check_sizes(const std::string& path, const Checkpoint& checkpoint) {
  const ModelConfig& model = checkpoint.card->model;
  const std::int64_t longest = longest_axis(checkpoint.weights);
  const auto check = [&](const char* what, std::int64_t size) {
    if (size >= 1 && size <= longest) return;
    fail_file(path, "its card says ", what, " ", size, " for ", model.name, ", but ",
              size < 1 ? text("1 is the least")
                       : text("no axis of its tensors is longer than ", longest));
  };
  check("classes", model.classes);
  if (model.width) check("width", *model.width);
  if (model.fc_width) check("fc_width", *model.fc_width);
}

void check_classes(const std::string& path, const ModelCard& card) {
  const auto classes = static_cast<std::size_t>(std::max<std::int64_t>(card.model.classes, 0));
  if (card.classes.names.size() != classes) {
    fail_file(path, "its card names ", card.classes.names.size(), " classes, but its model, ",
              card.model.name, ", has ", classes, " scores");
  }
  if (card.classes.palette.size() != classes) {
    fail_file(path, "its card has ", card.classes.palette.size(), " colours for ", classes,
              " classes");
  }
}

void check_counts(const std::string& path, const Checkpoint& checkpoint) {
  const auto check = [&](const char* what, std::int64_t count, std::int64_t most) {
    if (count >= 0 && count <= most) return;
    fail_file(path, "its card says ", count, " ", what, "; 0 to ", most, " are possible");
  };
  check("iterations", checkpoint.iterations, kMostIterations);
  check("steps of the optimiser", checkpoint.optimizer_steps, kMostIterations);
  for (const std::int64_t steps : checkpoint.parameter_steps) {
    check("steps of a parameter", steps, checkpoint.optimizer_steps);
  }
}

template <class Value>
std::string shown(const std::optional<Value>& value) {
  return value ? text(*value) : "none";
}

}  // namespace

void check_card(const std::string& path, const Checkpoint& checkpoint) {
  if (!checkpoint.card) return;
  const ModelCard& card = *checkpoint.card;
  check_sizes(path, checkpoint);
  check_classes(path, card);
  check_counts(path, checkpoint);
}

void require_same_run(const std::string& path, const Checkpoint& checkpoint,
                      const ModelCard& expected, std::int64_t iterations) {
  if (!checkpoint.card) fail_file(path, "is no checkpoint of a training run: it has no card");
  const ModelCard& card = *checkpoint.card;
  const auto check = [&](const char* what, const std::string& its, const std::string& wanted) {
    if (its == wanted) return;
    fail_file(path, "is of ", what, " ", its, ", but the settings of the run beside it say ",
              wanted);
  };
  const auto family = [](const ModelConfig& model) {
    return model.family ? family_name(*model.family) : "none";
  };
  check("the model", card.model.name, expected.model.name);
  check("the width", shown(card.model.width), shown(expected.model.width));
  check("the fc_width", shown(card.model.fc_width), shown(expected.model.fc_width));
  check("the family", family(card.model), family(expected.model));
  check("the preprocessing", card.preprocessing.name, expected.preprocessing.name);
  if (card.model.classes != expected.model.classes) {
    fail_file(path, "knows ", card.model.classes, " classes, but the data now have ",
              expected.model.classes, "; start a new run");
  }
  const ClassComparison compared =
      compare_classes({path, card.classes.names}, {"the data", expected.classes.names});
  if (compared.conflict()) fail_file(path, compared.message);
  if (checkpoint.iterations > iterations) {
    fail_file(path, "has ", checkpoint.iterations, " iterations, but the run beside it has ",
              iterations);
  }
}

}  // namespace pixelwise
