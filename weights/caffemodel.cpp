#include "weights/caffemodel.h"

#include <protozero/pbf_reader.hpp>

#include "base/check.h"
#include "weights/stored_array.h"

namespace pixelwise {
namespace {

using protozero::data_view;
using protozero::pbf_reader;

constexpr std::size_t kMostBlobs = 16;  // of a layer; published ones have two

// Fields of the messages, by the numbers of caffe.proto.
enum NetField : protozero::pbf_tag_type { kNetName = 1, kOldLayers = 2, kLayer = 100 };
enum BlobField : protozero::pbf_tag_type {
  kNum = 1,
  kChannels = 2,
  kHeight = 3,
  kWidth = 4,
  kData = 5,
  kShape = 7,
  kDoubleData = 8
};
constexpr protozero::pbf_tag_type kDim = 1;  // of a BlobShape

// Where a layer has its name, type and blobs; today's type is a text, the old one a number.
struct LayerFields {
  protozero::pbf_tag_type name, type, blobs;
};
constexpr LayerFields kNewFields = {1, 2, 7};
constexpr LayerFields kOldFields = {4, 5, 6};
constexpr std::int32_t kOldInnerProduct = 14;

struct Layer {
  std::string name;
  bool fully_connected = false;
  std::vector<data_view> blobs;
};

// The field that a message stands at. protozero only asserts that it has the type asked for.
void require_type(const pbf_reader& message, protozero::pbf_wire_type type) {
  if (!message.has_wire_type(type)) throw protozero::unknown_pbf_wire_type_exception();
}

data_view bytes_of(pbf_reader& message) {
  require_type(message, protozero::pbf_wire_type::length_delimited);
  return message.get_view();
}

std::int64_t number_of(pbf_reader& message) {
  require_type(message, protozero::pbf_wire_type::varint);
  return message.get_int64();
}

std::string text_of(const data_view& view) { return {view.data(), view.size()}; }

Layer parse_layer(pbf_reader message, bool old) {
  const LayerFields& fields = old ? kOldFields : kNewFields;
  Layer layer;
  while (message.next()) {
    if (message.tag() == fields.name) {
      const data_view name = bytes_of(message);
      if (name.size() > kLongestName) throw std::length_error("a layer's name of more than 1 kB");
      layer.name = text_of(name);
    } else if (message.tag() == fields.blobs) {
      if (layer.blobs.size() == kMostBlobs) throw std::length_error("a layer of too many blobs");
      layer.blobs.push_back(bytes_of(message));
    } else if (message.tag() == fields.type) {
      layer.fully_connected = old ? number_of(message) == kOldInnerProduct
                                  : text_of(bytes_of(message)) == "InnerProduct";
    } else {
      message.skip();
    }
  }
  return layer;
}

struct Blob {
  std::vector<std::int64_t> shape;
  bool has_shape = false;                           // old files have four sizes instead
  std::vector<std::int64_t> old_shape{0, 0, 0, 0};  // num, channels, height, width
  data_view data;
  bool doubles = false;
  int runs = 0;  // of data
};

void parse_shape(pbf_reader message, Blob& blob) {
  blob.has_shape = true;
  while (message.next(kDim)) {
    if (message.wire_type() == protozero::pbf_wire_type::length_delimited) {
      for (const std::int64_t size : message.get_packed_int64()) blob.shape.push_back(size);
    } else {
      blob.shape.push_back(number_of(message));
    }
    if (blob.shape.size() > 32) throw std::length_error("a blob of more than 32 axes");
  }
}

Blob parse_blob(const data_view& bytes) {
  Blob blob;
  pbf_reader message(bytes);
  while (message.next()) {
    switch (message.tag()) {
      case kNum:
      case kChannels:
      case kHeight:
      case kWidth:
        blob.old_shape[message.tag() - kNum] = number_of(message);
        break;
      case kShape:
        parse_shape(pbf_reader(bytes_of(message)), blob);
        break;
      case kData:
      case kDoubleData:
        blob.doubles = message.tag() == kDoubleData;
        blob.data = bytes_of(message);
        ++blob.runs;
        break;
      default:
        message.skip();
    }
  }
  return blob;
}

// Old files fill up to four axes with leading ones.
std::vector<std::int64_t> shape_of(const Blob& blob, const Layer& layer, std::size_t index) {
  if (blob.has_shape) return blob.shape;
  const std::vector<std::int64_t>& s = blob.old_shape;
  const bool flat = s[0] == 1 && s[1] == 1;
  if (flat && index > 0 && s[2] == 1) return {s[3]};
  if (flat && index == 0 && layer.fully_connected) return {s[2], s[3]};
  return s;
}

std::string tensor_name(const Layer& layer, std::size_t index) {
  const std::string part = index == 0 ? "weight" : index == 1 ? "bias" : std::to_string(index);
  return layer.name + "." + part;
}

class CaffeReader {
 public:
  explicit CaffeReader(const FileBytes& file)
      : file_(file),
        values_(file, 0, file.size()),
        collector_(file.path(), "caffemodel", file.size()) {}

