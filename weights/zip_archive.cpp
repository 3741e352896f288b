#include "weights/zip_archive.h"

#include <zip.h>

#include <algorithm>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr std::uint64_t kMostOfDeflate = 1032;  // bytes from one; a run of zeros comes close
constexpr std::uint64_t kMostOfArchive = 100;   // bytes from one, beyond kAlwaysAllowed
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{16} << 20;
constexpr std::int64_t kChunk = 1 << 16;

class UnpackedEntry : public ByteSource {
 public:
  UnpackedEntry(const FileBytes& file, zip_t* archive, ZipEntry entry)
      : file_(file), archive_(archive), entry_(std::move(entry)) {
    open();
  }

  std::int64_t size() const override { return entry_.size; }

  const char* read(std::int64_t begin, std::int64_t end) override {
    go_to(begin);
    buffer_.resize(static_cast<std::size_t>(end - begin));
    fill(buffer_.data(), end - begin);
    if (end == entry_.size) check_end();
    file_.release(0, file_.size());  // libzip has read somewhere in it
    return buffer_.data();
  }

 private:
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };

  [[noreturn]] void damaged(const char* why) const {
    fail_file(file_.path(), "the entry ", shown_name(entry_.name),
              " of the archive is damaged at byte ", position_, " of ", entry_.size, ": ", why);
  }

  void open() {
    unpacked_.reset(zip_fopen_index(archive_, entry_.index, 0));
    position_ = 0;
    if (!unpacked_) damaged(zip_strerror(archive_));
  }

  void go_to(std::int64_t begin) {
    if (begin == position_) return;
    if (entry_.stored) {
      if (zip_fseek(unpacked_.get(), begin, SEEK_SET) != 0)
        damaged(zip_file_strerror(unpacked_.get()));
      position_ = begin;
      return;
    }
    if (begin < position_) open();  // what is compressed can only be read forwards
    std::vector<char> skipped(static_cast<std::size_t>(std::min(kChunk, begin - position_)));
    while (position_ < begin) fill(skipped.data(), std::min(kChunk, begin - position_));
  }

  void fill(char* out, std::int64_t count) {
    while (count > 0) {
      const std::int64_t got = zip_fread(unpacked_.get(), out, static_cast<zip_uint64_t>(count));
      if (got < 0) damaged(zip_file_strerror(unpacked_.get()));
      if (got == 0) damaged("it ends early");
      out += got;
      count -= got;
      position_ += got;
    }
  }

  // libzip compares the checksum when it finds the end.
  void check_end() {
    char more = 0;
    const std::int64_t got = zip_fread(unpacked_.get(), &more, 1);
    if (got < 0) damaged(zip_file_strerror(unpacked_.get()));
    if (got > 0) damaged("it is longer than the archive says");
  }

  const FileBytes& file_;
  zip_t* const archive_;
  const ZipEntry entry_;
  std::unique_ptr<zip_file_t, Close> unpacked_;
  std::int64_t position_ = 0;
  std::vector<char> buffer_;
};

}  // namespace

bool has_libzip() { return true; }

void ZipArchive::Close::operator()(struct zip* archive) const { zip_discard(archive); }

ZipArchive::ZipArchive(const FileBytes& file) : file_(file) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(file.bytes().data(), file.bytes().size(), 0, &error);
  if (source != nullptr) {
    archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive_) zip_source_free(source);
  }
  const std::string why = archive_ ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!archive_) fail_file(file.path(), "is a damaged zip archive (", why, "); is it truncated?");

  const auto file_bytes = static_cast<std::uint64_t>(file.size());
  const std::uint64_t most = kMostOfArchive * file_bytes + kAlwaysAllowed;
  std::uint64_t unpacked = 0, stored = 0;
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive_.get(), 0));
  for (std::uint64_t i = 0; i < count; ++i) {
    zip_stat_t entry;
    constexpr zip_uint64_t kNeeded =
        ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(archive_.get(), i, 0, &entry) != 0 || (entry.valid & kNeeded) != kNeeded) {
      fail_file(file.path(), "entry ", i, " of the archive is damaged");
    }
    const bool is_stored = entry.comp_method == ZIP_CM_STORE;
    const bool possible = entry.comp_size <= file_bytes &&
                          (is_stored ? entry.size == entry.comp_size
                                     : entry.size <= kMostOfDeflate * entry.comp_size);
    unpacked += possible ? entry.size : 0;
    stored += possible && is_stored ? entry.size : 0;
    if (!possible || stored > file_bytes || unpacked > most) {
      fail_file(file.path(), "the archive's entries up to ", shown_name(entry.name),
                " claim more bytes (", entry.size, " from ", entry.comp_size, ") than a file of ",
                file_bytes, " bytes can hold; refused");
    }
    entries_.push_back({entry.name, i, static_cast<std::int64_t>(entry.size),
                        static_cast<std::int64_t>(entry.comp_size), is_stored});
  }
  unpacked_bytes_ = static_cast<std::int64_t>(unpacked);
}

std::unique_ptr<ByteSource> ZipArchive::open(const ZipEntry& entry) const {
  return std::make_unique<UnpackedEntry>(file_, archive_.get(), entry);
}

}  // namespace pixelwise
