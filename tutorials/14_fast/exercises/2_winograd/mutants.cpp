// The usual mistakes in F(2, 3), and what to say of each.
#include "tutorials/14_fast/exercises/2_winograd/transforms.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {
namespace {

enum class Slip {
  none,
  m0_negative,
  m2_negative,
  m3_negative,
  no_half,
  half_of_last,
  half_twice,
  plus_g1,
  flipped,
  minus_in_y0,
  plus_in_y1,
  m3_in_y0,
  exchanged,
};

template <Slip slip>
CheckedArray input(const CheckedArray& d) {
  CheckedArray t({4});
  t(0) = slip == Slip::m0_negative ? d(2) - d(0) : d(0) - d(2);
  t(1) = d(1) + d(2);
  t(2) = slip == Slip::m2_negative ? d(1) - d(2) : d(2) - d(1);
  t(3) = slip == Slip::m3_negative ? d(1) - d(3) : d(3) - d(1);
  return t;
}

template <Slip slip>
CheckedArray filter(const CheckedArray& g) {
  const bool flipped = slip == Slip::flipped;
  const Real g0 = flipped ? g(2) : g(0), g1 = g(1), g2 = flipped ? g(0) : g(2);
  const Real half = slip == Slip::no_half ? 1 : slip == Slip::half_twice ? Real{0.25} : Real{0.5};
  CheckedArray t({4});
  t(0) = g0;
  t(1) = (g0 + g1 + g2) * half;
  t(2) = (slip == Slip::plus_g1 ? g0 + g1 + g2 : g0 - g1 + g2) * half;
  if (slip == Slip::half_of_last) {
    t(1) = g0 + g1 + g2 / 2;
    t(2) = g0 - g1 + g2 / 2;
  }
  t(3) = g2;
  return t;
}

template <Slip slip>
CheckedArray output(const CheckedArray& m) {
  CheckedArray y({2});
  y(0) = m(0) + m(1) + (slip == Slip::minus_in_y0 ? -m(2) : m(2));
  if (slip == Slip::m3_in_y0) y(0) += m(3);
  y(1) = m(1) + (slip == Slip::plus_in_y1 ? m(2) : -m(2)) + m(3);
  if (slip == Slip::exchanged) std::swap(y(0), y(1));
  return y;
}

template <Slip slip>
Transforms with() {
  return {input<slip>, filter<slip>, output<slip>};
}

}  // namespace

std::vector<Mutant<Transforms>> mutants() {
  return {
      {"halves forgotten",
       "This is what comes out when m1 and m2 are not halved: (g0 + g1 + g2) / 2 and "
       "(g0 - g1 + g2) / 2.",
       with<Slip::no_half>()},
      {"only the last weight halved",
       "This is what comes out of g0 + g1 + g2 / 2: the division comes before the sum. Put the sum "
       "into brackets: (g0 + g1 + g2) / 2.",
       with<Slip::half_of_last>()},
      {"halved twice",
       "This is what comes out when m1 and m2 are halved twice. The halves belong to one of the "
       "transforms only.",
       with<Slip::half_twice>()},
      {"m2 without the minus of g1",
       "This is what comes out when m2 is made of g0 + g1 + g2, as m1 is. In m2 it is g0 - g1 + "
       "g2.",
       with<Slip::plus_g1>()},
      {"m0 with the wrong sign",
       "This is what comes out when m0 has the wrong sign: it is (d0 - d2) * g0.",
       with<Slip::m0_negative>()},
      {"m2 with the wrong sign",
       "This is what comes out when m2 has the wrong sign: it is (d2 - d1) * (g0 - g1 + g2) / 2, "
       "and "
       "y0 adds it, y1 subtracts it.",
       with<Slip::m2_negative>()},
      {"m3 with the wrong sign",
       "This is what comes out when m3 has the wrong sign. With (d3 - d1) * g2, y1 adds it; with "
       "(d1 - d3) * g2, as some texts have it, y1 subtracts it.",
       with<Slip::m3_negative>()},
      {"y0 subtracts m2",
       "This is what comes out when y0 subtracts m2: y0 = m0 + m1 + m2, only y1 subtracts it.",
       with<Slip::minus_in_y0>()},
      {"y1 adds m2", "This is what comes out when y1 adds m2: y1 = m1 - m2 + m3.",
       with<Slip::plus_in_y1>()},
      {"y0 with m3",
       "This is what comes out when y0 adds m3, too. d3 is not under the filter of y0: "
       "y0 = m0 + m1 + m2.",
       with<Slip::m3_in_y0>()},
      {"filter flipped",
       "This is what comes out when g0 and g2 are exchanged: the filter is flipped, as in "
       "mathematics. In deep learning g0 meets d0.",
       with<Slip::flipped>()},
      {"outputs exchanged", "This is what comes out when y0 and y1 are exchanged.",
       with<Slip::exchanged>()},
  };
}

}  // namespace pixelwise
