// LazyArray: a value that is computed when somebody first asks for it.
//
// Why: max_pool2d(relu(conv2d(x, w, b))) reads like the formula. But one after the other, the three
// would write and read the large map between them several times. So conv2d returns a recipe, and
// relu, when it is handed a recipe that nobody else has, returns a recipe too. Every other
// operation asks for the values. max_pool2d looks at the recipes first, and may then compute two or
// three operations at once (ops/activations.cpp, ops/max_pool2d.cpp, ops/conv_pool.cpp). If anybody
// else asks for the values of a convolution, they are computed then, by themselves.
#pragma once

#include <memory>
#include <utility>

#include "autograd/array.h"

namespace pixelwise {

/// How a value will be computed. An operation derives a class from it, which keeps the inputs.
class Recipe {
 public:
  virtual ~Recipe() = default;
  virtual Shape shape() const = 0;
  virtual Array compute() const = 0;
};

/// Copies share the value, so it is computed only once.
class LazyArray {
 public:
  LazyArray() = default;
  LazyArray(Array known)  // NOLINT: implicit on purpose
      : content_(std::make_shared<Content>(Content{std::move(known), nullptr})) {}
  explicit LazyArray(std::shared_ptr<const Recipe> recipe)
      : content_(std::make_shared<Content>(Content{Array(), std::move(recipe)})) {}

  bool is_defined() const { return content_ != nullptr; }

  /// The values. The first call computes them and frees the recipe.
  Array& get() const {
    if (content_->recipe) {
      content_->known = content_->recipe->compute();
      content_->recipe.reset();
    }
    return content_->known;
  }

  Shape shape() const {
    return content_->recipe ? content_->recipe->shape() : content_->known.shape();
  }

  /// Null once the values are known.
  const std::shared_ptr<const Recipe>& recipe() const { return content_->recipe; }

 private:
  struct Content {
    Array known;  // empty while there is a recipe
    std::shared_ptr<const Recipe> recipe;
  };
  std::shared_ptr<Content> content_;
};

}  // namespace pixelwise
