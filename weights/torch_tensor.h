// One tensor of a pickle of torch.save: the call that makes it, and what its arguments say.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "weights/pickle_view.h"
#include "weights/torch_state.h"

namespace pixelwise {

/// A call of one of the functions that make tensors.
struct TensorCall {
  std::string_view function;               // "_rebuild_tensor_v2"
  const PickleValue* arguments = nullptr;  // a tuple
};

/// The call that makes this value, if it is a tensor: also inside those that make a parameter of
/// it or give it attributes.
std::optional<TensorCall> tensor_call(const PickleView& view, const PickleValue& value);

/// A storage by its key, and the storage.
std::pair<std::string, TorchStorage> storage_of(const PickleView& view, const PickleValue& id);

/// Whether what stands for something outside the pickle stands for a storage.
bool is_storage_id(const PickleView& view, const PickleValue& persistent);

/// The tensor that a call makes; its name is left open. None if an argument says something that is
/// not known here (then the rest may mean something else, too): `why` tells what. Throws
/// std::runtime_error for what makes no sense.
std::optional<TorchTensor> tensor_of(const PickleView& view,
                                     const std::map<std::string, TorchStorage>& storages,
                                     const TensorCall& call, std::string& why);

}  // namespace pixelwise
