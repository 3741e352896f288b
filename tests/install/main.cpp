// A program outside of the tree: one forward pass of a small net, one image and one checkpoint.
#include <filesystem>
#include <iostream>

#include "autograd/ops.h"
#include "base/random.h"
#include "datasets/image.h"
#include "models/segment.h"
#include "models/zoo.h"
#include "weights/weight_file.h"

int main() {
  using namespace pixelwise;
  Rng rng(0);
  const auto net = make_model({.name = "toy-8s", .classes = 3}, rng);
  const Tensor scores = segment(*net, Tensor(Array({1, 3, 32, 32})));

  const auto folder = std::filesystem::temp_directory_path();
  const std::string picture = (folder / "pixelwise_outside.png").string();
  const std::string weights = (folder / "pixelwise_outside.safetensors").string();
  write_png(picture, Image(4, 2, 3));
  write_weights(weights, {.tensors = {{"x", Array({2, 3})}}});
  const bool good = scores.shape() == Shape{1, 3, 32, 32} && read_image(picture).width == 4 &&
                    read_weights(weights).tensors.at("x").size() == 6;
  std::filesystem::remove(picture);
  std::filesystem::remove(weights);
  std::cout << "scores " << scores.shape() << (good ? ", good\n" : ", WRONG\n");
  return good ? 0 : 1;
}
