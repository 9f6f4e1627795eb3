// New tensors.
#include "core/ops/creation.h"

#include "capi/src/generator.h"
#include "core/ops/random.h"
#include "core/tensor/promotion.h"

using namespace tenon;
using tenon::rand;

namespace {

tn_tensor_t create_full(const char* function, const int64_t* shape, int64_t ndim, Scalar value,
                        tn_dtype_t dtype, DType fallback, tn_device_t device) {
  return guard(function, tn_tensor_t{}, [&] {
    IntList sizes = ints(shape, ndim, function, "shape");
    checked_numel(function, Shape(sizes));
    return give(full(sizes, value, dtype_of_argument(dtype, fallback, function),
                     device_of_argument(device, function)));
  });
}

}  // namespace

tn_tensor_t tn_empty(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    IntList sizes = ints(shape, ndim, "tn_empty", "shape");
    checked_numel("tn_empty", Shape(sizes));
    return give(empty(sizes, dtype_of_argument(dtype, default_dtype(), "tn_empty"),
                      device_of_argument(device, "tn_empty")));
  });
}

tn_tensor_t tn_zeros(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, 0, dtype, default_dtype(), device);
}
tn_tensor_t tn_ones(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, 1, dtype, default_dtype(), device);
}
tn_tensor_t tn_full(const int64_t* shape, int64_t ndim, double value, tn_dtype_t dtype, tn_device_t device) {
  return create_full(__func__, shape, ndim, value, dtype, DType::none, device);
}
tn_tensor_t tn_full_int(const int64_t* shape, int64_t ndim, int64_t value, tn_dtype_t dtype,
                        tn_device_t device) {
  return create_full(__func__, shape, ndim, value, dtype, DType::none, device);
}

tn_tensor_t tn_arange(double start, double end, double step, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    return give(arange(start, end, step, dtype_of_argument(dtype, DType::none, "tn_arange"),
                       device_of_argument(device, "tn_arange")));
  });
}
tn_tensor_t tn_arange_int(int64_t start, int64_t end, int64_t step, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    return give(arange(start, end, step, dtype_of_argument(dtype, DType::none, "tn_arange_int"),
                       device_of_argument(device, "tn_arange_int")));
  });
}
tn_tensor_t tn_linspace(double start, double end, int64_t steps, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    return give(linspace(start, end, steps, dtype_of_argument(dtype, DType::none, "tn_linspace"),
                         device_of_argument(device, "tn_linspace")));
  });
}
tn_tensor_t tn_eye(int64_t n, int64_t m, tn_dtype_t dtype, tn_device_t device) {
  return guard(__func__, tn_tensor_t{}, [&] {
    if (m < 0 && m != TN_NONE_INT)
      fail(Status::value, "tn_eye: m must not be negative, but it is %lld", (long long)m);
    return give(eye(n, m == TN_NONE_INT ? -1 : m, dtype_of_argument(dtype, DType::none, "tn_eye"),
                    device_of_argument(device, "tn_eye")));
  });
}

// ---- like another tensor

namespace {

template <class F>
tn_tensor_t create_like(const char* function, tn_tensor_t self, tn_dtype_t dtype, tn_device_t device,
                        F make) {
  return guard(function, tn_tensor_t{}, [&] {
    const Tensor& t = borrow(self, function, "self");
    Device d = device == TN_DEVICE_DEFAULT ? t->device : device_of_argument(device, function);
    return give(laid_out_like(make(t->sizes(), dtype_of_argument(dtype, t->dtype, function), d), *t));
  });
}

}  // namespace

tn_tensor_t tn_empty_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [](IntList s, DType t, Device d) { return empty(s, t, d); });
}
tn_tensor_t tn_zeros_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device, zeros);
}
tn_tensor_t tn_ones_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device, ones);
}
tn_tensor_t tn_full_like(tn_tensor_t self, double value, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [&](IntList s, DType t, Device d) { return full(s, value, t, d); });
}
tn_tensor_t tn_full_like_int(tn_tensor_t self, int64_t value, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [&](IntList s, DType t, Device d) { return full(s, value, t, d); });
}
tn_tensor_t tn_rand_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [](IntList s, DType t, Device d) { return rand(s, t, d); });
}
tn_tensor_t tn_randn_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [](IntList s, DType t, Device d) { return randn(s, t, d); });
}
tn_tensor_t tn_randint_like(tn_tensor_t self, int64_t low, int64_t high, tn_dtype_t dtype,
                            tn_device_t device) {
  return create_like(__func__, self, dtype, device,
                     [&](IntList s, DType t, Device d) { return randint(low, high, s, t, d); });
}

// ---- random, from the default generator or from one that is given

namespace {

template <class F>
tn_tensor_t draw(const char* function, const tn_generator_t* generator, tn_dtype_t dtype, DType fallback,
                 tn_device_t device, F make) {
  return guard(function, tn_tensor_t{}, [&] {
    Generator* source =
        generator ? borrow_object<Generator>(*generator, function, "generator").get() : nullptr;
    Device d = device_of_argument(device, function);
    if (source && !(source->device() == d))
      fail(Status::device, "%s: the generator is of %s, and the tensor is to be on %s", function,
           device_name(source->device()).c_str(), device_name(d).c_str());
    return give(make(dtype_of_argument(dtype, fallback, function), d, source));
  });
}

}  // namespace

#define TN_DRAW(name)                                                                                    \
  tn_tensor_t tn_##name(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device) {      \
    return draw(__func__, nullptr, dtype, DType::none, device, [&](DType t, Device d, Generator* g) {    \
      return name(ints(shape, ndim, "tn_" #name, "shape"), t, d, g);                                     \
    });                                                                                                  \
  }                                                                                                      \
  tn_tensor_t tn_##name##_generator(const int64_t* shape, int64_t ndim, tn_generator_t generator,        \
                                    tn_dtype_t dtype, tn_device_t device) {                              \
    return draw(__func__, &generator, dtype, DType::none, device, [&](DType t, Device d, Generator* g) { \
      return name(ints(shape, ndim, "tn_" #name "_generator", "shape"), t, d, g);                        \
    });                                                                                                  \
  }
TN_DRAW(rand)
TN_DRAW(randn)

tn_tensor_t tn_randint(int64_t low, int64_t high, const int64_t* shape, int64_t ndim, tn_dtype_t dtype,
                       tn_device_t device) {
  return draw(__func__, nullptr, dtype, DType::int64, device, [&](DType t, Device d, Generator* g) {
    return randint(low, high, ints(shape, ndim, "tn_randint", "shape"), t, d, g);
  });
}
tn_tensor_t tn_randint_generator(int64_t low, int64_t high, const int64_t* shape, int64_t ndim,
                                 tn_generator_t generator, tn_dtype_t dtype, tn_device_t device) {
  return draw(__func__, &generator, dtype, DType::int64, device, [&](DType t, Device d, Generator* g) {
    return randint(low, high, ints(shape, ndim, "tn_randint_generator", "shape"), t, d, g);
  });
}
tn_tensor_t tn_randperm(int64_t n, tn_dtype_t dtype, tn_device_t device) {
  return draw(__func__, nullptr, dtype, DType::int64, device,
              [&](DType t, Device d, Generator* g) { return randperm(n, t, d, g); });
}
tn_tensor_t tn_randperm_generator(int64_t n, tn_generator_t generator, tn_dtype_t dtype, tn_device_t device) {
  return draw(__func__, &generator, dtype, DType::int64, device,
              [&](DType t, Device d, Generator* g) { return randperm(n, t, d, g); });
}
