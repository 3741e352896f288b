#include "doctor/trial_findings.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "base/check.h"
#include "datasets/preprocess.h"
#include "datasets/transforms.h"
#include "doctor/score_findings.h"
#include "report/score_text.h"
#include "training/evaluate.h"

namespace pixelwise {
namespace {

constexpr double kMuchBetter = 0.1;  // of mean IoU

DatasetPtr exchanged(const Dataset& data) {
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < data.size(); ++i) {
    Sample sample = data.get(i);
    for (std::size_t k = 0; k + 2 < sample.image.pixels.size(); k += 3) {
      std::swap(sample.image.pixels[k], sample.image.pixels[k + 2]);
    }
    samples.push_back(std::move(sample));
  }
  return std::make_shared<InMemoryDataset>(data.info(), std::move(samples));
}

// The images cut into crops, side by side.
DatasetPtr in_crops(const Dataset& data, int height, int width, Colour fill) {
  std::vector<Sample> crops;
  for (std::int64_t i = 0; i < data.size(); ++i) {
    const Sample sample = data.get(i);
    for (int top = 0; top + height <= sample.image.height; top += height) {
      for (int left = 0; left + width <= sample.image.width; left += width) {
        crops.push_back(crop(sample, left, top, width, height, fill));
      }
    }
  }
  if (crops.empty()) return nullptr;
  return std::make_shared<InMemoryDataset>(data.info(), std::move(crops));
}

}  // namespace

Findings trial_findings(Network& network, const Preprocessing& how, const Dataset& few,
                        const std::string& who, std::optional<std::pair<int, int>> crop) {
  Findings findings;
  const ConfusionMatrix scores = evaluate(network, few, how);
  const double as_is = scores.mean_iou();
  const double other = evaluate(network, *exchanged(few), how).mean_iou();
  // If other names for the classes help more than other colours, the names are wrong.
  if (other > as_is + kMuchBetter && other > matched_mean_iou(scores)) {
    findings.push_back(
        {FindingKind::fault, "red and blue exchanged",
         text(who, " scores the mean IoU ", score_text(other), " on ", few.size(),
              " images with red and blue exchanged, ", score_text(as_is),
              " as they are: these images are BGR where RGB is expected, or the reverse (OpenCV "
              "reads and writes BGR)")});
  }
  if (!crop) return findings;
  const DatasetPtr crops = in_crops(few, crop->first, crop->second, zero_colour(how));
  if (crops == nullptr) return findings;
  const double cropped = evaluate(network, *crops, how).mean_iou();
  if (cropped > as_is + kMuchBetter) {
    findings.push_back(
        {FindingKind::fault, "crop too small",
         text("on crops of ", crop->first, "x", crop->second, ", as in training, ", who,
              " scores the mean IoU ", score_text(cropped), ", on whole images ", score_text(as_is),
              ": it never saw more than a crop at once")});
  }
  return findings;
}

}  // namespace pixelwise
