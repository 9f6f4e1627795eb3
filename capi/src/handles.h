#pragma once
// Between handles of the C ABI and objects of the engine: borrowing arguments, giving out results.
#include <vector>

#include "capi/src/guard.h"
#include "core/base/memory.h"
#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

// ---- tensors

[[noreturn, gnu::cold]] void refuse_tensor(tn_tensor_t handle, const char* function, const char* argument);

inline const Handle* as_handle(const void* handle) { return static_cast<const Handle*>(handle); }

// The tensor of an argument that must be there. A reference into the handle: no count is touched.
inline const Tensor& borrow(tn_tensor_t handle, const char* function, const char* argument) {
  if (handle == nullptr || handle == TN_NONE || as_handle(handle)->type != &tensor_handle_type) [[unlikely]]
    refuse_tensor(handle, function, argument);
  return static_cast<const TensorHandle*>(as_handle(handle))->tensor;
}

// An optional one: undefined for TN_NONE.
inline const Tensor& borrow_optional(tn_tensor_t handle, const char* function, const char* argument) {
  static const Tensor none;
  return handle == TN_NONE ? none : borrow(handle, function, argument);
}

// A further handle, allocated.
TensorHandle* forwarding_handle();

// Gives out a handle: the one inside a fresh tensor, that nobody else can be asking for; else a further one.
inline tn_tensor_t give(Tensor t) {
  TensorHandle* handle;
  if (t->unique() && !t->handle_taken) [[likely]] {
    handle = &t->handle;
    t->handle_taken = true;
  } else {
    handle = forwarding_handle();
  }
  handle->tensor = std::move(t);
  context().track(handle);
  return reinterpret_cast<tn_tensor_t>(handle);
}
inline tn_tensor_t give_optional(Tensor t) { return t ? give(std::move(t)) : TN_NONE; }

// Several results for output pointers, of which any may be NULL: all are given, or none.
void give_all(std::initializer_list<Tensor> tensors, std::initializer_list<tn_tensor_t*> outputs);

// A call whose results are a pair, for pointers that are NULL on failure.
template <class F>
tn_status_t guard_pair(const char* function, tn_tensor_t self, tn_tensor_t* first, tn_tensor_t* second, F f) {
  if (first) *first = nullptr;
  if (second) *second = nullptr;
  return guard_status(function, [&] {
    auto [a, b] = f(borrow(self, function, "self"));
    give_all({std::move(a), std::move(b)}, {first, second});
  });
}

// ---- arrays of arguments

[[noreturn, gnu::cold]] void refuse_array(const char* function, const char* argument, int64_t count);

inline IntList ints(const int64_t* data, int64_t count, const char* function, const char* argument) {
  if (count < 0 || (!data && count)) refuse_array(function, argument, count);
  return IntList(data, count);
}

std::vector<Tensor> borrow_all(const tn_tensor_t* handles, int64_t count, const char* function,
                               const char* argument, bool optional = false);

// ---- numbers that stand for something

// 0 gives `fallback`.
DType dtype_of_argument(tn_dtype_t dtype, DType fallback, const char* function);
Device device_of_argument(tn_device_t device, const char* function);
inline tn_dtype_t dtype_code(DType dtype) { return static_cast<tn_dtype_t>(dtype); }
tn_device_t device_code(Device device);
// A double that stands for a Scalar: a whole number counts as an integer where self is integral.
Scalar number_for(const Tensor& self, double value);

// ---- handles of other kinds: a counted reference each

template <class T>
struct ObjectHandle : Handle {
  Ref<T> object;
  ObjectHandle(const HandleType* type, Ref<T> object) : Handle(type), object(std::move(object)) {}
  static void release(Handle* handle) noexcept { tenon::destroy(static_cast<ObjectHandle*>(handle)); }
};

// Specialised beside each kind: static const HandleType type.
template <class T>
extern const HandleType object_handle_type;

[[noreturn, gnu::cold]] void refuse_object(const void* handle, const HandleType& type, const char* function,
                                           const char* argument);

template <class T>
const Ref<T>& borrow_object(const void* handle, const char* function, const char* argument) {
  if (!handle || handle == TN_NONE || as_handle(handle)->type != &object_handle_type<T>)
    refuse_object(handle, object_handle_type<T>, function, argument);
  return static_cast<const ObjectHandle<T>*>(as_handle(handle))->object;
}

template <class H, class T>
H give_object(Ref<T> object) {
  auto* handle = create<ObjectHandle<T>>(&object_handle_type<T>, std::move(object));
  context().track(handle);
  return reinterpret_cast<H>(handle);
}

// What tn_*_release, keep and retain come down to.
void release_any(void* handle, const HandleType& type) noexcept;
void* keep_any(void* handle, const HandleType& type, const char* function) noexcept;

}  // namespace tenon

// The three functions of a kind of handle: TN_HANDLE_FUNCTIONS(dict, Dict) defines tn_dict_release and so on.
#define TN_HANDLE_FUNCTIONS(kind, T)                                                                     \
  void tn_##kind##_release(tn_##kind##_t handle) {                                                       \
    tenon::release_any(handle, tenon::object_handle_type<T>);                                            \
  }                                                                                                      \
  tn_##kind##_t tn_##kind##_keep(tn_##kind##_t handle) {                                                 \
    return static_cast<tn_##kind##_t>(                                                                   \
        tenon::keep_any(handle, tenon::object_handle_type<T>, "tn_" #kind "_keep"));                     \
  }                                                                                                      \
  tn_##kind##_t tn_##kind##_retain(tn_##kind##_t handle) {                                               \
    return tenon::guard("tn_" #kind "_retain", tn_##kind##_t{}, [&] {                                    \
      auto* made = tenon::create<tenon::ObjectHandle<T>>(                                                \
          &tenon::object_handle_type<T>, tenon::borrow_object<T>(handle, "tn_" #kind "_retain", #kind)); \
      return reinterpret_cast<tn_##kind##_t>(made);                                                      \
    });                                                                                                  \
  }
