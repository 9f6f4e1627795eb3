#include "core/optim/optimizer.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/nearest.h"
#include "core/nn/arguments.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/tensor/node.h"

// Where the section begins and ends: the linker says.
extern "C" {
[[gnu::visibility("hidden")]] extern const tenon::OptimizerEntry __start_tenon_optimizers[];
[[gnu::visibility("hidden")]] extern const tenon::OptimizerEntry __stop_tenon_optimizers[];
}

namespace tenon {

static_assert(sizeof(OptimizerEntry) == 64, "entries lie one behind the other");

namespace {

// The arguments of the schema one by one, those of a list each with its number: betas are beta1 and beta2.
std::vector<OptimizerOption> spread(const Signature& signature) {
  std::vector<OptimizerOption> all;
  for (size_t i = 0; i < signature.arguments.size(); ++i) {
    const ArgSchema& arg = signature.arguments[i];
    std::string name(arg.name);
    if (!arg.list) all.push_back({name, static_cast<int>(i), -1, arg.type == ArgType::boolean});
    for (int k = 0; k < arg.length; ++k)
      all.push_back({name.substr(0, name.size() - 1) + std::to_string(k + 1), static_cast<int>(i), k, false});
  }
  if (all.size() > kMaxOptions) fail(Status::internal, "%s: too many options", signature.name.c_str());
  return all;
}

std::vector<OptimizerClass> build() {
  std::vector<OptimizerClass> all;
  for (const OptimizerEntry* entry = __start_tenon_optimizers; entry != __stop_tenon_optimizers; ++entry) {
    Schema schema = read_constructor(entry->schema);
    Signature signature = make_signature(schema, std::string(schema.name));
    std::vector<OptimizerOption> options = spread(signature);
    all.push_back({std::move(signature), entry, std::move(options)});
  }
  std::sort(all.begin(), all.end(), [](const OptimizerClass& a, const OptimizerClass& b) {
    return a.signature.name < b.signature.name;
  });
  return all;
}

double number(const Value& value, int element) {
  if (element >= 0) return value.reals[element];
  return value.kind == Kind::real ? value.f : static_cast<double>(value.i);
}

}  // namespace

const std::vector<OptimizerClass>& optimizer_classes() {
  static const std::vector<OptimizerClass> all = build();
  return all;
}

const OptimizerClass& find_optimizer_class(std::string_view name) {
  NearestName nearest(name);
  for (const OptimizerClass& c : optimizer_classes()) {
    if (c.signature.name == name) return c;
    nearest.offer(c.signature.name);
  }
  fail(Status::key, "there is no class of optimizers '%.*s'%s",
       static_cast<int>(std::min<size_t>(name.size(), 200)), name.data(), nearest.hint().c_str());
}

// ---- making

Ref<Optimizer> Optimizer::make(const OptimizerClass& cls, const std::vector<Tensor>& params,
                               const std::vector<Value>& arguments) {
  Ref<Optimizer> made = Ref<Optimizer>::adopt(create<Optimizer>(cls));
  OpArgs args;
  if (std::string why = bind(cls.signature, {}, args); !why.empty())
    fail(Status::internal, "%s", why.c_str());
  for (size_t i = 0; i < cls.options.size(); ++i)
    made->defaults_[i] = number(args[cls.options[i].argument], cls.options[i].element);
  made->read_options(arguments, made->defaults_);
  made->add_group(params, {});
  return made;
}

// Overwrites the options that are given.
void Optimizer::read_options(const std::vector<Value>& given, double* option) const {
  const char* name = class_.signature.name.c_str();
  std::vector<const Value*> values;
  for (const Value& value : given) values.push_back(&value);
  check_names({&class_.signature}, values);
  OpArgs args;
  if (std::string why = bind(class_.signature, values, args); !why.empty())
    fail(Status::type, "%s: %s: %s", name, why.c_str(), class_.signature.schema.c_str());
  for (const Value& value : given) {
    int argument = class_.signature.find_argument(value.name);
    const ArgSchema& arg = class_.signature.arguments[static_cast<size_t>(argument)];
    if (arg.list && value.count != arg.length)
      fail(Status::value, "%s: %s must be %d numbers", name, std::string(arg.name).c_str(), arg.length);
    for (size_t i = 0; i < class_.options.size(); ++i)
      if (class_.options[i].argument == argument)
        option[i] = number(args[argument], class_.options[i].element);
  }
  class_.entry->check(option);
}

void Optimizer::add_group(const std::vector<Tensor>& params, const std::vector<Value>& differing) {
  const char* name = class_.signature.name.c_str();
  if (params.empty()) fail(Status::value, "%s: got an empty parameter list", name);
  std::unordered_set<TensorImpl*> seen;
  for (const ParamGroup& group : groups_)
    for (const Tensor& p : group.params) seen.insert(p.get());
  for (const Tensor& p : params) {
    if (!p) fail(Status::null, "%s: a parameter is None", name);
    if (!p->is_leaf())
      fail(Status::state, "%s: can't optimize a non-leaf tensor: one is the result of %s", name,
           p->grad_fn->name());
    if (!is_floating(p->dtype))
      fail(Status::type, "%s: a parameter is %s, and only floating tensors can be optimized", name,
           describe(p).c_str());
    if (!seen.insert(p.get()).second)
      fail(Status::value, "%s: some parameters appear more than once, or in more than one group", name);
  }
  ParamGroup group;
  group.params = params;
  std::copy(std::begin(defaults_), std::end(defaults_), group.option);
  read_options(differing, group.option);
  states_.reserve(states_.size() + params.size());
  groups_.push_back(std::move(group));
  states_.resize(states_.size() + params.size());
}

// ---- options

size_t Optimizer::find_option(const char* function, const std::string& name) const {
  NearestName nearest(name);
  for (size_t i = 0; i < class_.options.size(); ++i) {
    if (class_.options[i].name == name) return i;
    nearest.offer(class_.options[i].name);
  }
  fail(Status::key, "%s: %s has no option '%.200s'%s", function, class_.signature.name.c_str(), name.c_str(),
       nearest.hint().c_str());
}

static void check_group(const char* function, int64_t group, int64_t least, int64_t count) {
  if (group < least || group >= count)
    fail(Status::index, "%s: group is %lld, and there %s %lld", function, (long long)group,
         count == 1 ? "is" : "are", (long long)count);
}

double Optimizer::get(int64_t group, const std::string& name) const {
  check_group("tn_optimizer_get", group, 0, group_count());
  return groups_[static_cast<size_t>(group)].option[find_option("tn_optimizer_get", name)];
}

void Optimizer::set(int64_t group, const std::string& name, double value) {
  check_group("tn_optimizer_set", group, -1, group_count());
  size_t option = find_option("tn_optimizer_set", name);
  if (class_.options[option].is_bool && value != 0 && value != 1)
    fail(Status::value, "tn_optimizer_set: %s is a truth, 0 or 1, not %g", name.c_str(), value);
  size_t first = group < 0 ? 0 : static_cast<size_t>(group), last = group < 0 ? groups_.size() : first + 1;
  for (bool check_only : {true, false})
    for (size_t g = first; g < last; ++g) {
      double changed[kMaxOptions];
      std::copy(std::begin(groups_[g].option), std::end(groups_[g].option), changed);
      changed[option] = value;
      if (check_only) class_.entry->check(changed);
      else groups_[g].option[option] = value;
    }
}

// ---- a step

void Optimizer::zero_grad() {
  for (const ParamGroup& group : groups_)
    for (const Tensor& p : group.params)
      if (p->meta) p->meta->grad = {};
}

namespace {

const Tensor* grad_of(const Tensor& p) { return p->meta && p->meta->grad ? &p->meta->grad : nullptr; }

// What the kernels take as it is.
bool is_plain(const Tensor& p, const Tensor& grad) {
  return p->contiguous && grad->contiguous && grad->dtype == p->dtype && !is_half(p->dtype) &&
         grad->device == p->device;
}

Tensor computable(const Tensor& t, DType dtype) {
  return t->dtype == dtype && t->contiguous ? t : cast_elements(t, dtype);
}

}  // namespace

// Makes what a step needs and isn't there.
void Optimizer::prepare(const double* option, const Tensor& param, ParamState& state) const {
  if (class_.entry->counts_steps && !state.step) state.step = zeros({}, DType::float32);
  for (int i = 0; i < kMaxSlots && class_.entry->slots[i]; ++i) {
    if (state.slot[i] || !class_.entry->needs(option, i)) continue;
    state.slot[i] = zeros(param->sizes(), param->dtype, param->device);
    state.fresh |= i == 0;
  }
}

// What the kernels don't take as it is: row-major copies in float32 or float64, to be written back.
struct Optimizer::Copies {
  Tensor param, grad;
  ParamState state;

