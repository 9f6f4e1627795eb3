#pragma once
// Optimizers: groups of parameters with options of their own, and what is remembered of each parameter.
#include <string>
#include <unordered_map>
#include <vector>

#include "core/nn/dict.h"
#include "core/ops/signature.h"

namespace tenon {

constexpr int kMaxOptions = 8;
constexpr int kMaxSlots = 3;

// What is remembered of one parameter; undefined until its first step.
struct ParamState {
  Tensor step;             // 0-dim float32 on the CPU, as PyTorch keeps it
  Tensor slot[kMaxSlots];  // of the parameter's shape
  bool fresh = false;      // the slots were made just now, and hold zeros
};

// The step of one parameter. All tensors are row-major, of float32 or float64.
struct OptimizerStep {
  const Tensor& param;
  const Tensor& grad;
  const ParamState& state;
};

// A class, as its file registers it:
//     constexpr OptimizerEntry sgd{"SGD(float lr=0.001, …)", {"momentum_buffer"}, …};
//     TN_OPTIMIZER(sgd);
// `option` has the arguments of the schema in their order, lists spread out, truths as 0 and 1.
struct alignas(16) OptimizerEntry {
  const char* schema;
  const char* slots[kMaxSlots];
  // Fails with Status::value for what is out of range.
  void (*check)(const double* option);
  // Whether steps with these options need a slot.
  bool (*needs)(const double* option, int slot);
  void (*update)(const double* option, const OptimizerStep& step);
  bool counts_steps;
};

struct OptimizerOption {
  std::string name;  // "lr"; of a list "betas", "beta1" and "beta2"
  int argument;      // its place in the schema
  int element;       // of a list, else -1
  bool is_bool;
};

struct OptimizerClass {
  Signature signature;
  const OptimizerEntry* entry;
  std::vector<OptimizerOption> options;
};

// In the order of their names.
const std::vector<OptimizerClass>& optimizer_classes();
// Fails with Status::key and the nearest name.
const OptimizerClass& find_optimizer_class(std::string_view name);

struct ParamGroup {
  std::vector<Tensor> params;
  double option[kMaxOptions] = {};
};

class Optimizer : public RefCounted {
 public:
  // Arguments have names; those left out have their defaults. Status::key for an unknown one, Status::type
  // for one of another type, Status::value where check() refuses it or params are empty.
  static Ref<Optimizer> make(const OptimizerClass& cls, const std::vector<Tensor>& params,
                             const std::vector<Value>& arguments);
  static void destroy(Optimizer* o) { tenon::destroy(o); }
  explicit Optimizer(const OptimizerClass& cls) : class_(cls) {}

  const OptimizerClass& kind() const { return class_; }
  int64_t group_count() const { return static_cast<int64_t>(groups_.size()); }
  // A parameter that is there already is Status::value, one that isn't a leaf Status::state. `differing` are
  // in the place of what the constructor was given.
  void add_group(const std::vector<Tensor>& params, const std::vector<Value>& differing);

  // By name, "lr"; Status::key for another one, Status::index for a group that isn't there.
  double get(int64_t group, const std::string& name) const;
  // Group -1 is all of them.
  void set(int64_t group, const std::string& name, double value);

  void zero_grad();
  void step();

  Ref<Dict> state_dict() const;
  void load_state_dict(const Dict& dict);

 private:
  struct Copies;
  void read_options(const std::vector<Value>& given, double* option) const;
  size_t find_option(const char* function, const std::string& name) const;
  void prepare(const double* option, const Tensor& param, ParamState& state) const;
  void check_grad(const Tensor& param, const Tensor& grad) const;
  std::vector<ParamGroup> read_groups(const Dict& dict, std::unordered_map<uint64_t, size_t>& places) const;

  const OptimizerClass& class_;
  double defaults_[kMaxOptions] = {};
  std::vector<ParamGroup> groups_;
  std::vector<ParamState> states_;  // of all groups' parameters, in order
};

}  // namespace tenon

#define TN_OPTIMIZER(entry)                      \
  [[gnu::section("tenon_optimizers"), gnu::used, \
    gnu::retain]] static constinit const ::tenon::OptimizerEntry tn_optimizer_entry_##entry = entry
