// The stack machine, and what tensors may be made of: each refusal with its message.
#include "weights/pickle.h"

#include <gtest/gtest.h>

#include "tests/base/message.h"
#include "weights/torch_state.h"

namespace pixelwise {
namespace {

using std::string_literals::operator""s;

constexpr std::string_view kRefused[] = {"os", "a.three"};

Pickle run(const std::string& program) {
  static std::string kept;  // the values refer to it
  kept = program;
  return read_pickle("p", kept, 0, kRefused);
}

void expect_failure(const std::string& part, const std::string& program) {
  expect_error<std::runtime_error>(part, [&] { run(program); });
}

TEST(Pickle, Constants) {
  const Pickle p = run("\x80\x02(NK\x07M\x01\x02J\xff\xff\xff\xff\x88\x89U\x02hiX\x01\0\0\0xt."s);
  const PickleValue& root = p[p.root];
  ASSERT_EQ(root.kind, PickleKind::tuple);
  ASSERT_EQ(root.items.size(), 8U);
  EXPECT_EQ(p[root.items[0]].kind, PickleKind::none);
  EXPECT_EQ(p[root.items[1]].integer, 7);
  EXPECT_EQ(p[root.items[2]].integer, 513);
  EXPECT_EQ(p[root.items[3]].integer, -1);
  EXPECT_EQ(p[root.items[4]].integer, 1);
  EXPECT_EQ(p[root.items[5]].integer, 0);
  EXPECT_EQ(p[root.items[6]].text, "hi");
  EXPECT_EQ(p[root.items[7]].text, "x");
}

TEST(Pickle, LongIntegersAreSigned) {
  const auto number = [](const std::string& digits) {
    const Pickle p = run("\x8a" + std::string(1, static_cast<char>(digits.size())) + digits + ".");
    return p[p.root];
  };
  EXPECT_EQ(number("").integer, 0);
  EXPECT_EQ(number("\xff").integer, -1);
  EXPECT_EQ(number("\xff\0"s).integer, 255);
  EXPECT_EQ(number("\0\0\0\0\1"s).integer, std::int64_t{1} << 32);
  EXPECT_EQ(number(std::string(8, '\xff')).integer, -1);
  EXPECT_EQ(number(std::string(9, '\1')).kind, PickleKind::other);
}

TEST(Pickle, ACallIsOnlyDescribed) {
  const Pickle p = run("ca\none\n(K\x01tRq\x05(U\x01kK\x02uh\x05\x86."s);
  const PickleValue& pair = p[p.root];
  ASSERT_EQ(pair.items.size(), 2U);
  EXPECT_EQ(pair.items[0], pair.items[1]);  // through the memo: the same value
  const PickleValue& call = p[pair.items[0]];
  ASSERT_EQ(call.kind, PickleKind::call);
  EXPECT_EQ(p[call.function].text, "a.one");
  EXPECT_EQ(p[p[call.argument].items[0]].integer, 1);
  ASSERT_EQ(call.items.size(), 2U);  // set on its result
  EXPECT_EQ(p[call.items[0]].text, "k");
}

TEST(Pickle, WhatOnlyAnAttackNamesIsRefused) {
  expect_failure("p: the pickle asks for 'os.system' at byte 2; refused",
                 "\x80\x02"
                 "cos\nsystem\n.");
  expect_failure("'a.three'", "ca\nthree\n.");
  expect_failure("'os.path.join'", "cos.path\njoin\n.");
  expect_failure("'os.system'", "\x8c\x02os\x8c\x06system\x93.");  // protocol 4
  const Pickle p = run("(cosx\nsystem\nca\nthree3\nt.");           // names that only begin alike
  EXPECT_EQ(p[p[p.root].items[0]].text, "osx.system");
  EXPECT_EQ(p[p[p.root].items[1]].text, "a.three3");
}

TEST(Pickle, NewerProtocols) {
  const Pickle p =
      run("\x80\x05\x95\x40\0\0\0\0\0\0\0(\x8c\1x\x94\x8f(K\1K\2\x90h\0C\2hi\x8b\1\0\0\0\7t."s);
  const PickleValue& root = p[p.root];
  ASSERT_EQ(root.items.size(), 5U);
  EXPECT_EQ(p[root.items[0]].text, "x");
  EXPECT_EQ(p[root.items[1]].kind, PickleKind::set);
  EXPECT_EQ(p[root.items[1]].items.size(), 2U);
  EXPECT_EQ(root.items[2], root.items[0]);
  EXPECT_EQ(p[root.items[3]].text, "hi");
  EXPECT_EQ(p[root.items[4]].integer, 7);
}

TEST(Pickle, DamagedPrograms) {
  expect_failure("ends at byte 0, where 1 more bytes from byte 0", "");
  expect_failure("ends at byte 3, where 255 more bytes from byte 2 on", "U\xffh"s);
  expect_failure("ends at byte 7, where 4294967295 more bytes from byte 5", "X\xff\xff\xff\xffhi"s);
  expect_failure("at byte 0, the opcode 105", "i");
  expect_failure("at byte 0, an operation on an empty stack", ".");
  expect_failure("at byte 2, an operation on an empty stack", "K\x01\x86.");
  expect_failure("an operation on an empty stack", "N(0.");  // below a mark
  expect_failure("the end of a list that was not begun", "Nt.");
  expect_failure("items for a list, set on a dictionary", "}Na.");
  expect_failure("items for a dictionary, set on None", "NK\1K\2s.");
  expect_failure("a key without a value", "}(K\1u.");
  expect_failure("a call of no function", "K\1)R.");
  expect_failure("the memo entry 9, which was never made", "h\x09.");
  expect_failure("a name without an end", "c" + std::string(5000, 'a'));
  expect_failure("is of protocol 6", "\x80\x06N.");
  expect_failure("a name that is no text", "NN\x93.");
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "ca\n" + std::to_string(i) + "\n0";
  expect_failure("more than 10,000 names", many + "N.");
}

TEST(Pickle, BombsAreBounded) {
  expect_failure("more than 2000000 values", std::string(3'000'000, 'N'));
  // A billion laughs: each list twice in the next one. Describing it costs what its text costs.
  std::string laughs = "]q\0"s;
  for (int i = 0; i < 200; ++i) {
    const std::string before(1, static_cast<char>(i)), now(1, static_cast<char>(i + 1));
    laughs += "](h" + before + "h" + before + "eq" + now;
  }
  EXPECT_LT(run(laughs + ".").values.size(), 300U);
  // Deep nesting costs no recursion, neither in reading nor in forgetting.
  EXPECT_EQ(run(")" + std::string(1'000'000, '\x85') + ".").values.size(), 1'000'001U);
}

// A state_dict of one tensor x; the parts can be exchanged for wrong ones.
struct Parts {
  std::string key = "U\x01x";
  std::string function = "ctorch._utils\n_rebuild_tensor_v2\n";
  std::string storage =
      "(U\x07storagectorch\nFloatStorage\nU\x01"
      "0U\x03"
      "cpuK\x06t";
  std::string numbers = "K\0K\2K\3\x86K\3K\1\x86"s;  // offset 0, shape (2, 3), strides (3, 1)
  std::string rest = "\x89N";                        // requires_grad, hooks; perhaps metadata
};

TorchState state_of(const Parts& parts) {
  const std::string program = "\x80\x02}(" + parts.key + parts.function + "(" + parts.storage +
                              "Q" + parts.numbers + parts.rest + "tRu.";
  const Pickle pickle = read_torch_pickle("p", program, 0);
  return torch_state("p", pickle);
}

void expect_state_error(const std::string& part, const Parts& parts) {
  expect_error<std::runtime_error>(part, [&] { state_of(parts); });
}

TEST(TorchState, OneTensor) {
  const TorchState state = state_of({});
  ASSERT_EQ(state.tensors.size(), 1U);
  EXPECT_EQ(state.tensors[0].array.name, "x");
  EXPECT_EQ(state.tensors[0].array.shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(state.tensors[0].array.strides, (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(state.storages.at("0").values, 6);
}

TEST(TorchState, WhatMakesNoSense) {
  expect_state_error("a bad number of values",
                     {.storage = "(U\x07storagectorch\nFloatStorage\nU\x01"
                                 "0U\x03"
                                 "cpuJ\xff\xff\xff"
                                 "\xfft"});
  expect_state_error("a number where a text was expected",
                     {.storage = "(U\x07storagectorch\nFloatStorage\nK\0U\x03"
                                 "cpuK\x06t"s});
  expect_state_error("a bad shape", {.numbers = "K\0NK\3K\1\x86"s});
  expect_state_error("a bad stride", {.numbers = "K\0K\2K\3\x86J\xff\xff\xff\xffK\1\x86"s});
  expect_state_error("a tensor outside its storage", {.numbers = "K\7K\2K\3\x86K\3K\1\x86"s});
  expect_state_error("a tensor outside its storage", {.numbers = "K\0K\2K\3\x86K\3\x85"s});
  expect_state_error("a tensor in an unknown way", {.numbers = ""});
}

TEST(TorchState, WhatIsNotUnderstoodIsLeftOut) {
  const auto why = [](const Parts& parts) {
    const TorchState state = state_of(parts);
    EXPECT_TRUE(state.tensors.empty());
    return state.skipped.contains("x") ? state.skipped.at("x") : "read";
  };
  EXPECT_EQ(why({.storage = "N"}), "a tensor in a storage");
  EXPECT_EQ(why({.function = "ctorch._utils\n_rebuild_qtensor\n"}),
            "an object (torch._utils._rebuild_qtensor)");
  EXPECT_EQ(why({.rest = "\x89N}U\3foo\x88s"}), "a tensor with the unknown metadata 'foo'");
  EXPECT_EQ(why({.rest = "\x89NK\1"}), "a tensor with metadata that is a number");
  EXPECT_EQ(why({.rest = "\x89NNN"}), "a tensor of 8 arguments, of which 7 are known");
}

TEST(TorchState, MetadataOfANegativeView) {
  EXPECT_FALSE(state_of({}).tensors.at(0).array.negated);
  EXPECT_FALSE(state_of({.rest = "\x89NN"}).tensors.at(0).array.negated);
  EXPECT_FALSE(state_of({.rest = "\x89N}U\3neg\x89s"}).tensors.at(0).array.negated);
  EXPECT_TRUE(state_of({.rest = "\x89N}U\3neg\x88s"}).tensors.at(0).array.negated);
}

// A dictionary by its items, each a key and the opcodes of its value.
TorchState state_in(const std::string& program) {
  static std::string kept;
  kept = "\x80\x02" + program + ".";
  const Pickle pickle = read_torch_pickle("p", kept, 0);
  return torch_state("p", pickle);
}

std::string tensor(char storage) {
  return "ctorch._utils\n_rebuild_tensor_v2\n((U\x07storagectorch\nFloatStorage\nU\1"s + storage +
         "U\3cpuK\6tQ" + Parts{}.numbers + "\x89NtR";
}

std::vector<std::string> names_of(const TorchState& state) {
  std::vector<std::string> names;
  for (const TorchTensor& tensor : state.tensors) names.push_back(tensor.array.name);
  return names;
}

TEST(StateSearch, AnyDepthAndNeverTheOptimiser) {
  using Names = std::vector<std::string>;
  const std::string two = "}(U\1a" + tensor('0') + "U\1b" + tensor('1') + "u";
  const std::string moments =
      "}(U\1m" + tensor('2') + "U\1v" + tensor('3') + "U\1s" + tensor('4') + "u";
  EXPECT_EQ(names_of(state_in("}(U\3net}U\4body" + two + "sU\1eK\1u")), (Names{"a", "b"}));
  EXPECT_EQ(names_of(state_in("(" + two + "K\3t")), (Names{"a", "b"}));
  // As Adam keeps them: three for each parameter, by its number; or under "optimizer".
  EXPECT_EQ(names_of(state_in("}(U\1o}U\5state}K\0"s + moments + "ssU\1w" + two + "u")).size(), 2U);
  EXPECT_EQ(names_of(state_in("}(U\5optim" + moments + "U\1w" + two + "u")), (Names{"a", "b"}));
  // Weights and their running average.
  const TorchState both =
      state_in("}(U\3ema" + two + "U\5model}(U\1c" + tensor('5') + "U\1d" + tensor('6') + "uu");
  EXPECT_EQ(names_of(both), (Names{"c", "d"}));
  EXPECT_EQ(both.skipped.at("ema"), "a dictionary of 2 (a, b), with 2 tensors");
}

TEST(StateSearch, WithoutWeightsTheKeysAreNamed) {
  const TorchState state = state_in("}(U\5model}(U\5widthK\1uU\5epochK\2u");
  EXPECT_TRUE(state.tensors.empty());
  EXPECT_EQ(state.skipped.at("model"), "a dictionary of 1 (width)");
  EXPECT_EQ(state.skipped.at("epoch"), "a number");
  // A list that contains itself, and dictionaries too deep to be meant.
  EXPECT_TRUE(state_in("}U\1x]q\0h\0as"s).tensors.empty());
  std::string deep = "}";
  for (int i = 0; i < 12; ++i) deep += "U\1k}";
  EXPECT_TRUE(state_in(deep + "U\1t" + tensor('0') + "s" + std::string(12, 's')).tensors.empty());
}

// Two bytes can say a long name again, which would be copied each time.
TEST(TorchState, LongOrRepeatedNames) {
  Parts long_name;
  long_name.key = "X\xd0\x07\0\0"s;
  long_name.key.append(2000, 'n');
  expect_state_error("a name of 2000 bytes", long_name);
  expect_state_error("'x' twice", {.key = "U\x01xq\1K\1h\1"s});
}

TEST(TorchState, WhatIsNoDictionary) {
  const std::string program = "K\1.";
  expect_error<std::runtime_error>("holds a number, not a dictionary of tensors", [&] {
    const Pickle pickle = read_torch_pickle("p", program, 0);
    torch_state("p", pickle);
  });
}

}  // namespace
}  // namespace pixelwise
