// Checkpoints: a network on disk, with everything needed to use it or to go on training.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "datasets/palette.h"
#include "datasets/preprocess.h"
#include "models/surgery.h"
#include "models/zoo.h"
#include "optim/optimizer.h"
#include "weights/weight_file.h"

namespace pixelwise {

/// What a network needs to be used on images: stored in the file's metadata.
struct ModelCard {
  ModelConfig model;
  Classes classes;  // names and colours
  Preprocessing preprocessing;
};

/// A safetensors file: parameters under their own names, the optimiser's state under
/// "optimizer.", the card and the number of iterations in the metadata. Or a weight file of others,
/// in any format that read_weights knows, under the names it has there.
struct Checkpoint {
  std::optional<ModelCard> card;  // none in a weight file that others wrote
  std::map<std::string, Array> weights;
  std::map<std::string, Array> optimizer;  // empty unless saved for resuming
  std::int64_t iterations = 0;             // of training done
  std::int64_t optimizer_steps = 0;
  std::string format;                          // see WeightFile
  std::map<std::string, std::string> skipped;  // see WeightFile
};

/// Writes a network, and the optimiser if it is not null, atomically.
void save_checkpoint(const std::string& path, const ModelCard& card, Network& network,
                     Optimizer* optimizer, std::int64_t iterations);

/// Reads a checkpoint or any weight file. Throws std::runtime_error with the path for files
/// that are damaged.
Checkpoint load_checkpoint(const std::string& path);

/// The same of a file that was read already; `path` is named in messages.
Checkpoint as_checkpoint(const std::string& path, WeightFile file);

/// Gives the optimiser back the state it had. Throws std::runtime_error, naming `path`, if the
/// state does not fit.
void restore_optimizer(const std::string& path, const Checkpoint& checkpoint, Optimizer& optimizer);

/// A network ready to use.
struct LoadedModel {
  ModelCard card;
  std::unique_ptr<Network> network;
};

/// The network of a checkpoint of ours. Throws std::runtime_error if the file holds no card (then
/// the model must be named) or the weights do not fit it.
LoadedModel load_model(const std::string& path);

/// The same of one that was read already; `path` is named in messages.
LoadedModel load_model(const std::string& path, const Checkpoint& checkpoint);

}  // namespace pixelwise
