#include "weights/npz.h"

#include <zip.h>

#include <algorithm>
#include <cstring>

#include "base/atomic_file.h"
#include "base/check.h"
#include "weights/npy.h"

namespace pixelwise {
namespace {

constexpr std::string_view kEnding = ".npy";

// Hands an array to libzip as the bytes of a .npy file, a block at a time.
class NpyStream {
 public:
  explicit NpyStream(const Array& array)
      : array_(array), header_(npy_header(array.shape())), blocks_(array) {
    zip_error_init(&error_);
  }

  static zip_int64_t call(void* stream, void* data, zip_uint64_t length, zip_source_cmd_t command) {
    return static_cast<NpyStream*>(stream)->answer(data, length, command);
  }

 private:
  zip_int64_t answer(void* data, zip_uint64_t length, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_OPEN:
        blocks_ = FloatBlocks(array_);
        left_ = header_;
        return 0;
      case ZIP_SOURCE_READ:
        return read(static_cast<char*>(data), length);
      case ZIP_SOURCE_CLOSE:
      case ZIP_SOURCE_FREE:
        return 0;
      case ZIP_SOURCE_STAT: {
        auto& stat = *static_cast<zip_stat_t*>(data);
        zip_stat_init(&stat);
        stat.size = header_.size() + static_cast<std::size_t>(array_.size()) * sizeof(float);
        stat.valid |= ZIP_STAT_SIZE;
        return sizeof stat;
      }
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, length);
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              -1);
      default:
        zip_error_set(&error_, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
  }

  zip_int64_t read(char* out, zip_uint64_t length) {
    zip_uint64_t done = 0;
    while (done < length) {
      if (left_.empty()) {
        if (!blocks_.next()) break;
        left_ = blocks_.bytes();
      }
      const std::size_t count = std::min<std::size_t>(left_.size(), length - done);
      std::memcpy(out + done, left_.data(), count);
      left_.remove_prefix(count);
      done += count;
    }
    return static_cast<zip_int64_t>(done);
  }

  const Array& array_;
  const std::string header_;
  FloatBlocks blocks_;
  std::string_view left_;
  zip_error_t error_;
};

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

void add(zip_t* archive, const std::string& name, NpyStream& stream) {
  zip_source_t* source = zip_source_function(archive, NpyStream::call, &stream);
  require_internal(source != nullptr, "write_npz: no memory");
  const std::string entry = name + std::string(kEnding);
  const zip_int64_t index = zip_file_add(archive, entry.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    fail("write_npz: tensor ", shown_name(name), ": ", zip_strerror(archive),
         "; is its name UTF-8?");
  }
  zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
}

}  // namespace

WeightFile read_npz(const FileBytes& file, const ZipArchive& archive) {
  WeightCollector collector(file.path(), "npz", std::max(file.size(), archive.unpacked_bytes()));
  for (const ZipEntry& entry : archive.entries()) {
    if (!entry.name.ends_with(kEnding)) {
      collector.skip(entry.name, "not a .npy array");
      continue;
    }
    const std::string name = entry.name.substr(0, entry.name.size() - kEnding.size());
    const auto source = archive.open(entry);
    if (is_npy(*source)) {
      read_npy(file.path(), name, *source, collector);
    } else {
      collector.skip(name, "does not begin as a .npy array does");
    }
  }
  return collector.take();
}

void write_npz(const std::string& path, const WeightFile& file) {
  require(!file.tensors.empty(), "write_npz: there are no tensors to write");
  for (const auto& [name, array] : file.tensors) {
    require(!array.is_empty(), "write_npz: tensor ", shown_name(name), " has no values");
    require(name.find('\0') == std::string::npos, "write_npz: a name with a zero byte");
  }
  write_path_atomically(path, [&](const std::string& temporary) {
    std::vector<std::unique_ptr<NpyStream>> streams;  // outlive the archive, which reads at the end
    int error = 0;
    std::unique_ptr<zip_t, Discard> archive(
        zip_open(temporary.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error));
    if (!archive) {
      zip_error_t reason;
      zip_error_init_with_code(&reason, error);
      const std::string why = zip_error_strerror(&reason);
      zip_error_fini(&reason);
      fail_file(path, "cannot write: ", why);
    }
    for (const auto& [name, array] : file.tensors) {
      streams.push_back(std::make_unique<NpyStream>(array));
      add(archive.get(), name, *streams.back());
    }
    if (zip_close(archive.get()) != 0) {
      fail_file(path, "cannot write: ", zip_strerror(archive.get()));
    }
    static_cast<void>(archive.release());  // closed
  });
}

}  // namespace pixelwise
