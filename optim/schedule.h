// How the learning rate changes during training.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace pixelwise {

/// iteration (0, 1, ...) -> factor for the initial learning rate.
using Schedule = std::function<double(std::int64_t iteration)>;

/// Always 1.
Schedule constant_schedule();

/// 1 - i / total: falls from 1 to 0, which it reaches after the last iteration.
Schedule linear_schedule(std::int64_t total);

/// gamma^floor(i / every).
Schedule step_schedule(std::int64_t every, double gamma);

/// (1 - i / total)^power (as in DeepLab).
Schedule polynomial_schedule(std::int64_t total, double power = 0.9);

/// (1 + cos(pi i / total)) / 2 (Loshchilov and Hutter, 2017).
Schedule cosine_schedule(std::int64_t total);

/// By name: constant, linear, step (times 0.1 after each third), poly, cosine. Throws
/// std::invalid_argument for any other name; the message lists these.
Schedule make_schedule(const std::string& name, std::int64_t total);

}  // namespace pixelwise
