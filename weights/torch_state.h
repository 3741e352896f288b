// The tensors that a pickle of torch.save describes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "weights/pickle.h"
#include "weights/stored_array.h"

namespace pixelwise {

/// A run of values beside the pickle, which tensors refer to.
struct TorchStorage {
  std::string dtype;  // "FloatStorage"
  StoredType type = StoredType::other;
  std::int64_t value_bytes = 0;  // 0: of an unknown type
  std::int64_t values = 0;
};

struct TorchTensor {
  StoredArray array;  // begin: from that of the storage
  std::string storage;
};

struct TorchState {
  std::vector<TorchTensor> tensors;
  std::map<std::string, TorchStorage> storages;  // by key, those that no tensor of ours needs too
  std::map<std::string, std::string> skipped;    // see WeightFile
};

/// Reads a pickle of torch.save. One that names a function which can run code is refused.
Pickle read_torch_pickle(const std::string& path, std::string_view bytes, std::size_t begin,
                         const PickleObserver& observe = {});

/// The tensors of a state_dict, or of the state_dict in a training checkpoint, wherever it is (see
/// state_search.h). What is no tensor that we know is skipped by name. Throws std::runtime_error
/// with the path if the pickle holds no dictionary.
TorchState torch_state(const std::string& path, const Pickle& pickle);

/// The text of a value; throws std::runtime_error if it is none.
std::string text_of(const std::string& path, const PickleValue& value);

}  // namespace pixelwise
