// Module: something that owns parameters. Network: a module that maps an image to a result.
#pragma once

#include <functional>
#include <string>

#include "autograd/tensor.h"
#include "base/random.h"

namespace pixelwise {

class Module;

/// What to call for the parts of a module, each with its full name ("fc6.weight"). Leave out what
/// you do not need.
struct VisitorCallbacks {
  std::function<void(const std::string&, Tensor&)> parameter;
  std::function<void(const std::string&, Array&)> buffer;  // state that is not trained
  std::function<void(const std::string&, Rng&)> generator;
  std::function<void(const std::string&, Module&)> module;
};

/// Walks over the parts of a module. Each module names its parts in one line. Everything else uses
/// this line: parameters, saving and loading, train and eval mode, summaries.
class Visitor {
 public:
  explicit Visitor(const VisitorCallbacks& callbacks, std::string prefix = "")
      : callbacks_(callbacks), prefix_(std::move(prefix)) {}

  void operator()(const std::string& name, Tensor& parameter) const;
  void operator()(const std::string& name, Array& buffer) const;
  void operator()(const std::string& name, Rng& generator) const;
  void operator()(const std::string& name, Module& child) const;

 private:
  const VisitorCallbacks& callbacks_;
  std::string prefix_;
};

/// The base of layers and networks. Not copyable: a copy would share its parameters.
class Module {
 public:
  Module() = default;
  virtual ~Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  /// Names all parts: `v("conv1", conv1); v("score", score);`
  virtual void visit(const Visitor& v) = 0;

  /// Training mode (dropout is active) or evaluation mode, for this module and all its parts.
  void train(bool on = true);
  void eval() { train(false); }
  bool is_training() const { return training_; }

 private:
  bool training_ = true;
};

/// A module with one input and one output.
class Network : public Module {
 public:
  virtual Tensor forward(const Tensor& x) = 0;
  Tensor operator()(const Tensor& x) { return forward(x); }

  /// If height and width of the input are multiples of this, the output has the same size.
  virtual std::int64_t stride() const { return 1; }
};

}  // namespace pixelwise
