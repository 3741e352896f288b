// The gradients of whole networks in single precision, with the fast kernels, against the same in
// double precision with the plain loops. One source, compiled in both: the double program writes
// its gradients to a file, the float program reads them and compares.
//
//   gradients_double write FILE      gradients compare FILE
//
// A max-pooling window whose two largest values agree to seven digits may take another winner in
// float, and then sends its gradient elsewhere: no rounding error, but one of a whole gradient. The
// images are small enough for this not to happen with the seed at hand.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "autograd/ops/cross_entropy.h"
#include "layers/parameters.h"
#include "models/zoo.h"

namespace pixelwise {
namespace {

constexpr double kMostError = 1e-5;  // relative L2 norm, of each parameter

struct Case {
  const char* name;
  ModelConfig model;
  std::int64_t height, width;
};

const Case kCases[] = {
    {"SimpleFcn", {.name = "simple-fcn"}, 64, 96},
    {"FCN-8s", {.name = "fcn8s", .width = 32, .fc_width = 256}, 64, 96},
};

// Weights and images hold floats in both programs.
Real rounded(double value) { return static_cast<Real>(static_cast<float>(value)); }

Array random_image(const Case& c, Rng& rng) {
  Array image({2, 3, c.height, c.width});
  for (std::int64_t i = 0; i < image.size(); ++i) image(i) = rounded(rng.normal());
  return image;
}

Labels random_labels(const Case& c, Rng& rng) {
  Labels labels{2, c.height, c.width, {}};
  for (std::int64_t i = 0; i < 2 * c.height * c.width; ++i) {
    labels.ids.push_back(static_cast<std::uint8_t>(rng.below(21)));
  }
  return labels;
}

using Gradient = std::vector<double>;  // of one parameter

std::vector<Gradient> gradients(const Case& c) {
  Rng rng(1);
  const std::unique_ptr<Network> network = make_model(c.model, rng);
  network->eval();  // no dropout
  for (NamedParameter& parameter : named_parameters(*network)) {
    Array value = parameter.tensor.value();
    // Scores that start at zero would send nothing back to the layers before them.
    const bool zero = value.data()[0] == 0 && parameter.name.find("weight") != std::string::npos;
    for (std::int64_t i = 0; i < value.size(); ++i) {
      value(i) = rounded(zero ? 0.01 * rng.normal() : static_cast<double>(value(i)));
    }
    parameter.tensor.mutable_value() = value;
  }
  const Tensor scores = (*network)(Tensor(random_image(c, rng)));
  cross_entropy(scores, random_labels(c, rng)).backward();
  std::vector<Gradient> all;
  for (const Tensor& parameter : trainable_parameters(*network)) {
    const Array& gradient = parameter.grad();
    all.emplace_back(gradient.data(), gradient.data() + gradient.size());
  }
  return all;
}

void write(std::ostream& file, const Gradient& values) {
  const std::size_t size = values.size();
  file.write(reinterpret_cast<const char*>(&size), sizeof size);
  file.write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(size * sizeof(double)));
}

Gradient read(std::istream& file) {
  std::size_t size = 0;
  file.read(reinterpret_cast<char*>(&size), sizeof size);
  Gradient values(file ? size : 0);
  file.read(reinterpret_cast<char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(double)));
  if (!file) throw std::runtime_error("the file of double gradients is missing or too short");
  return values;
}

// |got - want| / |want|.
double relative_error(const Gradient& got, const Gradient& want) {
  if (got.size() != want.size()) throw std::runtime_error("the networks differ");
  double difference = 0, norm = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    difference += (got[i] - want[i]) * (got[i] - want[i]);
    norm += want[i] * want[i];
  }
  return std::sqrt(difference / norm);
}

int run(const std::string& what, const char* path) {
  if (what == "write") {
    std::ofstream file(path, std::ios::binary);
    for (const Case& c : kCases) {
      for (const Gradient& gradient : gradients(c)) write(file, gradient);
    }
    return file.flush() ? 0 : 1;
  }
  int failures = 0;
  std::ifstream file(path, std::ios::binary);
  for (const Case& c : kCases) {
    double worst = 0;
    for (const Gradient& got : gradients(c)) {
      worst = std::max(worst, relative_error(got, read(file)));
    }
    const bool good = worst < kMostError;
    std::printf("%s: the worst parameter's gradient differs by %.1e (relative L2)%s\n", c.name,
                worst, good ? "" : ": TOO MUCH");
    failures += good ? 0 : 1;
  }
  return failures;
}

}  // namespace
}  // namespace pixelwise

int main(int count, char** arguments) try {
  if (count != 3) throw std::runtime_error("usage: gradients write|compare FILE");
  return pixelwise::run(arguments[1], arguments[2]);
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
