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
/// "optimizer.", the card and the number of iterations in the metadata, as JSON:
///   model {name, classes, width, fc_width, dropout, family}, class_names, palette, preprocess,
///   iterations, optimizer_steps, parameter_steps (a list, only where the optimiser's parameters
///   have not all taken every step)
/// Or a weight file of others,
/// in any format that read_weights knows, under the names it has there.
struct Checkpoint {
  std::optional<ModelCard> card;  // none in a weight file that others wrote
  std::map<std::string, Array> weights;
  std::map<std::string, Array> optimizer;  // empty unless saved for resuming
  std::int64_t iterations = 0;             // of training done
  std::int64_t optimizer_steps = 0;
  /// Steps of each parameter; empty if all are optimizer_steps, as in every file before this field.
  std::vector<std::int64_t> parameter_steps;
  std::string format;                          // see WeightFile
  std::map<std::string, std::string> skipped;  // see WeightFile
};

/// Writes a network, and the optimiser if it is not null, atomically.
void save_checkpoint(const std::string& path, const ModelCard& card, Network& network,
                     Optimizer* optimizer, std::int64_t iterations);

/// Reads a checkpoint or any weight file. Throws std::runtime_error with the path for files
/// that are damaged.
Checkpoint load_checkpoint(const std::string& path);

/// As above, for weights to start from: of a file without any tensor, std::runtime_error says what
/// is in it. What only resuming needs is forgotten.
Checkpoint load_weights(const std::string& path);

/// The same of a file that was read already; `path` is named in messages. The card is compared with
/// itself and with the tensors, see card_check.h.
Checkpoint as_checkpoint(const std::string& path, WeightFile file);

/// Gives the optimiser back the state it had. Throws std::runtime_error, naming `path`, if the
/// state does not fit.
void restore_optimizer(const std::string& path, const Checkpoint& checkpoint, Optimizer& optimizer);

/// A network ready to use.
struct LoadedModel {
  ModelCard card;
  std::unique_ptr<Network> network;
  bool classes_are_named = true;  // by the file; else the names are the usual ones of their number
};

/// The network of a checkpoint of ours. Throws std::runtime_error if the file holds no card (then
/// the model must be named) or the weights do not fit it.
LoadedModel load_model(const std::string& path);

/// The same of one that was read already; `path` is named in messages.
LoadedModel load_model(const std::string& path, const Checkpoint& checkpoint);

}  // namespace pixelwise
