// Listings of weight files byte by byte: what they say is what is in the file, and no damaged file
// brings them down.
#include "weights/byte_listing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>

#include "base/check.h"
#include "base/read_file.h"
#include "weights/pickle_words.h"
#include "weights/torch_state.h"
#include "weights/weight_file.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

const std::string kTests = PIXELWISE_SOURCE_DIR "/tests/";
const std::string kSnippet = kTests + "golden/nets/simple_fcn.pth";

struct Listing {
  std::vector<std::string> lines;
  std::string error;  // empty: the whole file was listed
};

Listing listing_of(const std::string& bytes) {
  std::ostringstream out;
  Listing listing;
  try {
    list_bytes(FileBytes("input", bytes), out);
  } catch (const std::runtime_error& error) {
    listing.error = error.what();
    EXPECT_EQ(listing.error.rfind("input: ", 0), 0U) << listing.error;
  }
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) listing.lines.push_back(line);
  return listing;
}

void expect_fit_for_a_terminal(const Listing& listing) {
  for (const std::string& line : listing.lines) {
    const bool fits = line.size() <= 80 && std::all_of(line.begin(), line.end(),
                                                       [](char c) { return c >= 32 && c < 127; });
    if (!fits) ADD_FAILURE() << line;
  }
}

// A program in Python's own names: {"a": 5, "b": (1, 2)}, and what each opcode does to the stack.
TEST(ByteListing, SaysWhatEachOpcodeDoes) {
  const std::string pickle(
      "\x80\x02}q\x00(X\x01\x00\x00\x00\x61K\x05X\x01\x00\x00\x00\x62K\x01K\x02\x86q\x01u.", 29);
  std::ostringstream out;
  ByteRows rows(out, pickle);
  PickleRows opcodes(rows, pickle);
  read_torch_pickle("input", pickle, 0, opcodes.observer());
  opcodes.end();
  EXPECT_EQ(out.str(), R"(     0  80 02             PROTO            0  the pickle is of protocol 2
     2  7d                EMPTY_DICT       1  push an empty dictionary
     3  71 00             BINPUT           1  remember the top as memo 0
     5  28                MARK             1  put a mark on the stack
     6  58 01 00 00 00... BINUNICODE       2  push the text 'a'
    12  4b 05             BININT1          3  push the number 5
    14  58 01 00 00 00... BINUNICODE       4  push the text 'b'
    20  4b 01             BININT1          5  push the number 1
    22  4b 02             BININT1          6  push the number 2
    24  86                TUPLE2           5  take 2, push (1, 2)
    25  71 01             BINPUT           5  remember the top as memo 1
    27  75                SETITEMS         1  take the 4 above the mark, set
                                              them as keys and values of the
                                              dictionary below
    28  2e                STOP             0  the end: the result is a
                                              dictionary of 2
)");
}

// Each byte of a pickle belongs to one opcode, and each opcode has a name.
TEST(ByteListing, OpcodesCoverThePickle) {
  for (const std::string name : {"state.pkl", "checkpoint.pkl"}) {
    const std::string bytes = read_file(kTests + "fuzz/corpus/pickle/" + name);
    std::size_t at = 0, count = 0;
    const Pickle pickle = read_torch_pickle(name, bytes, 0, [&](const PickleStep& step) {
      EXPECT_EQ(step.begin, at);
      EXPECT_GT(step.end, step.begin);
      EXPECT_STRNE(opcode_name(step.opcode), "unknown") << static_cast<int>(step.opcode);
      at = step.end;
      ++count;
    });
    EXPECT_EQ(at, pickle.end);
    EXPECT_EQ(at, bytes.size());
    EXPECT_GT(count, 50U);
  }
}

// The numbers that a listing shows: at this offset of the file there is this float.
std::map<std::string, int> check_numbers(const std::string& bytes, const Listing& listing) {
  const std::regex row(R"( *(\d+)  ((?:[0-9a-f]{2} ){4}) *(\[[\d, ]*\]) +(\S+))");
  std::map<std::string, int> indices;
  for (const std::string& line : listing.lines) {
    std::smatch found;
    if (!std::regex_match(line, found, row)) continue;
    float value = 0;
    std::memcpy(&value, bytes.data() + std::stoul(found[1]), sizeof value);
    EXPECT_EQ(found[4], text(value)) << line;
    ++indices[found[3]];
  }
  return indices;
}

TEST(ByteListing, ShowsWhereTheNumbersOfAStateDictAre) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip";
  const std::string bytes = read_file(kSnippet);
  const Listing listing = listing_of(bytes);
  EXPECT_EQ(listing.error, "");
  expect_fit_for_a_terminal(listing);
  const auto indices = check_numbers(bytes, listing);
  EXPECT_EQ(indices.at("[0, 0, 0, 0]"), 6);  // six kernels
  EXPECT_EQ(indices.at("[0]"), 6);           // six biases
  const auto& lines = listing.lines;
  const auto has = [&](const std::string& words) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
      return line.find(words) != std::string::npos;
    });
  };
  EXPECT_TRUE(has("PK, 3, 4: an entry of a zip archive"));
  EXPECT_TRUE(has("simple_fcn/data.pkl"));
  EXPECT_TRUE(has("push the text 'deconv1.weight'"));
  EXPECT_TRUE(has("deconv1.weight  FloatStorage [16, 8, 2, 2], strides [32, 4, 2, 1]"));
  EXPECT_TRUE(has("... 509 more numbers of 4 bytes"));
  const WeightFile file = read_weights(kSnippet);
  EXPECT_TRUE(has(text(file.tensors.at("deconv1.weight")(0, 0, 0, 1))));
}

