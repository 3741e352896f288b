// The usual mistakes in a step of Adam, and what to say of each.
#include <cmath>

#include "tutorials/03_learning/exercises/3_adam/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  uncorrected,
  m_uncorrected,
  v_uncorrected,
  corrected_and_kept,
  eps_inside,
  without_root,
  without_square,
  from_zero,
  uphill,
  whole_gradient,
  no_eps,
};

template <Slip slip>
void step(CheckedArray& value, CheckedArray& m, CheckedArray& v, const CheckedArray& gradient,
          Real lr, int t) {
  const Real b1 = 0.9, b2 = 0.999, eps = slip == Slip::no_eps ? 0 : 1e-8;
  const auto power = static_cast<Real>(slip == Slip::from_zero ? t + 1 : t);
  for (std::int64_t i = 0; i < value.size(); ++i) {
    const Real g = gradient.element(i);
    const Real square = slip == Slip::without_square ? std::abs(g) : g * g;
    const Real share1 = slip == Slip::whole_gradient ? 1 : 1 - b1;
    const Real share2 = slip == Slip::whole_gradient ? 1 : 1 - b2;
    Real mean = b1 * m.element(i) + share1 * g, squares = b2 * v.element(i) + share2 * square;
    if (slip != Slip::corrected_and_kept) m.element(i) = mean, v.element(i) = squares;
    if (slip != Slip::uncorrected && slip != Slip::m_uncorrected) {
      mean /= 1 - std::pow(b1, power);
    }
    if (slip != Slip::uncorrected && slip != Slip::v_uncorrected) {
      squares /= 1 - std::pow(b2, power);
    }
    if (slip == Slip::corrected_and_kept) m.element(i) = mean, v.element(i) = squares;
    const Real size = slip == Slip::without_root ? squares + eps
                      : slip == Slip::eps_inside ? std::sqrt(squares + eps)
                                                 : std::sqrt(squares) + eps;
    const Real move = lr * mean / size;
    value.element(i) += slip == Slip::uphill ? move : -move;
  }
}

}  // namespace

std::vector<Mutant<AdamStep>> mutants() {
  return {
      {"not corrected",
       "This is what comes out without the correction: m and v began at 0 and are too small in the "
       "first steps. Divide by 1 - b1^t and 1 - b2^t.",
       step<Slip::uncorrected>},
      {"m not corrected",
       "This is what comes out when v is corrected and m is not: the first steps are too short. "
       "Divide m by 1 - b1^t.",
       step<Slip::m_uncorrected>},
      {"v not corrected",
       "This is what comes out when m is corrected and v is not: the first steps are too long. "
       "Divide v by 1 - b2^t before you take its root.",
       step<Slip::v_uncorrected>},
      {"corrected values kept",
       "This is what comes out when the corrected M and V are written back into m and v. Then the "
       "next step corrects them again. Keep m and v as they are.",
       step<Slip::corrected_and_kept>},
      {"eps under the root",
       "This is what comes out with sqrt(V + eps). eps stands beside the root: sqrt(V) + eps.",
       step<Slip::eps_inside>},
      {"without the root",
       "This is what comes out when M is divided by V. Divide by its root: then the size of the "
       "gradient cancels out.",
       step<Slip::without_root>},
      {"without the square",
       "This is what comes out when v collects |gradient| and not its square.",
       step<Slip::without_square>},
      {"t counted from 2",
       "This is what comes out with b^(t + 1) in the correction. t is 1 in the first step: use it "
       "as "
       "it is.",
       step<Slip::from_zero>},
      {"uphill", "This is what comes out when the step is added to the value. Subtract it.",
       step<Slip::uphill>},
      {"gradients added whole",
       "This is what comes out without the factors 1 - b1 and 1 - b2. m and v are means: old and "
       "new "
       "share a weight of 1.",
       step<Slip::whole_gradient>},
      {"without eps",
       "This is what comes out without eps: with very small gradients (1e-8) the steps differ, and "
       "with gradients of 0 it is 0 / 0.",
       step<Slip::no_eps>},
  };
}

}  // namespace pixelwise
