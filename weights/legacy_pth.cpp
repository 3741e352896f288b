#include <cstring>

#include "base/check.h"
#include "weights/pth.h"
#include "weights/torch_state.h"

namespace pixelwise {
namespace {

// The first pickle: the number 0x1950a86a20f9469cfc6c.
constexpr std::string_view kMagic("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e",
                                  15);
constexpr std::int64_t kProtocol = 1001;

// Values follow the pickles, storage by storage: their number (int64), then they themselves.
std::map<std::string, FileRange> find_storages(const FileBytes& file, const Pickle& keys,
                                               const TorchState& state) {
  const std::string& path = file.path();
  if (keys[keys.root].kind != PickleKind::list) {
    fail_file(path, "the fifth pickle is no list of storages; is the file damaged?");
  }
  std::map<std::string, FileRange> places;
  auto at = static_cast<std::int64_t>(keys.end);
  for (const std::int32_t item : keys[keys.root].items) {
    const std::string key = text_of(path, keys[item]);
    const auto storage = state.storages.find(key);
    if (storage == state.storages.end()) {
      fail_file(path, "lists a storage ", shown_name(key), " that no tensor uses");
    }
    const auto& [dtype, type, value_bytes, expected] = storage->second;
    if (value_bytes == 0) {
      fail_file(path, "the storage ", shown_name(key), " is of the unknown type ", dtype,
                ", so that what follows it cannot be found; save it again with torch.save");
    }
    std::int64_t values = 0;
    if (file.size() - at < std::int64_t{sizeof values}) {
      fail_file(path, "ends at byte ", file.size(), ", where the storage ", shown_name(key),
                " was expected from byte ", at, " on; is the file truncated?");
    }
    std::memcpy(&values, file.bytes().data() + at, sizeof values);
    at += std::int64_t{sizeof values};
    if (values != expected) {
      fail_file(path, "the storage ", shown_name(key), " at byte ", at, " has ", values,
                " values, but the pickle says ", expected);
    }
    if (values > (file.size() - at) / value_bytes) {
      fail_file(path, "the storage ", shown_name(key), " has ", values, " values of ", value_bytes,
                " bytes from byte ", at, " on, but the file ends at byte ", file.size(),
                "; is it truncated?");
    }
    if (!places.emplace(key, FileRange{at, at + values * value_bytes}).second) {
      fail_file(path, "lists the storage ", shown_name(key), " twice");
    }
    at += values * value_bytes;
  }
  return places;
}

void check_system(const std::string& path, const Pickle& protocol, const Pickle& system) {
  const PickleValue& number = protocol[protocol.root];
  if (number.kind != PickleKind::integer || number.integer != kProtocol) {
    fail_file(path, "is of an unknown version of the legacy format; 1001 is the only one known");
  }
  const std::vector<std::int32_t>& items = system[system.root].items;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (system[items[i]].text == "little_endian" && system[items[i + 1]].integer != 1) {
      fail_file(path, "holds big-endian values, which are not read");
    }
  }
}

}  // namespace

bool is_legacy_pth(std::string_view bytes) { return bytes.substr(0, kMagic.size()) == kMagic; }

LegacyPth parse_legacy_pth(const FileBytes& file, const PickleStart& observer) {
  const std::string& path = file.path();
  if (!is_legacy_pth(file.bytes())) fail_file(path, "does not begin as a legacy .pth file does");
  int number = 0;
  const auto next = [&](std::size_t begin) {
    return read_torch_pickle(path, file.bytes(), begin,
                             observer ? observer(number++) : PickleObserver());
  };
  const Pickle magic = next(0);
  const Pickle protocol = next(magic.end);
  const Pickle system = next(protocol.end);
  check_system(path, protocol, system);
  const Pickle object = next(system.end);
  const Pickle keys = next(object.end);
  LegacyPth parsed{torch_state(path, object), {}};
  parsed.storages = find_storages(file, keys, parsed.state);
  return parsed;
}

WeightFile read_legacy_pth(const FileBytes& file) {
  const std::string& path = file.path();
  const auto [state, places] = parse_legacy_pth(file);
  WeightCollector collector(path, "legacy pth", file.size());
  for (const auto& [name, why] : state.skipped) collector.skip(name, why);
  for (const TorchTensor& tensor : state.tensors) {
    if (tensor.array.type == StoredType::other) {
      collector.skip(tensor.array.name, "dtype " + tensor.array.dtype);
      continue;
    }
    const auto place = places.find(tensor.storage);
    if (place == places.end()) {
      fail_file(path, "lacks the storage ", shown_name(tensor.storage), " of ",
                shown_name(tensor.array.name));
    }
    FilePart values(file, place->second.begin, place->second.end);
    collector.add(tensor.array, values);
  }
  return collector.take();
}

}  // namespace pixelwise
