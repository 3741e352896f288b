#include "optim/optimizer.h"

#include <array>
#include <cmath>
#include <numeric>
#include <unordered_set>

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {
namespace {

// Fixed pieces, added up in order: the same bits for any number of threads. There are eight sums in
// turn, because with only one each addition would wait for the one before.
double sum_squares(const Array& a) {
  std::vector<double> pieces(static_cast<std::size_t>(a.size() / kElementwiseGrain + 1));
  const Real* in = a.data();
  parallel_ranges(a.size(), kElementwiseGrain, [&](std::int64_t begin, std::int64_t end) {
    std::array<double, 8> sums{};
    std::int64_t i = begin;
    for (; i + 8 <= end; i += 8) {
      for (std::size_t k = 0; k < 8; ++k) {
        const double value = in[i + static_cast<std::int64_t>(k)];
        sums[k] += value * value;
      }
    }
    for (; i < end; ++i) sums[0] += static_cast<double>(in[i]) * in[i];
    pieces[static_cast<std::size_t>(begin / kElementwiseGrain)] =
        std::accumulate(sums.begin(), sums.end(), 0.0);
  });
  return std::accumulate(pieces.begin(), pieces.end(), 0.0);
}

}  // namespace

Optimizer::Optimizer(std::vector<ParameterGroup> groups, double lr, double weight_decay,
                     std::vector<std::string> slot_names)
    : groups_(std::move(groups)),
      slot_names_(std::move(slot_names)),
      lr_(lr),
      weight_decay_(weight_decay) {
  require(lr >= 0 && weight_decay >= 0, "optimizer: learning rate ", lr, " and weight decay ",
          weight_decay, " cannot be negative");
  std::unordered_set<std::uint64_t> seen;
  for (const ParameterGroup& group : groups_) {
    for (const Tensor& parameter : group.parameters) {
      require(parameter.requires_grad() && parameter.is_leaf(), "optimizer: a tensor of shape ",
              parameter.shape(), " is no trainable parameter (frozen, or computed)");
      require(seen.insert(parameter.id()).second, "optimizer: a parameter of shape ",
              parameter.shape(), " stands in the groups twice");
      Entry entry{parameter, &group, {}, 0};
      for (std::size_t i = 0; i < slot_names_.size(); ++i) {
        entry.slots.emplace_back(parameter.shape());
      }
      entries_.push_back(std::move(entry));
    }
  }
}

void Optimizer::step() {
  ++steps_;
  for (Entry& entry : entries_) {
    Tensor& p = entry.parameter;
    if (!p.has_grad()) continue;
    Update u{p.shape().size(),
             p.mutable_value().mutable_data(),
             p.grad().data(),
             {},
             lr_ * entry.group->lr_scale,
             weight_decay_ * entry.group->decay_scale,
             ++entry.steps};
    for (Array& slot : entry.slots) {
      require(slot.shape() == p.shape(), "optimizer: restored state of shape ", slot.shape(),
              " for a parameter of shape ", p.shape());
      u.slots.push_back(slot.mutable_data());
    }
    update(u);
  }
}

void Optimizer::set_steps(std::int64_t steps) {
  steps_ = steps;
  for (Entry& entry : entries_) entry.steps = steps;
}

std::vector<std::int64_t> Optimizer::parameter_steps() const {
  std::vector<std::int64_t> steps;
  for (const Entry& entry : entries_) steps.push_back(entry.steps);
  return steps;
}

void Optimizer::set_parameter_steps(const std::vector<std::int64_t>& steps) {
  require(steps.size() == entries_.size(), "optimizer: steps of ", steps.size(), " parameters for ",
          entries_.size());
  for (std::size_t i = 0; i < steps.size(); ++i) entries_[i].steps = steps[i];
}

void Optimizer::zero_grad() {
  for (Entry& entry : entries_) entry.parameter.zero_grad();
}

void Optimizer::visit_state(const std::function<void(const std::string&, Array&)>& visit) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    for (std::size_t slot = 0; slot < slot_names_.size(); ++slot) {
      visit(text(i, ".", slot_names_[slot]), entries_[i].slots[slot]);
    }
  }
}

double grad_norm(const std::vector<Tensor>& parameters) {
  double squares = 0;
  for (const Tensor& p : parameters) {
    if (!p.has_grad()) continue;
    squares += sum_squares(p.grad());
  }
  return std::sqrt(squares);
}

double clip_grad_norm(const std::vector<Tensor>& parameters, double max_norm) {
  require(max_norm > 0, "clip_grad_norm: the largest norm ", max_norm, " must be positive");
  const double norm = grad_norm(parameters);
  if (norm <= max_norm) return norm;
  for (Tensor p : parameters) {
    if (p.has_grad()) p.set_grad(p.grad() * static_cast<Real>(max_norm / norm));
  }
  return norm;
}

}  // namespace pixelwise