TEST(ByteListing, KnowsTheOtherContainers) {
  const auto expect_numbers = [](const std::string& file) {
    const std::string bytes = read_file(kTests + file);
    const Listing listing = listing_of(bytes);
    EXPECT_EQ(listing.error, "") << file;
    expect_fit_for_a_terminal(listing);
    int count = 0;
    for (const auto& [index, times] : check_numbers(bytes, listing)) count += times;
    int expected = 0;
    for (const auto& [name, values] : read_weights(kTests + file).tensors) {
      expected += static_cast<int>(std::min<std::int64_t>(3, values.size()));
    }
    EXPECT_EQ(count, expected) << file;
  };
  expect_numbers("golden/nets/vgg.safetensors");
  expect_numbers("golden/nets/vgg.legacy.pth");
  expect_numbers("weights/golden/a.weight.npy");
  if (has_libzip()) expect_numbers("golden/nets/vgg.npz");
}

TEST(ByteListing, OtherFormatsAreToldWhatCanBeListed) {
  const std::string end =
      "cannot be listed byte by byte; .pth (zip or legacy), .npz, .npy and "
      "safetensors can";
  for (const std::string& bytes :
       {read_file(kTests + "weights/golden/new.caffemodel"), std::string("hello"), std::string()}) {
    const Listing listing = listing_of(bytes);
    EXPECT_EQ(listing.error, "input: " + end);
    EXPECT_TRUE(listing.lines.empty());
  }
}

// What an attack names is refused, but listed up to there.
TEST(ByteListing, ShowsWhatADangerousFileWantsToDo) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip";
  const Listing listing = listing_of(read_file(kTests + "weights/golden/dangerous.zip.pth"));
  EXPECT_NE(listing.error.find("refused, because a pickle can run any code"), std::string::npos)
      << listing.error;
  // The last line is the opcode before that name.
  const std::string& last = listing.lines.back();
  EXPECT_NE(last.find("BINPUT"), std::string::npos) << last;
  EXPECT_NE(listing.error.find(text(" at byte ", std::stoul(last) + 2, ";")), std::string::npos)
      << last << listing.error;
}

std::vector<std::string> small_files() {
  std::vector<std::string> files;
  for (const std::string folder : {"weights/golden", "fuzz/corpus/zip", "fuzz/corpus/legacy_pth",
                                   "fuzz/corpus/npy", "fuzz/corpus/safetensors"}) {
    for (const auto& entry : fs::directory_iterator(kTests + folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending != ".py" && ending != ".md") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Every file is listed, or refused with a reason: whole, cut off at every length, and with every
// fifth byte changed.
TEST(ByteListing, DamagedFilesEndWithAMessage) {
  int listed = 0, refused = 0;
  for (const std::string& file : small_files()) {
    const std::string bytes = read_file(file);
    const bool whole = listing_of(bytes).error.empty();
    listed += whole ? 1 : 0;
    for (std::size_t length = 0; length < std::min<std::size_t>(bytes.size(), 1500); ++length) {
      const Listing listing = listing_of(bytes.substr(0, length));
      expect_fit_for_a_terminal(listing);
      refused += listing.error.empty() ? 0 : 1;
      if (!listing.error.empty()) continue;
      // An array that is left out is not compared with the length of the file.
      const FileBytes cut("input", bytes.substr(0, length));
      EXPECT_NO_THROW(EXPECT_TRUE(read_weights(cut).tensors.empty()))
          << file << " cut off at " << length;
    }
    for (std::size_t at = 0; at < std::min<std::size_t>(bytes.size(), 4500); at += 5) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (at % 2 == 0 ? 0x55 : 0xff));
      expect_fit_for_a_terminal(listing_of(damaged));
    }
  }
  EXPECT_GT(listed, has_libzip() ? 20 : 5);
  EXPECT_GT(refused, 20'000);
}

// A large file is cut: tens of thousands of opcodes, and names and texts of any length.
TEST(ByteListing, LongPicklesAreCut) {
  std::string pickle = "\x80\x02]";
  for (int i = 0; i < 10'000; ++i) pickle += "K\x01\x61";
  pickle += ".";
  std::ostringstream out;
  ByteRows rows(out, pickle);
  PickleRows opcodes(rows, pickle);
  read_torch_pickle("input", pickle, 0, opcodes.observer());
  opcodes.end();
  EXPECT_NE(out.str().find("... 16003 more opcodes"), std::string::npos);
  EXPECT_LT(out.str().size(), 500'000U);
}

}  // namespace
}  // namespace pixelwise
