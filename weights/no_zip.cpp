// Stands in for zip_archive.cpp and npz.cpp in a build without libzip: neither .npz nor today's
// .pth files, which are zip archives. Safetensors, .npy and older .pth files need no library.
#include "base/missing_library.h"
#include "weights/npz.h"

namespace pixelwise {
namespace {

[[noreturn]] void fail_zip(const std::string& path) {
  fail_missing_library(path, "is a zip archive (.npz, .pth)", "libzip", "libzip-dev");
}

}  // namespace

bool has_libzip() { return false; }

void ZipArchive::Close::operator()(struct zip*) const {}

ZipArchive::ZipArchive(const FileBytes& file) : file_(file) { fail_zip(file_.path()); }

std::unique_ptr<ByteSource> ZipArchive::open(const ZipEntry&) const { fail_zip(file_.path()); }

WeightFile read_npz(const FileBytes& file, const ZipArchive&) { fail_zip(file.path()); }

void write_npz(const std::string& path, const WeightFile&) { fail_zip(path); }

}  // namespace pixelwise
