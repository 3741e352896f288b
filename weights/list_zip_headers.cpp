#include "weights/list_zip_headers.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/counted.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kFixedBytes = 30;  // of a local header, before its name
constexpr std::string_view kLocalHeader = "PK\x03\x04", kDataDescriptor = "PK\x07\x08";
constexpr std::string_view kDirectory = "PK\x01\x02", kDirectoryEnd = "PK\x05\x06";

class HeaderWalk {
 public:
  HeaderWalk(const FileBytes& file, const ZipArchive& archive, ByteRows& rows)
      : file_(file), rows_(rows) {
    for (const ZipEntry& entry : archive.entries()) entries_[entry.name] = &entry;
  }

  std::map<std::string, FileRange> walk() {
    rows_.heads("part", false);
    while (begins(kLocalHeader)) {
      header();
      if (begins(kDataDescriptor)) descriptor();
    }
    directory();
    return std::move(places_);
  }

 private:
  bool begins(std::string_view signature) const {
    return file_.bytes().substr(static_cast<std::size_t>(at_)).starts_with(signature);
  }

  template <class Number>
  std::int64_t number(std::int64_t offset) const {
    Number value;
    std::memcpy(&value, file_.bytes().data() + at_ + offset, sizeof value);
    return static_cast<std::int64_t>(value);
  }

  // [begin, end) of the current header.
  void part(std::int64_t begin, std::int64_t end, const char* name, const std::string& words) {
    rows_.row({at_ + begin, at_ + end}, name, words);
  }

  void require_bytes(std::int64_t count, const char* what) const {
    if (count <= file_.size() - at_) return;
    fail_file(file_.path(), what, " at byte ", at_, " needs ", count, " bytes, but the file ends ",
              "at byte ", file_.size(), "; is it truncated?");
  }

  void header() {
    require_bytes(kFixedBytes, "the header of a zip entry");
    const std::int64_t name_bytes = number<std::uint16_t>(26), extra = number<std::uint16_t>(28);
    const std::int64_t name_end = kFixedBytes + name_bytes, data = name_end + extra;
    require_bytes(data, "the header of a zip entry");
    const std::string name(file_.bytes().substr(static_cast<std::size_t>(at_ + kFixedBytes),
                                                static_cast<std::size_t>(name_bytes)));
    const auto entry = entries_.find(name);
    if (entry == entries_.end()) {
      fail_file(file_.path(), "the zip entry ", shown_name(name), " at byte ", at_,
                " is not in the archive's directory; is the file damaged?");
    }
    const std::int64_t packed = entry->second->packed;
    if (packed > file_.size() - at_ - data) {
      fail_file(file_.path(), "the zip entry ", shown_name(name), " has ", packed,
                " bytes from byte ", at_ + data, " on, but the file ends at byte ", file_.size());
    }
    if (places_.empty()) {
      fields(extra);
    } else {
      part(0, kFixedBytes, "header", "of the next entry");
    }
    part(kFixedBytes, name_end, "name", cut_text(name, 80));
    if (extra > 0) {
      part(name_end, data, "extra field", text(extra, " bytes: data begin at ", at_ + data));
    }
    part(data, data + packed, "data", data_words(*entry->second, data));
    if (!places_.emplace(name, FileRange{at_ + data, at_ + data + packed}).second) {
      fail_file(file_.path(), "holds the zip entry ", shown_name(name), " twice");
    }
    at_ += data + packed;
  }

  // How long the data are, and the data themselves if they are a word or two.
  std::string data_words(const ZipEntry& entry, std::int64_t begin) const {
    constexpr std::int64_t kWord = 40;
    if (!entry.stored) return counted(entry.packed, "byte") + ", compressed";
    const std::string_view data = file_.bytes().substr(static_cast<std::size_t>(at_ + begin),
                                                       static_cast<std::size_t>(entry.packed));
    const bool is_text = std::all_of(data.begin(), data.end(),
                                     [](char c) { return c == '\n' || (c >= 32 && c < 127); });
    const bool shown = is_text && entry.packed > 0 && entry.packed <= kWord;
    return counted(entry.packed, "byte") + (shown ? ": '" + cut_text(data, kWord) + "'" : "");
  }

  // All of the first header.
  void fields(std::int64_t extra) {
    part(0, 4, "signature", "PK, 3, 4: an entry of a zip archive begins");
    part(4, 6, "version", "of the format that a reader must know");
    const bool sizes_behind = (number<std::uint16_t>(6) & 8) != 0;
    part(6, 8, "flags", sizes_behind ? "bit 3: checksum and sizes stand behind the data" : "");
    part(8, 10, "method", number<std::uint16_t>(8) == 0 ? "0: stored as it is" : "compressed");
    part(10, 14, "time, date", "of the entry");
    part(14, 18, "checksum", "CRC-32 of the data");
    part(18, 26, "sizes",
         text(number<std::uint32_t>(18), " bytes in the file, ", number<std::uint32_t>(22),
              " unpacked"));
    part(26, 30, "lengths",
         text("the name has ", number<std::uint16_t>(26), " bytes, the extra field ", extra));
  }

  // A signature, the checksum, and two sizes of 4 bytes, or of 8 in large archives. What follows
  // tells which.
  void descriptor() {
    constexpr std::int64_t kShort = 16, kLong = 24;
    const std::int64_t start = at_;
    for (const std::int64_t bytes : {kShort, kLong}) {
      require_bytes(bytes, "what stands behind a zip entry");
      at_ = start + bytes;
      if (begins("PK")) {
        rows_.row({start, at_}, "behind it", "checksum and sizes of these data");
        return;
      }
      at_ = start;
    }
    fail_file(file_.path(), "no zip entry follows the data that end at byte ", start,
              "; is the file damaged?");
  }

  void directory() {
    if (at_ == file_.size()) return;
    const bool known = begins(kDirectory) || begins(kDirectoryEnd);
    rows_.row({at_, file_.size()}, known ? "directory" : "the rest",
              known ? text("all names, sizes and offsets once more, ", file_.size() - at_,
                           " bytes: a reader begins here")
                    : text(file_.size() - at_, " bytes that are not listed"));
  }

  const FileBytes& file_;
  ByteRows& rows_;
  std::map<std::string, const ZipEntry*> entries_;
  std::map<std::string, FileRange> places_;
  std::int64_t at_ = 0;
};

}  // namespace

std::map<std::string, FileRange> list_zip_headers(const FileBytes& file, const ZipArchive& archive,
                                                  ByteRows& rows) {
  return HeaderWalk(file, archive, rows).walk();
}

}  // namespace pixelwise
