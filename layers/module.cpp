#include "layers/module.h"

namespace pixelwise {

void Visitor::operator()(const std::string& name, Tensor& parameter) const {
  if (parameter.is_defined() && callbacks_.parameter)
    callbacks_.parameter(prefix_ + name, parameter);
}

void Visitor::operator()(const std::string& name, Array& buffer) const {
  if (callbacks_.buffer) callbacks_.buffer(prefix_ + name, buffer);
}

void Visitor::operator()(const std::string& name, Rng& generator) const {
  if (callbacks_.generator) callbacks_.generator(prefix_ + name, generator);
}

void Visitor::operator()(const std::string& name, Module& child) const {
  if (callbacks_.module) callbacks_.module(prefix_ + name, child);
  child.visit(Visitor(callbacks_, prefix_ + name + "."));
}

void Module::train(bool on) {
  training_ = on;
  VisitorCallbacks callbacks;
  callbacks.module = [on](const std::string&, Module& part) { part.training_ = on; };
  visit(Visitor(callbacks));
}

}  // namespace pixelwise
