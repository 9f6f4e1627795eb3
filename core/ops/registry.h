#pragma once
// Registers operators under PyTorch's names and schemas, beside the functions that they are:
//
//     TN_OP("softmax.int(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
//           [](const Tensor& self, int64_t dim, std::optional<DType> dtype) { … });
//
// The compiler reads the schema and compares it with the function, argument by argument:
//
//     Tensor                  const Tensor&
//     Tensor?                 const Tensor&, undefined for None
//     Tensor[], Tensor?[]     const std::vector<Tensor>&
//     int, float, bool        int64_t, double, bool
//     Scalar                  Scalar
//     int[], int[2]           IntList; a number given for int[2] is repeated
//     float[], bool[]         FloatList, BoolList
//     str, MemoryFormat, Layout    std::string_view
//     ScalarType, Device      DType, Device; DType::none for the None of ScalarType?
//     Generator?              Generator*, nullptr for None
//     T?                      std::optional of what stands for T
//
// Results are Tensor, int64_t, double, bool, Scalar, DType, std::string, a std::vector of them, or a
// std::tuple or std::array of any of these. A function that changes self gives void, and its schema
// Tensor(a!).
//
// Overloads are tried in the order in which they stand in their file. The entries are constants in a section
// of the library: nothing runs before the first operator is called by name.
#include <array>
#include <optional>
#include <tuple>
#include <type_traits>

#include "core/ops/schema.h"
#include "core/ops/value.h"

namespace tenon {

// The arguments of one call, bound to their places in the schema, defaults filled in.
class OpArgs {
 public:
  const Value& operator[](int i) const { return value_[i]; }
  Value& operator[](int i) { return value_[i]; }
  // Room for a list made of a number; it lives as long as the call.
  int64_t* integers(int64_t count) { return static_cast<int64_t*>(room(count)); }
  double* reals(int64_t count) { return static_cast<double*>(room(count)); }

 private:
  void* room(int64_t count);

  Value value_[kMaxOpArguments];
  union Word {
    int64_t i;
    double f;
  } words_[64];
  int64_t used_ = 0;
};

struct alignas(32) OpEntry {
  const char* schema;  // of an alias: its name
  void (*invoke)(OpArgs& args, OpResults& results);
  const char* target;  // of an alias: what it is another name of
  int32_t order;       // within its file
};

// ---- from values to the parameters of a function

// How a T is read from the bound arguments, and which arguments of a schema it may stand for: `take` gives
// the next argument, or -1.
template <class T>
struct Unbox;

template <ArgType type, bool list = false, bool may_be_none = false>
struct UnboxOne {
  static constexpr int take(const Schema& schema, int at) {
    if (at >= schema.arguments) return -1;
    const ArgSchema& arg = schema.argument[at];
    return arg.type == type && arg.list == list && (!arg.optional || may_be_none) ? at + 1 : -1;
  }
};

template <>
struct Unbox<Tensor> : UnboxOne<ArgType::tensor, false, true> {
  static const Tensor& get(const OpArgs& args, int i) {
    static const Tensor none;
    return args[i].is_none() ? none : *args[i].tensor;
  }
};
template <>
struct Unbox<std::vector<Tensor>> : UnboxOne<ArgType::tensor, true> {
  static const std::vector<Tensor>& get(const OpArgs& args, int i) { return *args[i].tensors; }
};
template <>
struct Unbox<int64_t> : UnboxOne<ArgType::integer> {
  static int64_t get(const OpArgs& args, int i) { return args[i].i; }
};
template <>
struct Unbox<double> : UnboxOne<ArgType::real> {
  static double get(const OpArgs& args, int i) {
    return args[i].kind == Kind::real ? args[i].f : static_cast<double>(args[i].i);
  }
};
template <>
struct Unbox<bool> : UnboxOne<ArgType::boolean> {
  static bool get(const OpArgs& args, int i) { return args[i].i != 0; }
};
template <>
struct Unbox<Scalar> : UnboxOne<ArgType::scalar> {
  static Scalar get(const OpArgs& args, int i) {
    const Value& v = args[i];
    return v.kind == Kind::real ? Scalar(v.f) : v.kind == Kind::integer ? Scalar(v.i) : Scalar(v.i != 0);
  }
};
template <>
struct Unbox<IntList> : UnboxOne<ArgType::integer, true> {
  static IntList get(const OpArgs& args, int i) { return {args[i].integers, args[i].count}; }
};
template <>
struct Unbox<FloatList> : UnboxOne<ArgType::real, true> {
  static FloatList get(const OpArgs& args, int i) { return {args[i].reals, args[i].count}; }
};
template <>
struct Unbox<BoolList> : UnboxOne<ArgType::boolean, true> {
  static BoolList get(const OpArgs& args, int i) { return {args[i].booleans, args[i].count}; }
};
template <>
struct Unbox<std::string_view> : UnboxOne<ArgType::text> {
  static std::string_view get(const OpArgs& args, int i) { return args[i].as_text(); }
};
template <>
struct Unbox<DType> : UnboxOne<ArgType::dtype, false, true> {
  static DType get(const OpArgs& args, int i) { return args[i].is_none() ? DType::none : args[i].dtype; }
};
template <>
struct Unbox<Device> : UnboxOne<ArgType::device> {
  static Device get(const OpArgs& args, int i) { return args[i].device; }
};
template <>
struct Unbox<Generator*> : UnboxOne<ArgType::generator, false, true> {
  static Generator* get(const OpArgs& args, int i) { return args[i].is_none() ? nullptr : args[i].generator; }
};
template <class T>
struct Unbox<std::optional<T>> {
  static constexpr int take(const Schema& schema, int at) {
    if (at >= schema.arguments || !schema.argument[at].optional) return -1;
    Schema certain = schema;
    certain.argument[at].optional = false;
    return Unbox<T>::take(certain, at);
  }
  static std::optional<T> get(const OpArgs& args, int i) {
    if (args[i].is_none()) return std::nullopt;
    return Unbox<T>::get(args, i);
  }
};

// ---- from what a function gives to results

template <class T>
constexpr bool is_result(const ArgSchema& result) {
  if (result.list) return false;
  switch (result.type) {
    case ArgType::tensor: return std::is_same_v<T, Tensor>;
    case ArgType::integer: return std::is_same_v<T, int64_t>;
    case ArgType::real: return std::is_same_v<T, double>;
    case ArgType::boolean: return std::is_same_v<T, bool>;
    case ArgType::scalar: return std::is_same_v<T, Scalar>;
    case ArgType::text: return std::is_same_v<T, std::string>;
    case ArgType::dtype: return std::is_same_v<T, DType>;
    case ArgType::device: return std::is_same_v<T, Device>;
    default: return false;
  }
}

template <class T>
struct Box {
  static constexpr int take(const Schema& schema, int at) {
    return at < schema.results && is_result<T>(schema.result[at]) ? at + 1 : -1;
  }
  static void put(OpResults& results, T value) { results.emplace_back(std::move(value)); }
};
template <>
struct Box<Scalar> {
  static constexpr int take(const Schema& schema, int at) {
    return at < schema.results && is_result<Scalar>(schema.result[at]) ? at + 1 : -1;
  }
  static void put(OpResults& results, Scalar value) {
    if (value.is_real()) results.emplace_back(value.f);
    else if (value.kind == Scalar::Kind::integer) results.emplace_back(value.i);
    else results.emplace_back(value.i != 0);
  }
};
template <class T>
struct Box<std::vector<T>> {
  static constexpr int take(const Schema& schema, int at) {
    if (at >= schema.results || !schema.result[at].list) return -1;
    ArgSchema element = schema.result[at];
    element.list = false;
    return is_result<T>(element) ? at + 1 : -1;
  }
  static void put(OpResults& results, std::vector<T> values) {
    for (T& value : values) Box<T>::put(results, std::move(value));
  }
};
template <class... T>
struct Box<std::tuple<T...>> {
  static constexpr int take(const Schema& schema, int at) {
    ((at = at < 0 ? at : Box<T>::take(schema, at)), ...);
    return at;
  }
  static void put(OpResults& results, std::tuple<T...> values) {
    std::apply([&](T&... value) { (Box<T>::put(results, std::move(value)), ...); }, values);
  }
};
template <class T, size_t n>
struct Box<std::array<T, n>> {
  static constexpr int take(const Schema& schema, int at) {
    for (size_t i = 0; i < n && at >= 0; ++i) at = Box<T>::take(schema, at);
    return at;
  }
  static void put(OpResults& results, std::array<T, n> values) {
    for (T& value : values) Box<T>::put(results, std::move(value));
  }
};

// ---- entries

template <class F, class Signature = decltype(&F::operator())>
struct OpFunction;

template <class F, class R, class... A>
struct OpFunction<F, R (F::*)(A...) const> {
  using Result = std::remove_cvref_t<R>;

