// damaged_files COUNT [SEED]: makes that many damaged files of every kind that people bring
// (images, masks, class lists, checkpoints, runs, weight files) and gives each to the commands that
// read it. Whatever is in a file, the program ends by itself with status 0, 1 or 2, says why if it
// fails, and takes less than ten seconds and 2 GB. Files that break this are kept and named.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>

#include "base/check.h"
#include "base/read_file.h"
#include "base/run_main.h"
#include "tests/app/run_app.h"
#include "tests/damaged/damage.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeconds = 10;
constexpr double kBytes = 2e9;

void write(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) fail_file(path, "cannot be written");
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() != ".txt" &&
        entry.path().extension() != ".md" && entry.path().extension() != ".py") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(),
            files.end());  // the order of a folder's files is not the same everywhere
  require(!files.empty(), "damaged_files: no files below ", folder);
  return files;
}

// A sound data set, and a run on it that was stopped.
class Sound {
 public:
  Sound() {
    write_shapes_folder(data(), 4, 40, 32);
    RunningApp training({"train", "--model", "simple-fcn", "--width", "4", "--data",
                         "folder:" + data(), "--iterations", "100000", "--every", "1", "--batch",
                         "2", "--threads", "1", "--quiet", "--out", folder_ / "run"});
    while (!training.has_ended() && !fs::exists(checkpoint())) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    training.signal(SIGINT);
    const Outcome outcome = training.wait();
    require(fs::exists(checkpoint()), "damaged_files: no run to begin with: ", outcome.err);
  }

  std::string data() const { return folder_ / "data"; }
  std::string run() const { return folder_ / "run"; }
  std::string checkpoint() const { return run() + "/last.safetensors"; }
  std::string scratch() const { return folder_ / "scratch"; }

 private:
  TemporaryFolder folder_;
};

struct Trial {
  std::string kind;
  std::string file;                                // the damaged one
  std::vector<std::vector<std::string>> commands;  // each reads it
};

const std::string kTests = PIXELWISE_SOURCE_DIR "/tests/";

const std::string& any_of(const std::vector<std::string>& files, Rng& random) {
  return files[random.below(files.size())];
}

// A damaged copy of one of these files. It keeps the ending of its name.
std::string damaged_copy(const std::vector<std::string>& files, const Sound& sound, Rng& random) {
  const std::string& from = any_of(files, random);
  const std::string to = sound.scratch() + "/file" + fs::path(from).extension().string();
  write(to, damaged(read_file(from), read_file(any_of(files, random)), random));
  return to;
}

Trial image(const Sound& sound, Rng& random) {
  static const std::vector<std::string> files = files_below(kTests + "datasets/golden/images");
  const std::string file = damaged_copy(files, sound, random);
  return {"image",
          file,
          {{"inspect", file},
           {"predict", "--weights", sound.checkpoint(), "--out", sound.scratch() + "/out", file}}};
}

Trial mask(const Sound& sound, Rng& random) {
  static const std::vector<std::string> golden = files_below(kTests + "datasets/golden/masks");
  const std::string data = sound.scratch() + "/data", file = data + "/masks/image1.png";
  fs::copy(sound.data(), data, fs::copy_options::recursive);
  const bool same_size = random.chance(0.5);
  const std::string good = read_file(file);
  write(file, damaged(same_size ? good : read_file(any_of(golden, random)), good, random));
  return {"mask", file, {{"inspect", file}, {"data", "folder:" + data}}};
}

Trial class_list(const Sound& sound, Rng& random) {
  const std::string data = sound.scratch() + "/data", file = data + "/classes.txt";
  fs::copy(sound.data(), data, fs::copy_options::recursive);
  const std::string colours = "background 0 0 0\ncircle 255 0 0\nsquare 0 255 0\n";
  write(file, damaged_text(random.chance(0.5) ? read_file(file) : colours, random));
  return {"class list", file, {{"data", "folder:" + data, "--json"}}};
}

Trial checkpoint(const Sound& sound, Rng& random) {
  const std::string file = damaged_copy({sound.checkpoint()}, sound, random);
  return {"checkpoint",
          file,
          {{"inspect", file},
           {"predict", "--weights", file, "--out", sound.scratch() + "/out",
            sound.data() + "/images/image0.png"}}};
}

