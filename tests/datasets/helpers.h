// What the tests of data sets share: a folder that goes away, files in it, messages of exceptions.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "datasets/sample.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {

/// Writes a file, with the folders above it.
inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

/// The message of the Error that `action` throws; says so if it throws none or another.
template <class Error, class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  } catch (const std::exception& error) {
    return std::string("(another exception) ") + error.what();
  }
  return "(no exception)";
}

inline ::testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "'" << part << "' is not in '" << text << "'";
}

/// False for a file that only a build with more libraries reads (libpng, libtiff, libjpeg, libwebp,
/// libexif).
template <class Read>
bool this_build_reads(const std::string& path, Read read) {
  const std::string message = message_of<std::runtime_error>([&] { read(path); });
  return message.find("this build has no") == std::string::npos &&
         message.find("without Adobe's marker is not read") == std::string::npos;
}

/// An RGB image whose pixels all differ from their neighbours.
inline Image test_image(int width, int height) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.at(x, y)[0] = static_cast<std::uint8_t>(20 * x + 3);
      image.at(x, y)[1] = static_cast<std::uint8_t>(30 * y + 5);
      image.at(x, y)[2] = static_cast<std::uint8_t>(7 * x + 11 * y);
    }
  }
  return image;
}

/// A mask with ids 0 to classes-1 in stripes.
inline Mask test_mask(int width, int height, int classes) {
  Mask mask(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      mask.at(x, y) = static_cast<std::uint8_t>((x + 2 * y) % classes);
    }
  }
  return mask;
}

}  // namespace pixelwise