  static constexpr bool fits_arguments(const Schema& schema) {
    int at = 0;
    ((at = at < 0 ? at : Unbox<std::remove_cvref_t<A>>::take(schema, at)), ...);
    return at == schema.arguments;
  }
  static constexpr bool fits_results(const Schema& schema) {
    if constexpr (std::is_void_v<R>)
      return schema.results == 0 || (schema.results == 1 && schema.result[0].written &&
                                     schema.arguments > 0 && schema.argument[0].written);
    else return Box<Result>::take(schema, 0) == schema.results;
  }

  [[gnu::cold]] static void invoke(OpArgs& args, OpResults& results) {
    [&]<size_t... i>(std::index_sequence<i...>) {
      if constexpr (std::is_void_v<R>) {
        F{}(Unbox<std::remove_cvref_t<A>>::get(args, static_cast<int>(i))...);
      } else {
        Box<Result>::put(results, F{}(Unbox<std::remove_cvref_t<A>>::get(args, static_cast<int>(i))...));
      }
    }
    (std::index_sequence_for<A...>{});
  }
};

// F has no state: its type says it all.
template <class F>
consteval OpEntry op_entry(int order, const char* text, F) {
  Schema schema = read_schema(text);
  if (!OpFunction<F>::fits_arguments(schema)) invalid_schema(text, "the function takes other arguments");
  if (!OpFunction<F>::fits_results(schema)) invalid_schema(text, "the function gives other results");
  return {text, &OpFunction<F>::invoke, nullptr, order};
}

consteval OpEntry op_alias(int order, const char* name, const char* target) {
  return {name, nullptr, target, order};
}

}  // namespace tenon

#define TN_OP(schema, ...) TN_OP_ENTRY(__COUNTER__, ::tenon::op_entry, schema, __VA_ARGS__)
// A further name of an operator, with all its overloads.
#define TN_ALIAS(name, target) TN_OP_ENTRY(__COUNTER__, ::tenon::op_alias, name, target)

#define TN_OP_ENTRY(n, make, ...) TN_OP_ENTRY_NAMED(n, make, __VA_ARGS__)
#define TN_OP_ENTRY_NAMED(n, make, ...)   \
  [[gnu::section("tenon_ops"), gnu::used, \
    gnu::retain]] static constinit const ::tenon::OpEntry tn_op_entry_##n = make(n, __VA_ARGS__)
