#include "weights/torch_state.h"

#include <array>
#include <optional>
#include <set>

#include "base/check.h"
#include "weights/pickle_view.h"
#include "weights/state_search.h"
#include "weights/torch_tensor.h"

namespace pixelwise {
namespace {

// What only an attack names: modules that reach the system, functions that run code or reach others
// by name. Nothing of a pickle runs here in any case; a file that tries is refused as a whole, so
// that nobody opens it elsewhere. Any other name stands for a value that is left out.
constexpr auto kRefused = std::to_array<std::string_view>({"os",
                                                           "posix",
                                                           "nt",
                                                           "subprocess",
                                                           "sys",
                                                           "shutil",
                                                           "socket",
                                                           "pty",
                                                           "runpy",
                                                           "importlib",
                                                           "ctypes",
                                                           "webbrowser",
                                                           "pickle",
                                                           "_pickle",
                                                           "pdb",
                                                           "timeit",
                                                           "operator",
                                                           "commands.getoutput",
                                                           "commands.getstatusoutput",
                                                           "builtins.eval",
                                                           "builtins.exec",
                                                           "builtins.compile",
                                                           "builtins.open",
                                                           "builtins.__import__",
                                                           "builtins.getattr",
                                                           "builtins.setattr",
                                                           "builtins.globals",
                                                           "builtins.breakpoint",
                                                           "__builtin__.eval",
                                                           "__builtin__.execfile",
                                                           "__builtin__.compile",
                                                           "__builtin__.open",
                                                           "__builtin__.file",
                                                           "__builtin__.__import__",
                                                           "__builtin__.getattr",
                                                           "__builtin__.setattr",
                                                           "__builtin__.globals",
                                                           "__builtin__.apply"});

class StateReader {
 public:
  StateReader(const std::string& path, const Pickle& pickle) : view_(path, pickle) {}

  TorchState read() {
    for (const PickleValue& value : view_.pickle().values) {
      if (value.kind == PickleKind::persistent && is_storage_id(view_, value)) {
        add_storage(view_[value.argument]);
      }
    }
    const FoundState found =
        find_state(view_, [&](const PickleValue& value) { return is_weight(value); });
    const PickleValue& state = found.dict != nullptr ? *found.dict : view_.root();
    if (!view_.is_dict(state)) {
      fail_file(view_.path(), "holds ", view_.described(state),
                ", not a dictionary of tensors; save model.state_dict()");
    }
    std::set<std::string> seen;
    view_.for_each_item(state, [&](const std::string& key, const PickleValue& value) {
      if (!seen.insert(key).second && tensor_call(view_, value)) {
        view_.wrong(text(shown_name(key), " twice"));
      }
      add(key, value);
    });
    for (const auto& [key, why] : found.left_out) {
      state_.skipped[seen.contains(key) ? key + " (beside the tensors)" : key] = why;
    }
    return std::move(state_);
  }

 private:
  void add_storage(const PickleValue& id) {
    const auto [key, storage] = storage_of(view_, id);
    const auto [place, is_new] = state_.storages.emplace(key, storage);
    if (!is_new &&
        (place->second.dtype != storage.dtype || place->second.values != storage.values)) {
      view_.wrong(text("the storage ", shown_name(key), " in two ways"));
    }
  }

  void add(const std::string& key, const PickleValue& value) {
    const std::optional<TensorCall> call = tensor_call(view_, value);
    if (!call) {
      state_.skipped[key] = view_.described(value);
      return;
    }
    std::string why;
    std::optional<TorchTensor> tensor = tensor_of(view_, state_.storages, *call, why);
    if (!tensor) {
      state_.skipped[key] = why;
      return;
    }
    tensor->array.name = key;
    state_.tensors.push_back(std::move(*tensor));
  }

  bool is_weight(const PickleValue& value) const {
    const std::optional<TensorCall> call = tensor_call(view_, value);
    if (!call) return false;
    std::string why;
    const std::optional<TorchTensor> tensor = tensor_of(view_, state_.storages, *call, why);
    return tensor && tensor->array.type != StoredType::other;
  }

  const PickleView view_;
  TorchState state_;
};

}  // namespace

Pickle read_torch_pickle(const std::string& path, std::string_view bytes, std::size_t begin,
                         const PickleObserver& observe) {
  return read_pickle(path, bytes, begin, kRefused, observe);
}

TorchState torch_state(const std::string& path, const Pickle& pickle) {
  return StateReader(path, pickle).read();
}

std::string text_of(const std::string& path, const PickleValue& value) {
  if (value.kind != PickleKind::text) {
    fail_file(path, "the pickle has ", kind_name(value.kind),
              " where a text was expected; is the file damaged?");
  }
  return std::string(value.text);
}

}  // namespace pixelwise