  WeightFile read() {
    pbf_reader net(file_.bytes().data(), file_.bytes().size());
    while (net.next()) {
      if (net.tag() == kLayer || net.tag() == kOldLayers) {
        const bool old = net.tag() == kOldLayers;
        const Layer layer = parse_layer(pbf_reader(bytes_of(net)), old);
        for (std::size_t i = 0; i < layer.blobs.size(); ++i) add(layer, i);
      } else {
        net.skip();
      }
    }
    return collector_.take();
  }

 private:
  void add(const Layer& layer, std::size_t index) {
    const Blob blob = parse_blob(layer.blobs[index]);
    const std::string name = tensor_name(layer, index);
    if (blob.runs != 1) {
      return collector_.skip(
          name, blob.runs == 0 ? "a blob without values"
                               : text("its values are in ", blob.runs, " runs, not in one"));
    }
    const StoredType type = blob.doubles ? StoredType::f64 : StoredType::f32;
    StoredArray stored{
        name, blob.doubles ? "double" : "float", type, shape_of(blob, layer, index), {}, 0};
    const std::optional<std::int64_t> elements = checked_elements(stored.shape);
    const auto bytes = static_cast<std::int64_t>(blob.data.size());
    if (!elements || *elements * bytes_per_value(type) != bytes) {
      std::string sizes;
      for (const std::int64_t size : stored.shape) sizes += text(sizes.empty() ? "" : ", ", size);
      fail_file(file_.path(), "the blob ", shown_name(name), " has the shape [", sizes, "] but ",
                bytes, " bytes of ", stored.dtype, " values");
    }
    stored.begin = blob.data.data() - file_.bytes().data();
    collector_.add(stored, values_);
  }

  const FileBytes& file_;
  FilePart values_;
  WeightCollector collector_;
};

}  // namespace

bool has_protozero() { return true; }

WeightFile read_caffemodel(const FileBytes& file) {
  try {
    return CaffeReader(file).read();
  } catch (const protozero::exception& error) {
    fail_file(file.path(), "is a damaged caffemodel (", error.what(), "); is it truncated?");
  } catch (const std::length_error& error) {
    fail_file(file.path(), "is a damaged caffemodel (", error.what(), ")");
  }
}

bool is_caffemodel(std::string_view bytes) {
  try {
    pbf_reader net(bytes.data(), bytes.size());
    while (net.next()) {
      const auto type = net.wire_type();
      if (net.tag() == kLayer || net.tag() == kOldLayers) {
        return type == protozero::pbf_wire_type::length_delimited;
      }
      // Before the layers come the net's name and its inputs (3, 4, 8) and a few settings (5 to 7).
      if (net.tag() > 8) return false;
      net.skip();
    }
  } catch (const protozero::exception&) {
  }
  return false;
}

}  // namespace pixelwise