  Copies(const Tensor& p, const Tensor& g, const ParamState& s) {
    DType dtype = compute_dtype(p->dtype);
    param = computable(p, dtype);
    grad = computable(to_device(g, p->device), dtype);
    state.step = s.step;
    state.fresh = s.fresh;
    for (int i = 0; i < kMaxSlots; ++i)
      if (s.slot[i]) state.slot[i] = computable(s.slot[i], dtype);
  }
  void write_back(const Tensor& p, const ParamState& s) const {
    if (param.get() != p.get()) copy_elements(p, param);
    for (int i = 0; i < kMaxSlots; ++i)
      if (s.slot[i] && state.slot[i].get() != s.slot[i].get()) copy_elements(s.slot[i], state.slot[i]);
  }
};

void Optimizer::check_grad(const Tensor& p, const Tensor& grad) const {
  const char* name = class_.signature.name.c_str();
  if (!(grad->sizes() == p->sizes()))
    fail(Status::shape, "%s: a parameter of shape %s has a gradient of shape %s", name,
         to_string(p->sizes()).c_str(), to_string(grad->sizes()).c_str());
  if (p->storage->read_only) fail(Status::state, "%s: a parameter's memory is read-only", name);
}

void Optimizer::step() {
  // First all memory, then all changes: a step that fails for lack of memory has changed nothing.
  std::vector<Copies> copies;
  ParamState* state = states_.data();
  for (const ParamGroup& group : groups_)
    for (const Tensor& p : group.params) {
      ParamState& s = *state++;
      const Tensor* grad = grad_of(p);
      if (!grad) continue;
      check_grad(p, *grad);
      prepare(group.option, p, s);
      if (!is_plain(p, *grad)) copies.emplace_back(p, *grad, s);
    }
  state = states_.data();
  const Copies* copy = copies.data();
  for (const ParamGroup& group : groups_)
    for (const Tensor& p : group.params) {
      ParamState& s = *state++;
      const Tensor* grad = grad_of(p);
      if (!grad) continue;
      if (s.step) *s.step->as<float>() += 1;
      if (is_plain(p, *grad)) {
        class_.entry->update(group.option, {p, *grad, s});
      } else {
        class_.entry->update(group.option, {copy->param, copy->grad, copy->state});
        copy++->write_back(p, s);
      }
      s.fresh = false;
      p->storage->bump_version();
    }
}

}  // namespace tenon
