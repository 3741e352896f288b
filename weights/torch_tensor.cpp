#include "weights/torch_tensor.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "base/check.h"

namespace pixelwise {
namespace {

struct TorchType {
  std::string_view name;
  std::int64_t bytes;
  StoredType type;
};

constexpr TorchType kStorageTypes[] = {
    {"FloatStorage", 4, StoredType::f32},          {"DoubleStorage", 8, StoredType::f64},
    {"HalfStorage", 2, StoredType::f16},           {"BFloat16Storage", 2, StoredType::bf16},
    {"LongStorage", 8, StoredType::other},         {"IntStorage", 4, StoredType::other},
    {"ShortStorage", 2, StoredType::other},        {"CharStorage", 1, StoredType::other},
    {"ByteStorage", 1, StoredType::other},         {"BoolStorage", 1, StoredType::other},
    {"ComplexFloatStorage", 8, StoredType::other}, {"ComplexDoubleStorage", 16, StoredType::other},
    {"QInt8Storage", 1, StoredType::other},        {"QUInt8Storage", 1, StoredType::other},
    {"QInt32Storage", 4, StoredType::other},       {"UntypedStorage", 1, StoredType::other},
};

// The types that we read, as _rebuild_tensor_v3 has them beside an UntypedStorage.
constexpr TorchType kTensorTypes[] = {{"torch.float32", 4, StoredType::f32},
                                      {"torch.float64", 8, StoredType::f64},
                                      {"torch.float16", 2, StoredType::f16},
                                      {"torch.bfloat16", 2, StoredType::bf16}};

template <std::size_t N>
const TorchType* find(const TorchType (&types)[N], std::string_view name) {
  const TorchType* const found = std::find_if(std::begin(types), std::end(types),
                                              [&](const TorchType& t) { return t.name == name; });
  return found == std::end(types) ? nullptr : found;
}

// Arguments by position, and how many of them are known.
struct Signature {
  std::string_view function;
  std::size_t most;
  std::size_t dtype, metadata;  // 0: there is none
};
constexpr Signature kSignatures[] = {
    {"_rebuild_tensor", 4, 0, 0}, {"_rebuild_tensor_v2", 7, 0, 6}, {"_rebuild_tensor_v3", 8, 6, 7}};
constexpr std::string_view kUtils = "torch._utils.";

const Signature* signature_of(std::string_view function) {
  if (!function.starts_with(kUtils)) return nullptr;
  function.remove_prefix(kUtils.size());
  for (const Signature& signature : kSignatures) {
    if (signature.function == function) return &signature;
  }
  return nullptr;
}

std::string_view function_of(const PickleView& view, const PickleValue& call) {
  const PickleValue& function = view[call.function];
  return function.kind == PickleKind::global ? function.text : "";
}

std::int64_t number(const PickleView& view, const PickleValue& value, const char* what) {
  if (value.kind != PickleKind::integer || value.integer < 0) view.wrong(text("a bad ", what));
  return value.integer;
}

std::vector<std::int64_t> numbers(const PickleView& view, const PickleValue& value,
                                  const char* what) {
  const PickleValue* tuple = &value;
  if (view.calls(value, "torch.Size")) {
    const PickleValue* given = view.arguments(value, 1);
    if (given != nullptr) tuple = &view.item(*given, 0);
  }
  if (tuple->kind != PickleKind::tuple || tuple->items.size() > 64) {
    view.wrong(text("a bad ", what));
  }
  std::vector<std::int64_t> list;
  for (std::size_t i = 0; i < tuple->items.size(); ++i) {
    list.push_back(number(view, view.item(*tuple, i), what));
  }
  return list;
}

// {"neg": True}: the values are those of the storage with the other sign. Only then, or if nothing
// is true in it, the tensor is what its other arguments say.
bool understand_metadata(const PickleView& view, const PickleValue& metadata, TorchTensor& tensor,
                         std::string& why) {
  if (metadata.kind == PickleKind::none) return true;
  if (!view.is_dict(metadata)) {
    why = "a tensor with metadata that is " + view.described(metadata);
    return false;
  }
  view.for_each_item(metadata, [&](const std::string& key, const PickleValue& value) {
    if (value.kind == PickleKind::boolean && value.integer == 0) return;
    if (key == "neg" && value.kind == PickleKind::boolean) {
      tensor.array.negated = true;
    } else {
      why = text("a tensor with the unknown metadata ", shown_name(key));
    }
  });
  return why.empty();
}

// Where in its storage the values begin, in values of that storage: a storage can be a part of
// another one, (key of the view, offset, size).
std::int64_t begin_of_view(const PickleView& view, const PickleValue& id,
                           const TorchStorage& storage) {
  if (id.items.size() <= 5 || view.item(id, 5).kind == PickleKind::none) return 0;
  const PickleValue& part = view.item(id, 5);
  if (part.kind != PickleKind::tuple || part.items.size() != 3 || id.items.size() > 6) {
    view.wrong("a view in an unknown way");
  }
  const std::int64_t begin = number(view, view.item(part, 1), "offset of a view");
  if (begin > storage.values) view.wrong("a view outside its storage");
  return begin;
}

}  // namespace

std::optional<TensorCall> tensor_call(const PickleView& view, const PickleValue& value) {
  const PickleValue* call = &value;
  if (view.calls(value, "torch._utils._rebuild_parameter") ||
      view.calls(value, "torch._utils._rebuild_parameter_with_state")) {
    const PickleValue* given = view.arguments(value, 1);
    if (given == nullptr) return std::nullopt;
    call = &view.item(*given, 0);
  }
  if (call->kind != PickleKind::call) return std::nullopt;
  TensorCall found{function_of(view, *call), &view[call->argument]};
  // (function, type, arguments, attributes): function(*arguments) is the tensor. Of a type that
  // somebody else made it may mean something else.
  if (found.function == "torch._tensor._rebuild_from_type_v2") {
    const PickleValue* given = view.arguments(*call, 4);
    if (given == nullptr || given->items.size() > 4) return std::nullopt;
    const std::string_view type = view.item(*given, 1).text;
    if (type != "torch.Tensor" && type != "torch.nn.parameter.Parameter" &&
        type != "torch.nn.parameter.Buffer") {
      return std::nullopt;
    }
    found = {view.item(*given, 0).text, &view.item(*given, 2)};
  }
  if (signature_of(found.function) == nullptr) return std::nullopt;
  found.function.remove_prefix(kUtils.size());
  return found;
}

bool is_storage_id(const PickleView& view, const PickleValue& persistent) {
  const PickleValue& id = view[persistent.argument];
  return id.kind == PickleKind::tuple && id.items.size() >= 5 &&
         view.item(id, 0).text == "storage" && view.item(id, 1).kind == PickleKind::global;
}

std::pair<std::string, TorchStorage> storage_of(const PickleView& view, const PickleValue& id) {
  std::string_view name = view.item(id, 1).text;
  name.remove_prefix(name.rfind('.') + 1);
  const TorchType* type = find(kStorageTypes, name);
  TorchStorage storage{std::string(name), StoredType::other, 0,
                       number(view, view.item(id, 4), "number of values")};
  if (type != nullptr) {
    storage.type = type->type;
    storage.value_bytes = type->bytes;
  }
  // Sizes of storages have not been compared with the file yet.
  if (storage.values > std::numeric_limits<std::int64_t>::max() / 32) view.wrong("a huge storage");
  return {text_of(view.path(), view.item(id, 2)), storage};
}

std::optional<TorchTensor> tensor_of(const PickleView& view,
                                     const std::map<std::string, TorchStorage>& storages,
                                     const TensorCall& call, std::string& why) {
  const Signature& signature = *signature_of(text(kUtils, call.function));
  const PickleValue& arguments = *call.arguments;
  const std::size_t count = arguments.kind == PickleKind::tuple ? arguments.items.size() : 0;
  if (count < 4 || count <= signature.dtype) view.wrong("a tensor in an unknown way");
  if (count > signature.most) {
    why = text("a tensor of ", count, " arguments, of which ", signature.most, " are known");
    return std::nullopt;
  }
  const PickleValue& source = view.item(arguments, 0);
  if (source.kind != PickleKind::persistent || !is_storage_id(view, source)) {
    why = "a tensor in " + view.described(source);
    return std::nullopt;
  }
  const PickleValue& id = view[source.argument];
  TorchTensor tensor;
  tensor.storage = text_of(view.path(), view.item(id, 2));
  const TorchStorage& storage = storages.at(tensor.storage);
  TorchType type{storage.dtype, storage.value_bytes, storage.type};
  if (signature.dtype > 0) {
    const std::string_view name = view.item(arguments, signature.dtype).text;
    const TorchType* known = find(kTensorTypes, name);
    type = known != nullptr ? *known : TorchType{name, 1, StoredType::other};
  }
  if (storage.value_bytes == 0) type = {storage.dtype, 1, StoredType::other};
  tensor.array.dtype = type.name;
  tensor.array.type = type.type;
  if (type.type == StoredType::other) return tensor;  // left out in any case
  if (signature.metadata > 0 && signature.metadata < count &&
      !understand_metadata(view, view.item(arguments, signature.metadata), tensor, why)) {
    return std::nullopt;
  }
  tensor.array.shape = numbers(view, view.item(arguments, 2), "shape");
  tensor.array.strides = numbers(view, view.item(arguments, 3), "stride");
  const std::int64_t storage_bytes = storage.values * storage.value_bytes;
  const std::int64_t offset = number(view, view.item(arguments, 1), "offset");
  const std::int64_t before = begin_of_view(view, id, storage) * storage.value_bytes;
  if (tensor.array.strides.size() != tensor.array.shape.size() ||
      offset > (storage_bytes - before) / type.bytes) {
    view.wrong("a tensor outside its storage");
  }
  tensor.array.begin = before + offset * type.bytes;
  return tensor;
}

}  // namespace pixelwise
