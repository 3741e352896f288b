// pixelwise lr: a learning rate translated for another loss, batch, image size or momentum.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "app/commands.h"
#include "app/words.h"
#include "optim/loss_scale.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

// One side of the translation, as typed.
struct Side {
  std::optional<std::string> reduction, size;
  std::optional<std::int64_t> batch;
  std::optional<double> momentum;
};

struct LrOptions {
  CommonOptions common;
  double lr = 0;
  Side from, to;
  double weight_decay = 0;
  std::string keep = "step";
};

void add_side(CLI::App& app, Side& side, const std::string& prefix, const std::string& usual) {
  const auto default_is = [&](const std::string& value) {
    return " [" + (usual.empty() ? value : usual) + "]";
  };
  const std::string whose = usual.empty() ? "" : "The new ";
  app.add_option(prefix + "reduction", side.reduction,
                 whose + "loss: sum over all pixels, or their mean" + default_is("mean"))
      ->check(one_of({"sum", "mean"}));
  app.add_option(prefix + "batch", side.batch, whose + "images in a step" + default_is("1"));
  app.add_option(prefix + "size", side.size,
                 whose + "height and width of an image in pixels" + default_is("1x1"))
      ->type_name("HxW");
  app.add_option(prefix + "momentum", side.momentum, whose + "momentum of SGD" + default_is("0"));
}

StepScale scale_of(const Side& side, StepScale scale, const std::string& prefix) {
  if (side.reduction) scale.reduction = *side.reduction == "sum" ? Reduction::sum : Reduction::mean;
  if (side.size)
    std::tie(scale.height, scale.width) = height_and_width(prefix + "size", *side.size);
  scale.batch = side.batch.value_or(scale.batch);
  scale.momentum = side.momentum.value_or(scale.momentum);
  return scale;
}

const char* name_of(Reduction reduction) { return reduction == Reduction::sum ? "sum" : "mean"; }

Json json_of(double lr, double decay, const StepScale& scale) {
  return {{"lr", lr},
          {"reduction", name_of(scale.reduction)},
          {"batch", scale.batch},
          {"height", scale.height},
          {"width", scale.width},
          {"pixels", pixels_of(scale)},
          {"momentum", scale.momentum},
          {"effective_lr", effective_lr(lr, scale.momentum)},
          {"weight_decay", decay}};
}

std::string line_of(const char* word, double lr, double decay, const StepScale& scale) {
  std::string line = text(word, "lr ", lr, ", ", name_of(scale.reduction), " over ", scale.batch,
                          " x ", scale.height, " x ", scale.width, " = ", pixels_of(scale),
                          " losses, momentum ", scale.momentum);
  if (decay > 0) line += text(", weight decay ", decay);
  return line;
}

// Why the number changed: one sentence for each thing that did.
void explain(const LrOptions& o, const StepScale& from, const StepScale& to) {
  const bool sums = from.reduction == Reduction::sum || to.reduction == Reduction::sum;
  if (sums) {
    o.common.say("A sum's gradient is as many times larger than the mean's as there are losses.");
    o.common.say("(This is exact. Void pixels are no losses: with many of them count fewer.)");
  }
  if (from.momentum != to.momentum) {
    o.common.say(
        text("Momentum adds up old gradients, so steps get 1 / (1 - momentum) times as "
             "long: ",
             1 / (1 - from.momentum), " before, ", 1 / (1 - to.momentum),
             " now.\n(An average over many steps; the first ones are shorter.)"));
  }
  if (from.batch != to.batch) {
    o.common.say(
        o.keep == "step"
            ? "The mean over another batch is about as large: a step goes as far as before."
            : "Per epoch: a batch k times as large has 1/k of the steps, each k times as "
              "long.\n(A rule of thumb; it fails for large batches and rates.)");
  }
  if (from.height * from.width != to.height * to.width) {
    o.common.say("The mean over an image of another size is about as large. (True on average.)");
  }
  o.common.say("All this is for SGD. Adam divides by the size of the gradient: there sum and mean");
  o.common.say("need the same lr.");
}

int run(const LrOptions& o) {
  const StepScale from = scale_of(o.from, {}, "--"), to = scale_of(o.to, from, "--to-");
  const Keep keep = o.keep == "epoch" ? Keep::epoch : Keep::step;
  const double lr = understand([&] { return translate_lr(o.lr, from, to, keep); });
  const double decay = understand([&] { return translate_weight_decay(o.weight_decay, from, to); });
  if (o.common.json) {
    const Json json = {{"from", json_of(o.lr, o.weight_decay, from)},
                       {"to", json_of(lr, decay, to)},
                       {"keep", o.keep},
                       {"factor", lr / o.lr}};
    std::cout << json.dump(2) << "\n";
    return kDone;
  }
  o.common.say(line_of("from: ", o.lr, o.weight_decay, from));
  o.common.say(line_of("to:   ", lr, decay, to) + "\n");
  explain(o, from, to);
  return kDone;
}

}  // namespace

Command add_lr(CLI::App& root) {
  auto o = std::make_shared<LrOptions>();
  CLI::App* app = root.add_subcommand(
      "lr", "A learning rate, translated for a sum or mean, another batch, size or momentum");
  app->add_option("lr", o->lr, "The learning rate of the recipe")->required();
  add_side(*app, o->from, "--", "");
  add_side(*app, o->to, "--to-", "as before");
  app->add_option("--weight-decay", o->weight_decay, "Weight decay, to be translated too [0]");
  app->add_option("--keep", o->keep,
                  "With another batch: a step goes as far as before, or an epoch does [step]")
      ->check(one_of({"step", "epoch"}));
  o->common.add_json(*app);
  app->footer(
      "\nThe published FCN recipe as a mean:\n"
      "  pixelwise lr 1e-10 --reduction sum --size 375x500 --to-reduction mean");
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
