#include "layers/parameters.h"

#include "base/check.h"

namespace pixelwise {
namespace {

void for_each_parameter(Module& module, std::function<void(const std::string&, Tensor&)> visit) {
  VisitorCallbacks callbacks;
  callbacks.parameter = std::move(visit);
  module.visit(Visitor(callbacks));
}

}  // namespace

std::vector<NamedParameter> named_parameters(Module& module) {
  std::vector<NamedParameter> found;
  for_each_parameter(module, [&](const std::string& name, Tensor& p) {
    found.push_back({name, p});
  });
  return found;
}

std::vector<Tensor> trainable_parameters(Module& module) {
  std::vector<Tensor> found;
  for_each_parameter(module, [&](const std::string&, Tensor& p) {
    if (p.requires_grad()) found.push_back(p);
  });
  return found;
}

ParameterCount count_parameters(Module& module) {
  ParameterCount count;
  for_each_parameter(module, [&](const std::string&, Tensor& p) {
    count.all += p.shape().size();
    if (p.requires_grad()) count.trainable += p.shape().size();
  });
  return count;
}

void zero_grad(Module& module) {
  for_each_parameter(module, [](const std::string&, Tensor& p) { p.zero_grad(); });
}

void set_requires_grad(Module& module, bool required) {
  for_each_parameter(module, [=](const std::string&, Tensor& p) { p.set_requires_grad(required); });
}

std::map<std::string, Array> state(Module& module) {
  std::map<std::string, Array> values;
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) { values[name] = p.value(); };
  callbacks.buffer = [&](const std::string& name, Array& buffer) { values[name] = buffer; };
  module.visit(Visitor(callbacks));
  return values;
}

void load_state(Module& module, const std::map<std::string, Array>& wanted) {
  const auto current = state(module);
  for (const auto& [name, value] : current) {
    const auto found = wanted.find(name);
    require(found != wanted.end(), "load_state: ", name, " ", value.shape(), " is missing");
    const Shape& shape = found->second.shape();
    require(shape == value.shape(), "load_state: ", name, " has shape ", shape,
            " but the model's has ", value.shape(),
            shape.size() == value.size() ? "; the same number of elements: a Linear? view it as a "
                                           "conv with transplant()"
                                         : "");
  }
  for (const auto& [name, value] : wanted) {
    require(current.contains(name), "load_state: the model has no ", name, " ", value.shape());
  }
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) {
    p.mutable_value() = wanted.at(name);
  };
  callbacks.buffer = [&](const std::string& name, Array& buffer) { buffer = wanted.at(name); };
  module.visit(Visitor(callbacks));
}

void seed_generators(Module& module, std::uint64_t seed) {
  std::uint64_t stream = 0;
  VisitorCallbacks callbacks;
  callbacks.generator = [&](const std::string&, Rng& rng) { rng = Rng(seed, ++stream); };
  module.visit(Visitor(callbacks));
}

}  // namespace pixelwise
