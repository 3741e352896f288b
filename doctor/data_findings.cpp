#include "doctor/data_findings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/labels.h"
#include "doctor/label_geometry.h"
#include "doctor/some_samples.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kLooked = 60;  // images of each part

// To look at images and masks side by side.
Words look_at(const std::string& spec) { return {"data", spec, "--out", "out/look"}; }

double deviation(const Image& image) {
  double sum = 0, squares = 0;
  for (const std::uint8_t v : image.pixels) {
    sum += v;
    squares += double{1} * v * v;
  }
  const auto n = static_cast<double>(image.pixels.size());
  return std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n)));
}

// Images that are one grey or black everywhere, or all the same.
void find_constant_images(const std::vector<Sample>& samples, const std::string& spec,
                          Findings& findings) {
  std::size_t flat = 0, repeated = 0;
  std::string first;
  for (const Sample& sample : samples) {
    const bool is_flat = deviation(sample.image) < 2;  // of 255
    if (is_flat && first.empty()) first = sample.name;
    flat += is_flat ? 1 : 0;
    repeated += sample.image.pixels == samples.front().image.pixels ? 1 : 0;
  }
  if (5 * flat >= samples.size()) {
    findings.push_back({FindingKind::fault,
                        "constant images",
                        text(flat, " of ", samples.size(), " images are of one colour (", first,
                             " is the first): there is nothing to see in them; were values of 0 "
                             "to 1 or of 16 bits saved as 8 bits?"),
                        {look_at(spec)}});
  } else if (samples.size() >= 4 && 2 * repeated >= samples.size()) {
    findings.push_back({FindingKind::fault,
                        "constant images",
                        text(repeated, " of ", samples.size(),
                             " images have the same pixels; was one file written many times?"),
                        {look_at(spec)}});
  }
}

// The samples without void, and without classes that are none.
std::vector<Sample> without_void(std::vector<Sample> samples,
                                 const std::set<std::size_t>& void_too) {
  for (Sample& sample : samples) {
    for (std::uint8_t& id : sample.mask.ids) {
      if (void_too.count(id) > 0) id = kVoidLabel;
    }
    fill_void(sample.mask);
  }
  return samples;
}

// Labels whose borders lie beside the edges of the image. Both halves of the images must agree, and
// the opposite way must be no better than where the masks are: that would be a band with two edges.
void find_shift(const std::vector<Sample>& samples, const std::string& spec, Findings& findings) {
  constexpr std::int64_t kEnough = 200;  // border pixels of each half
  EdgeAlignment all;
  std::array<EdgeAlignment, 2> half;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    all.add(samples[i]);
    half[i % 2].add(samples[i]);
  }
  const EdgeAlignment::Shift best = all.best();
  if (half[0].border_pixels() < kEnough || half[1].border_pixels() < kEnough) return;
  if (best == EdgeAlignment::Shift{} || half[0].best() != best || half[1].best() != best) return;
  const double there = all.strength(best), here = all.strength({});
  if (there < 1.25 * here || all.strength({-best.x, -best.y}) > 1.1 * here) return;
  const auto way = [](int n, const char* plus, const char* minus) {
    return n == 0 ? std::string() : text(std::abs(n), " ", n > 0 ? plus : minus);
  };
  const std::string x = way(best.x, "to the right", "to the left"), y = way(best.y, "down", "up");
  findings.push_back(
      {FindingKind::fault,
       "labels shifted",
       text("the masks do not lie on the images: moved by ", x,
            x.empty() || y.empty() ? "" : " and ", y, " (pixels), their borders would meet edges ",
            "that are ", percent_text(there / here - 1),
            " stronger; were images and masks cropped, resized or rotated in different ways?"),
       {look_at(spec)}});
}

