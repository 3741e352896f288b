#include "weights/torch_state.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

#include "base/check.h"

namespace pixelwise {
namespace {

// What a pickle may name, sorted. Tensors are made by the functions of torch._utils; the rest are
// plain values beside them (numpy: the best mean IoU of a training checkpoint).
constexpr std::array<std::string_view, 48> kAllowed = {
    "_codecs.encode",
    "collections.OrderedDict",
    "numpy._core.multiarray._reconstruct",
    "numpy._core.multiarray.scalar",
    "numpy.core.multiarray._reconstruct",
    "numpy.core.multiarray.scalar",
    "numpy.dtype",
    "numpy.ndarray",
    "torch.BFloat16Storage",
    "torch.BoolStorage",
    "torch.ByteStorage",
    "torch.CharStorage",
    "torch.ComplexDoubleStorage",
    "torch.ComplexFloatStorage",
    "torch.DoubleStorage",
    "torch.FloatStorage",
    "torch.HalfStorage",
    "torch.IntStorage",
    "torch.LongStorage",
    "torch.ShortStorage",
    "torch.Size",
    "torch._utils._rebuild_parameter",
    "torch._utils._rebuild_parameter_with_state",
    "torch._utils._rebuild_tensor",
    "torch._utils._rebuild_tensor_v2",
    "torch.bfloat16",
    "torch.bool",
    "torch.cuda.BFloat16Storage",
    "torch.cuda.BoolStorage",
    "torch.cuda.ByteStorage",
    "torch.cuda.CharStorage",
    "torch.cuda.DoubleStorage",
    "torch.cuda.FloatStorage",
    "torch.cuda.HalfStorage",
    "torch.cuda.IntStorage",
    "torch.cuda.LongStorage",
    "torch.cuda.ShortStorage",
    "torch.device",
    "torch.float16",
    "torch.float32",
    "torch.float64",
    "torch.int16",
    "torch.int32",
    "torch.int64",
    "torch.int8",
    "torch.strided",
    "torch.uint16",
    "torch.uint8",
};
static_assert(std::is_sorted(kAllowed.begin(), kAllowed.end()));

struct StorageType {
  std::string_view name;
  std::int64_t bytes;
  StoredType type;
};

constexpr StorageType kStorageTypes[] = {
    {"FloatStorage", 4, StoredType::f32},          {"DoubleStorage", 8, StoredType::f64},
    {"HalfStorage", 2, StoredType::f16},           {"BFloat16Storage", 2, StoredType::bf16},
    {"LongStorage", 8, StoredType::other},         {"IntStorage", 4, StoredType::other},
    {"ShortStorage", 2, StoredType::other},        {"CharStorage", 1, StoredType::other},
    {"ByteStorage", 1, StoredType::other},         {"BoolStorage", 1, StoredType::other},
    {"ComplexFloatStorage", 8, StoredType::other}, {"ComplexDoubleStorage", 16, StoredType::other},
};

constexpr const char* kWrappers[] = {"model_state_dict", "state_dict", "model", "net"};

class StateReader {
 public:
  StateReader(const std::string& path, const Pickle& pickle) : path_(path), pickle_(pickle) {}

  TorchState read() {
    for (const PickleValue& value : pickle_.values) {
      if (value.kind == PickleKind::persistent) add_storage(value);
    }
    const PickleValue& root = pickle_[pickle_.root];
    if (!is_dict(root)) {
      fail_file(path_, "holds ", kind_name(root.kind),
                ", not a dictionary of tensors; save model.state_dict()");
    }
    const PickleValue* state = &root;
    for (const char* wrapper : kWrappers) {
      const PickleValue* inner = find(root, wrapper);
      if (inner == nullptr || !is_dict(*inner)) continue;
      for_each_item(root, [&](const std::string& key, const PickleValue& value) {
        if (&value != inner) state_.skipped[key] = kind_name(value.kind);
      });
      state = inner;
      break;
    }
    std::set<std::string> seen;
    for_each_item(*state, [&](const std::string& key, const PickleValue& value) {
      if (!seen.insert(key).second) wrong(text(shown_name(key), " twice"));
      if (const PickleValue* call = tensor_call(value)) {
        add_tensor(key, *call);
      } else {
        state_.skipped[key] = kind_name(value.kind);
      }
    });
    return std::move(state_);
  }

 private:
  [[noreturn]] void wrong(const std::string& what) const {
    fail_file(path_, "the pickle describes ", what, "; is the file damaged?");
  }

  const PickleValue& item(const PickleValue& value, std::size_t i) const {
    return pickle_[value.items[i]];
  }

  bool calls(const PickleValue& value, std::string_view function) const {
    return value.kind == PickleKind::call && pickle_[value.function].text == function;
  }

  bool is_dict(const PickleValue& value) const {
    return value.kind == PickleKind::dict || calls(value, "collections.OrderedDict");
  }

  // Python 2 gives an OrderedDict its items as an argument: ([[key, value], ...],).
  template <class Visit>
  void for_each_item(const PickleValue& dict, Visit visit) const {
    if (dict.kind == PickleKind::call) {
      const PickleValue& arguments = pickle_[dict.argument];
      if (arguments.kind == PickleKind::tuple && arguments.items.size() == 1) {
        for (const std::int32_t place : item(arguments, 0).items) {
          const PickleValue& pair = pickle_[place];
          if (pair.items.size() != 2) wrong("an OrderedDict of no pairs");
          visit(key_text(item(pair, 0)), item(pair, 1));
        }
      }
    }
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
      visit(key_text(item(dict, i)), item(dict, i + 1));
    }
  }

