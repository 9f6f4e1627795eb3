// Dictionaries of tensors.
#include "capi/src/dict.h"

#include "capi/src/arguments.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(dict, Dict)
}

namespace {

template <class R, class F>
R ask(const char* function, R failure, tn_dict_t dict, F answer) {
  return guard(function, failure,
               [&]() -> R { return answer(*borrow_object<Dict>(dict, function, "dict")); });
}

}  // namespace

tn_dict_t tn_dict_new(void) {
  return guard(__func__, tn_dict_t{}, [] { return give_dict(Dict::make()); });
}
int64_t tn_dict_count(tn_dict_t dict) {
  return ask(__func__, int64_t{-1}, dict,
             [](const Dict& d) { return static_cast<int64_t>(d.entries().size()); });
}
const char* tn_dict_name(tn_dict_t dict, int64_t i) {
  return ask(__func__, static_cast<const char*>(nullptr), dict,
             [&](const Dict& d) { return element(d.entries(), i, "tn_dict_name").name.c_str(); });
}
int32_t tn_dict_has(tn_dict_t dict, const char* name) {
  return ask(__func__, int32_t{0}, dict, [&](const Dict& d) -> int32_t {
    return d.find(required_text(name, "tn_dict_has", "name")) != nullptr;
  });
}
tn_tensor_t tn_dict_get(tn_dict_t dict, const char* name) {
  return ask(__func__, tn_tensor_t{}, dict, [&](const Dict& d) {
    return give_optional(d.get("tn_dict_get", required_text(name, "tn_dict_get", "name")).tensor);
  });
}
tn_status_t tn_dict_set(tn_dict_t dict, const char* name, tn_tensor_t t) {
  return guard_status(__func__, [&] {
    Dict& d = *borrow_object<Dict>(dict, "tn_dict_set", "dict");
    const Tensor& tensor = borrow_optional(t, "tn_dict_set", "t");
    d.set(required_text(name, "tn_dict_set", "name"), tensor);
  });
}

int64_t tn_dict_metadata_count(tn_dict_t dict) {
  return ask(__func__, int64_t{-1}, dict,
             [](const Dict& d) { return static_cast<int64_t>(d.metadata().size()); });
}
const char* tn_dict_metadata_key(tn_dict_t dict, int64_t i) {
  return ask(__func__, static_cast<const char*>(nullptr), dict,
             [&](const Dict& d) { return element(d.metadata(), i, "tn_dict_metadata_key").first.c_str(); });
}
const char* tn_dict_metadata(tn_dict_t dict, const char* key) {
  return ask(__func__, static_cast<const char*>(nullptr), dict, [&](const Dict& d) {
    const std::string* text = d.find_metadata(required_text(key, "tn_dict_metadata", "key"));
    if (!text) fail(Status::key, "tn_dict_metadata: there is no text of key '%.300s'", key);
    return text->c_str();
  });
}
tn_status_t tn_dict_set_metadata(tn_dict_t dict, const char* key, const char* text) {
  return guard_status(__func__, [&] {
    Dict& d = *borrow_object<Dict>(dict, "tn_dict_set_metadata", "dict");
    required_text(key, "tn_dict_set_metadata", "key");
    if (text) d.set_metadata(key, text);
    else d.remove_metadata(key);
  });
}