void find_smooth_masks(const std::vector<Sample>& samples, const std::string& spec,
                       Findings& findings) {
  Crossings crossings;
  for (const Sample& sample : samples) {
    const Crossings of_mask = count_crossings(sample.mask);
    crossings.direct += of_mask.direct;
    crossings.through += of_mask.through;
  }
  const std::int64_t all = crossings.direct + crossings.through;
  if (all < 100 || 10 * crossings.through < 3 * all) return;
  findings.push_back(
      {FindingKind::fault,
       "masks resized smoothly",
       text("where two classes meet, ", crossings.through, " of ", all,
            " borders have labels between their two numbers (class 2 between 1 and 3): the masks "
            "were resized bilinearly, or saved as JPEG; resize masks by nearest neighbour only"),
       {look_at(spec)}});
}

bool is_named_void(std::string name) {
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::vector<std::string> words = {"void",    "ignore",    "ignored",  "unlabelled",
                                          "border",  "unlabeled", "boundary", "don't care",
                                          "unknown", "no label"};
  return std::find(words.begin(), words.end(), name) != words.end();
}

// A class that is named so, or that only is a thin band between other classes. Returns them.
std::set<std::size_t> find_trained_void(const std::vector<Sample>& samples, const Dataset& data,
                                        const std::string& spec, Findings& findings) {
  std::set<std::size_t> found;
  std::vector<BandPixels> pixels(static_cast<std::size_t>(data.num_classes()));
  for (const Sample& sample : samples) count_bands(sample.mask, pixels);
  for (std::size_t c = 0; c < pixels.size(); ++c) {
    const BandPixels& p = pixels[c];
    const std::string& name = data.class_names()[c];
    const bool named = is_named_void(name);
    const bool band = pixels.size() > 2 && p.all > 200 && 10 * p.band > 6 * p.all;
    if (p.all == 0 || (!named && !band)) continue;
    found.insert(c);
    findings.push_back(
        {FindingKind::fault,
         "void trained on",
         text("class ", c, named ? text(" (", name, ")") : "", " is trained like any other, but ",
              named ? "its name says that it is no class"
                    : text(percent_text(static_cast<double>(p.band) / static_cast<double>(p.all)),
                           " of its pixels are thin bands between two other classes"),
              ": void should be 255 in the masks, or have a line 'void ", c, "' in classes.txt"),
         {look_at(spec)}});
  }
  return found;
}

// Numbers of classes that begin at 1: nothing is ever 0.
void find_labels_from_one(const std::vector<Sample>& samples, const Dataset& data,
                          const std::string& spec, Findings& findings) {
  std::vector<std::int64_t> pixels(static_cast<std::size_t>(data.num_classes()));
  for (const Sample& sample : samples) {
    for (const std::uint8_t id : sample.mask.ids) {
      if (id != kVoidLabel) ++pixels[id];
    }
  }
  const auto used = std::count_if(pixels.begin() + 1, pixels.end(), [](auto n) { return n > 0; });
  if (pixels[0] > 0 || used < 2 || used + 1 < data.num_classes()) return;
  findings.push_back(
      {FindingKind::fault,
       "labels begin at 1",
       text("no pixel is class 0 (", data.class_names()[0], "), but classes 1 to ", used,
            " all occur: the numbers in the masks seem to begin at 1; "
            "subtract 1, or is 0 the void of these masks (then a line 'void 0' in "
            "classes.txt says so)?"),
       {look_at(spec)}});
}

}  // namespace

Findings data_findings(const Dataset& train, const Dataset* val, const std::string& spec) {
  std::vector<Sample> samples = some_samples(train, kLooked);
  if (val != nullptr) {
    for (Sample& sample : some_samples(*val, kLooked / 3)) samples.push_back(std::move(sample));
  }
  Findings findings;
  find_constant_images(samples, spec, findings);
  if (train.whole_image()) return findings;
  find_smooth_masks(samples, spec, findings);
  const std::set<std::size_t> is_void = find_trained_void(samples, train, spec, findings);
  find_labels_from_one(samples, train, spec, findings);
  if (!has_finding(findings, "constant images")) {
    find_shift(without_void(std::move(samples), is_void), spec, findings);
  }
  return findings;
}

}  // namespace pixelwise