  // A pickle can say a long name a million times with two bytes each.
  std::string key_text(const PickleValue& key) const {
    if (key.text.size() > kLongestName) wrong(text("a name of ", key.text.size(), " bytes"));
    return key.kind == PickleKind::text ? std::string(key.text) : text("#", key.integer);
  }

  const PickleValue* find(const PickleValue& dict, std::string_view name) const {
    const PickleValue* found = nullptr;
    for_each_item(dict, [&](const std::string& key, const PickleValue& value) {
      if (key == name) found = &value;
    });
    return found;
  }

  // The call that makes a tensor; a parameter is one wrapped around it.
  const PickleValue* tensor_call(const PickleValue& value) const {
    const PickleValue* call = &value;
    if (calls(value, "torch._utils._rebuild_parameter") ||
        calls(value, "torch._utils._rebuild_parameter_with_state")) {
      const PickleValue& arguments = pickle_[value.argument];
      if (arguments.kind != PickleKind::tuple || arguments.items.empty()) return nullptr;
      call = &item(arguments, 0);
    }
    const bool makes_tensor = calls(*call, "torch._utils._rebuild_tensor_v2") ||
                              calls(*call, "torch._utils._rebuild_tensor");
    return makes_tensor ? call : nullptr;
  }

  std::int64_t number(const PickleValue& value, const char* what) const {
    if (value.kind != PickleKind::integer || value.integer < 0) wrong(text("a bad ", what));
    return value.integer;
  }

  std::vector<std::int64_t> numbers(const PickleValue& value, const char* what) const {
    const PickleValue& tuple = calls(value, "torch.Size") && !pickle_[value.argument].items.empty()
                                   ? item(pickle_[value.argument], 0)
                                   : value;
    if (tuple.kind != PickleKind::tuple || tuple.items.size() > 64) wrong(text("a bad ", what));
    std::vector<std::int64_t> list;
    for (std::size_t i = 0; i < tuple.items.size(); ++i) {
      list.push_back(number(item(tuple, i), what));
    }
    return list;
  }

  // ('storage', torch.FloatStorage, key, location, number of values[, view])
  const PickleValue& storage_id(const PickleValue& value) const {
    const PickleValue& id = pickle_[value.argument];
    const bool right = id.kind == PickleKind::tuple && id.items.size() >= 5 &&
                       item(id, 0).text == "storage" && item(id, 1).kind == PickleKind::global;
    if (!right) wrong("a storage in an unknown way");
    return id;
  }

  void add_storage(const PickleValue& value) {
    const PickleValue& id = storage_id(value);
    std::string_view name = item(id, 1).text;
    name.remove_prefix(name.rfind('.') + 1);
    const auto* const type = std::find_if(std::begin(kStorageTypes), std::end(kStorageTypes),
                                          [&](const StorageType& t) { return t.name == name; });
    if (type == std::end(kStorageTypes)) {
      wrong(text("a storage of type ", shown_name(std::string(name))));
    }
    const TorchStorage storage{std::string(name), type->type, type->bytes,
                               number(item(id, 4), "number of values")};
    const auto [place, is_new] = state_.storages.emplace(text_of(path_, item(id, 2)), storage);
    if (!is_new &&
        (place->second.dtype != storage.dtype || place->second.values != storage.values)) {
      wrong(text("the storage ", shown_name(place->first), " in two ways"));
    }
  }

  // (storage, offset, sizes, strides, ...): offset and strides count values.
  void add_tensor(const std::string& name, const PickleValue& call) {
    const PickleValue& arguments = pickle_[call.argument];
    if (arguments.kind != PickleKind::tuple || arguments.items.size() < 4 ||
        item(arguments, 0).kind != PickleKind::persistent) {
      wrong(text("the tensor ", shown_name(name), " in an unknown way"));
    }
    const PickleValue& id = storage_id(item(arguments, 0));
    TorchTensor tensor;
    tensor.storage = text_of(path_, item(id, 2));
    const TorchStorage& storage = state_.storages.at(tensor.storage);
    tensor.array = {name,
                    storage.dtype,
                    storage.type,
                    numbers(item(arguments, 2), "shape"),
                    numbers(item(arguments, 3), "stride"),
                    0};
    std::int64_t offset = number(item(arguments, 1), "offset");
    if (id.items.size() > 5 && item(id, 5).kind == PickleKind::tuple) {  // a part of the storage
      const PickleValue& view = item(id, 5);
      if (view.items.size() != 3) wrong("a view in an unknown way");
      const std::int64_t begin = number(item(view, 1), "offset of a view");
      if (begin > storage.values || offset > storage.values) wrong("a view outside its storage");
      offset += begin;
    }
    if (tensor.array.strides.size() != tensor.array.shape.size() || offset > storage.values) {
      wrong(text("the tensor ", shown_name(name), " outside its storage"));
    }
    // Sizes of storages have not been compared with the file yet.
    if (storage.values > std::numeric_limits<std::int64_t>::max() / 32) wrong("a huge storage");
    tensor.array.begin = offset * storage.value_bytes;
    state_.tensors.push_back(std::move(tensor));
  }

  const std::string& path_;
  const Pickle& pickle_;
  TorchState state_;
};

}  // namespace

Pickle read_torch_pickle(const std::string& path, std::string_view bytes, std::size_t begin) {
  return read_pickle(path, bytes, begin, kAllowed);
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