Trial run(const Sound& sound, Rng& random) {
  const std::string folder = sound.scratch() + "/run";
  fs::copy(sound.run(), folder);
  const std::string settings = folder + "/settings.json";
  // Undamaged, the run would go on for long.
  std::string text = read_file(settings);
  const std::size_t at = text.find("100000");
  require(at != std::string::npos, "damaged_files: no iterations in ", settings);
  write(settings, text.replace(at, 6, "60"));
  const std::vector<std::string> files = {settings, folder + "/last.safetensors",
                                          folder + "/log.csv"};
  const std::string& file = any_of(files, random);
  const std::string bytes = read_file(file);
  write(file, file == settings ? damaged_text(bytes, random) : damaged(bytes, bytes, random));
  return {"run", file, {{"train", "--resume", folder, "--threads", "1", "--quiet"}}};
}

Trial weights(const Sound& sound, Rng& random) {
  static const std::vector<std::string> files = files_below(kTests + "weights/golden");
  const std::string file = damaged_copy(files, sound, random);
  return {"weights",
          file,
          {{"inspect", file}, {"convert", file, sound.scratch() + "/out.safetensors"}}};
}

// What is wrong with how the program ended; empty if nothing is.
std::string complaint(const Outcome& outcome) {
  if (outcome.status > 2) return "status " + std::to_string(outcome.status);
  if (outcome.status > 0 && outcome.err.empty()) return "failed without a word";
  for (const std::string word : {"internal error", "Sanitizer", "runtime error:"}) {
    if (outcome.err.find(word) != std::string::npos) return word;
  }
  if (outcome.cpu_seconds > static_cast<double>(kSeconds))
    return std::to_string(outcome.cpu_seconds) + " seconds";
  if (outcome.peak_bytes > kBytes) return std::to_string(outcome.peak_bytes / 1e9) + " GB";
  return "";
}

struct Count {
  int files = 0, accepted = 0, refused = 0, wrong = 0;
  double seconds = 0, bytes = 0;  // the most that one took
};

void keep(const std::string& file, std::uint64_t number) {
  fs::create_directories("damaged");
  fs::copy_file(file, "damaged/" + std::to_string(number) + fs::path(file).extension().string(),
                fs::copy_options::overwrite_existing);
}

void try_one(const Trial& trial, std::uint64_t number, Count& count) {
  ++count.files;
  for (const std::vector<std::string>& command : trial.commands) {
    const Outcome outcome = run_app(command, {.cpu_seconds = 2 * kSeconds});
    (outcome.status == 0 ? count.accepted : count.refused) += 1;
    count.seconds = std::max(count.seconds, outcome.cpu_seconds);
    count.bytes = std::max(count.bytes, outcome.peak_bytes);
    const std::string wrong = complaint(outcome);
    if (wrong.empty()) continue;
    ++count.wrong;
    keep(trial.file, number);
    std::cout << "file " << number << " (" << trial.kind << "), " << command[0] << ": " << wrong
              << "\n  " << outcome.err.substr(0, 300) << std::endl;
  }
}

int try_all(std::uint64_t files, std::uint64_t seed) {
  const Sound sound;
  const std::vector<Trial (*)(const Sound&, Rng&)> makers = {image,      mask, class_list,
                                                             checkpoint, run,  weights};
  std::map<std::string, Count> counts;
  int wrong = 0;
  for (std::uint64_t i = 0; i < files; ++i) {
    fs::create_directories(sound.scratch());
    Rng random(seed, i);
    const Trial trial = makers[i % makers.size()](sound, random);
    try_one(trial, i, counts[trial.kind]);
    fs::remove_all(sound.scratch());
  }
  for (const auto& [kind, count] : counts) {
    std::cout << kind << ": " << count.files << " files, read " << count.accepted
              << " times, refused " << count.refused << " times, at most " << count.seconds
              << " s and " << count.bytes / 1e6 << " MB, wrong " << count.wrong << "\n";
    wrong += count.wrong;
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  return pixelwise::run_main([&] {
    pixelwise::require(argc == 2 || argc == 3, "usage: damaged_files COUNT [SEED]");
    return pixelwise::try_all(std::stoull(argv[1]), argc > 2 ? std::stoull(argv[2]) : 0);
  });
}
