// The library as the runner sees it: its public C functions, with C++ ownership and exceptions around them.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <tenon/tenon.h>

#include "tests/conformance/array.h"

namespace conformance {

// What the library says about a call that failed.
struct Trouble : std::runtime_error {
  Trouble(const std::string& what, tn_status_t code) : std::runtime_error(what), code(code) {}
  tn_status_t code;
};

[[noreturn]] void throw_trouble(const std::string& what);

// Passes a result on, or throws where it is a failure.
template <class T>
T* need(T* result, const char* what) {
  if (!result) throw_trouble(what);
  return result;
}
void need_ok(tn_status_t status, const char* what);
int64_t need_count(int64_t count, const char* what);

// Every handle made while it lives goes with it.
class Scope {
 public:
  Scope() : scope_(need(tn_scope_begin(), "tn_scope_begin")) {}
  ~Scope() { tn_scope_end(scope_); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  tn_scope_t scope_;
};

tn_dtype_t library_dtype(Dtype dtype);  // throws for a dtype that the library hasn't got
Dtype dtype_of(tn_dtype_t dtype);

// The device that is tried.
tn_device_t device();

tn_tensor_t upload(const Array& array);
// The same values laid out by these strides, in elements; memory between them is filled with another value.
tn_tensor_t upload_strided(const Array& array, const std::vector<int64_t>& strides);
Array download(tn_tensor_t tensor);
std::vector<tn_tensor_t> elements(tn_tensors_t list);

bool has_op(const std::string& name);
bool has_module_class(const std::string& name);
bool has_optimizer_class(const std::string& name);

}  // namespace conformance
