// Optimizer: changes parameters so that the loss falls.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/tensor.h"

namespace pixelwise {

/// Parameters that are treated alike. The published FCN recipe, for example, doubles the learning
/// rate of biases and does not decay them: {biases, .lr_scale = 2, .decay_scale = 0}.
struct ParameterGroup {
  std::vector<Tensor> parameters;
  double lr_scale = 1;
  double decay_scale = 1;
};

/// The base of Sgd and Adam: the parameters, the learning rate, and the state of each parameter
/// that is kept from step to step. A parameter without a gradient is not changed.
class Optimizer {
 public:
  /// `slot_names`: what is kept for each parameter, for each name an array of the same shape. These
  /// arrays are made here. If the first step made them, they would be scattered between gradients
  /// and activations, and the free memory would be in small pieces (see Buffer). Throws
  /// std::invalid_argument if a parameter is frozen or is given twice.
  Optimizer(std::vector<ParameterGroup> groups, double lr, double weight_decay,
            std::vector<std::string> slot_names);
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// One update from the current gradients.
  void step();

  /// Forgets all gradients. Until then, the gradients of several backward() calls add up.
  void zero_grad();

  double lr() const { return lr_; }
  void set_lr(double lr) { lr_ = lr; }

  /// The number of steps taken so far. Setting it is setting that of every parameter, too.
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps);

  /// How many of the steps changed each parameter, in the order of visit_state(): one that has no
  /// gradient in a step sits it out. Throws std::invalid_argument for another number of parameters.
  std::vector<std::int64_t> parameter_steps() const;
  void set_parameter_steps(const std::vector<std::int64_t>& steps);

  /// What is kept for each parameter, named "0.momentum" and so on, for saving and resuming. All
  /// are 0 before the first step.
  void visit_state(const std::function<void(const std::string&, Array&)>& visit);

 protected:
  /// One parameter, and all that an update rule needs to know.
  struct Update {
    std::int64_t size;
    Real* value;
    const Real* gradient;
    std::vector<Real*> slots;  // the state, as many arrays as there are slot names
    double lr, weight_decay;
    std::int64_t steps;  // of this parameter, this one included
  };
  virtual void update(const Update& u) = 0;

 private:
  struct Entry {
    Tensor parameter;
    const ParameterGroup* group;
    std::vector<Array> slots;
    std::int64_t steps = 0;
  };

  std::vector<ParameterGroup> groups_;
  std::vector<Entry> entries_;
  std::vector<std::string> slot_names_;
  double lr_;
  double weight_decay_;
  std::int64_t steps_ = 0;
};

/// Scales all gradients by one factor, so that their common 2-norm is at most `max_norm` (Pascanu
/// et al., 2013). Returns the norm before. Parameters without a gradient count as zero.
double clip_grad_norm(const std::vector<Tensor>& parameters, double max_norm);

/// The common 2-norm of all gradients.
double grad_norm(const std::vector<Tensor>& parameters);

}  // namespace pixelwise
