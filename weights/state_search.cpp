#include "weights/state_search.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr int kDeepest = 8;
constexpr std::array<std::string_view, 9> kUsualNames = {
    "state_dict", "model_state_dict", "model_state", "model", "weights",
    "net",        "network",          "params",      "module"};

// A dictionary, list or tuple, and the way to it.
struct Node {
  const PickleValue* value = nullptr;
  std::size_t parent = 0;  // in the list of nodes; the root is its own
  std::string key;
  int depth = 0;
  bool of_optimizer = false;
  bool usual_name = false;
  std::int64_t tensors = 0;
};

bool is_number_key(const std::string& key) { return key.starts_with('#'); }

bool better(const Node& a, const Node& b) {
  if (a.of_optimizer != b.of_optimizer) return b.of_optimizer;
  return std::pair(a.tensors, a.usual_name) > std::pair(b.tensors, b.usual_name);
}

class Search {
 public:
  Search(const PickleView& view, const std::function<bool(const PickleValue&)>& is_tensor)
      : view_(view), is_tensor_(is_tensor) {}

  FoundState run() {
    add({&view_.root(), 0, "", 0, false, false, 0});
    std::size_t best = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {  // level by level: the list grows meanwhile
      look_into(i);
      if (better(nodes_[i], nodes_[best])) best = i;
    }
    FoundState found;
    if (nodes_[best].tensors == 0 || nodes_[best].of_optimizer) return found;
    found.dict = nodes_[best].value;
    list_others(best, found);
    return found;
  }

 private:
  // Each value once: a pickle can put the same list into itself, or a thousand times elsewhere.
  void add(Node node) {
    if (node.depth > kDeepest || !places_.emplace(node.value, nodes_.size()).second) return;
    nodes_.push_back(std::move(node));
  }

  template <class Visit>
  void for_each_child(const PickleValue& value, Visit visit) const {
    if (view_.is_dict(value)) {
      view_.for_each_item(value, visit);
    } else if (value.kind == PickleKind::list || value.kind == PickleKind::tuple) {
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        visit(text("[", i, "]"), view_.item(value, i));
      }
    }
  }

  void look_into(std::size_t place) {
    const PickleValue& value = *nodes_[place].value;
    for_each_child(value, [&](const std::string& key, const PickleValue& child) {
      if (is_tensor_(child)) {
        nodes_[place].tensors += view_.is_dict(value) ? 1 : 0;
        return;
      }
      const bool container =
          view_.is_dict(child) || child.kind == PickleKind::list || child.kind == PickleKind::tuple;
      if (!container) return;
      const Node& parent = nodes_[place];
      const bool of_optimizer =
          parent.of_optimizer || key.starts_with("optim") || is_number_key(key);
      const bool usual =
          std::find(kUsualNames.begin(), kUsualNames.end(), key) != kUsualNames.end();
      add({&child, place, key, parent.depth + 1, of_optimizer, usual, 0});
    });
  }

  std::string described(const PickleValue& value) const {
    const auto place = places_.find(&value);
    const std::int64_t tensors = place == places_.end() ? 0 : nodes_[place->second].tensors;
    return view_.described(value) + (tensors > 0 ? text(", with ", tensors, " tensors") : "");
  }

  // What stands beside the way from the root to the state.
  void list_others(std::size_t best, FoundState& found) const {
    std::vector<std::size_t> way{best};
    while (way.back() != 0) way.push_back(nodes_[way.back()].parent);
    std::string before;
    for (std::size_t step = way.size(); step-- > 1;) {
      const Node &outer = nodes_[way[step]], &inner = nodes_[way[step - 1]];
      for_each_child(*outer.value, [&](const std::string& key, const PickleValue& child) {
        if (&child == inner.value) return;
        found.left_out[before + key] = described(child);
      });
      before += inner.key + ".";
    }
  }

  const PickleView& view_;
  const std::function<bool(const PickleValue&)>& is_tensor_;
  std::vector<Node> nodes_;
  std::unordered_map<const PickleValue*, std::size_t> places_;
};

}  // namespace

FoundState find_state(const PickleView& view,
                      const std::function<bool(const PickleValue&)>& is_tensor) {
  return Search(view, is_tensor).run();
}

}  // namespace pixelwise
