#include "tests/fuzz/cards.h"

#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "autograd/ops.h"
#include "base/check.h"
#include "base/read_file.h"
#include "datasets/drawing.h"
#include "datasets/mask.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "tests/base/temporary_folder.h"
#include "training/card_check.h"
#include "training/class_identity.h"
#include "training/evaluate.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

using nlohmann::json;

constexpr char kCardKey[] = "pixelwise";

ModelCard tiny_card() {
  return {{.name = "simple-fcn", .classes = 2, .width = 2},
          {{"background", "object"}, voc_palette(2)},
          preprocessing("unit")};
}

// A network that made one step of Adam, saved for resuming: the bytes of the file.
const std::string& saved() {
  static const std::string kSaved = [] {
    Rng rng(3);
    const auto network = make_model(tiny_card().model, rng);
    Adam adam(trainable_parameters(*network), {});
    mean((*network)(Tensor(Array({1, 3, 8, 8}, Real(0.5))))).backward();
    adam.step();
    const TemporaryFolder folder;
    const std::string path = folder / "card.safetensors";
    save_checkpoint(path, tiny_card(), *network, &adam, 1);
    return read_file(path);
  }();
  return kSaved;
}

constexpr std::size_t kLengthBytes = 8;  // of the header, before it

std::size_t header_length() {
  std::uint64_t length = 0;
  std::memcpy(&length, saved().data(), kLengthBytes);
  return static_cast<std::size_t>(length);
}

json header() { return json::parse(saved().substr(kLengthBytes, header_length())); }

DatasetPtr images_of(const ModelCard& card) {
  DatasetInfo info{.name = "tiny", .classes = card.classes, .whole_image = false, .notes = {}};
  return std::make_shared<GeneratedDataset>(info, 2, [](std::int64_t index) {
    return Sample{Image(8, 8, 3), Mask(8, 8), text("image", index)};
  });
}

}  // namespace

std::string sound_card() { return header()["__metadata__"][kCardKey].get<std::string>(); }

std::string checkpoint_with_card(const std::string& card) {
  json edited = header();
  edited["__metadata__"][kCardKey] = card;
  const std::string text = edited.dump(-1, ' ', false, json::error_handler_t::replace);
  const std::uint64_t length = text.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  return bytes + text + saved().substr(kLengthBytes + header_length());
}

void use_checkpoint(const std::string& bytes) {
  const std::string path = "input";
  const Checkpoint checkpoint = as_checkpoint(path, read_weights(FileBytes(path, bytes)));
  const LoadedModel model = load_model(path, checkpoint);
  const Classes& classes = model.card.classes;
  // predict: a mask, its picture, its names
  const Image image(8, 8, 3);
  const Mask mask = predict(*model.network, image, model.card.preprocessing);
  overlay(image, mask, classes.palette);
  for (const std::uint8_t id : mask.ids) require_internal(id < classes.names.size(), "no name");
  // eval
  const DatasetPtr data = images_of(model.card);
  evaluate(*model.network, *data, model.card.preprocessing).mean_iou();
  compare_classes({path, classes.names}, {"tiny", tiny_card().classes.names});
  // train --resume
  Adam adam(trainable_parameters(*model.network), {});
  restore_optimizer(path, checkpoint, adam);
  require_same_run(path, checkpoint, tiny_card(), 10);
}

}  // namespace pixelwise
