// Datasets, IDX files, and the loader.
#include "capi/src/arguments.h"
#include "capi/src/call.h"
#include "capi/src/loader.h"
#include "capi/src/options.h"
#include "capi/src/tensors.h"
#include "core/base/generator.h"
#include "core/data/dataset.h"
#include "core/data/idx.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Dataset>{"dataset", ObjectHandle<Dataset>::release};

}  // namespace tenon

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(dataset, Dataset)
TN_HANDLE_FUNCTIONS(loader, Loader)
}

// ---- datasets

namespace {

class SampleCall final : public TensorCall {
 public:
  SampleCall(int64_t sample, int64_t n_fields)
      : TensorCall("the callback of a dataset", nullptr, nullptr, 0, n_fields), sample_(sample) {}
  int64_t index(int64_t i) override {
    if (i != 0) fail(Status::index, "tn_call_index: i is %lld, and one sample is wanted", (long long)i);
    return sample_;
  }

 private:
  int64_t sample_;
};

class CustomDataset final : public Dataset {
 public:
  CustomDataset(int64_t length, int64_t n_fields, Ref<Callback> get)
      : length_(length), n_fields_(n_fields), get_(std::move(get)) {}

  int64_t length() const override { return length_; }
  int64_t field_count() const override { return n_fields_; }
  bool is_built_in() const override { return false; }

  std::vector<Tensor> get(int64_t i) override {
    SampleCall call(i, n_fields_);
    get_->run(call);
    std::vector<Tensor> sample = call.outputs(n_fields_);
    for (const Tensor& t : sample) {
      if (!t)
        fail(Status::callback, "the callback of a dataset gave TN_NONE for a field of sample %lld",
             (long long)i);
      if (!t->device.is_cpu())
        fail(Status::device,
             "the callback of a dataset gave a tensor on %s for sample %lld, and samples are on the CPU",
             device_name(t->device).c_str(), (long long)i);
    }
    return sample;
  }

 private:
  int64_t length_, n_fields_;
  Ref<Callback> get_;
};

template <class T, class R, class F>
R ask(const char* function, const char* argument, R failure, const void* handle, F answer) {
  return guard(function, failure,
               [&]() -> R { return answer(*borrow_object<T>(handle, function, argument)); });
}

constexpr tn_loader_options_t kLoader{sizeof(tn_loader_options_t), 1, 0, 2, TN_NONE_INT, 0, 0};

uint64_t seed_of(const tn_loader_options_t& o) {
  if (o.seed != TN_NONE_INT || !o.shuffle) return static_cast<uint64_t>(o.seed);
  return default_generator().reserve(1).bits64(0);
}

}  // namespace

tn_dataset_t tn_dataset_tensors(const tn_tensor_t* tensors, int64_t n_tensors) {
  return guard(__func__, tn_dataset_t{}, [&] {
    return give_object<tn_dataset_t>(
        tensor_dataset(borrow_all(tensors, n_tensors, "tn_dataset_tensors", "tensors")));
  });
}

tn_dataset_t tn_dataset_custom(int64_t length, int64_t n_fields, tn_callback_t get, void* user_data,
                               tn_destroy_t destroy) {
  return guard(__func__, tn_dataset_t{}, [&] {
    Ref<Callback> callback = Callback::take(get, user_data, destroy, "tn_dataset_custom", "get");
    if (length < 0) fail(Status::value, "tn_dataset_custom: length is %lld", (long long)length);
    if (n_fields < 1 || n_fields > 1000)
      fail(Status::value, "tn_dataset_custom: n_fields is %lld, and must be 1 to 1000", (long long)n_fields);
    return give_object<tn_dataset_t>(
        Ref<Dataset>::adopt(new CustomDataset(length, n_fields, std::move(callback))));
  });
}

int64_t tn_dataset_length(tn_dataset_t dataset) {
  return ask<Dataset>(__func__, "dataset", int64_t{-1}, dataset, [](Dataset& d) { return d.length(); });
}
int64_t tn_dataset_field_count(tn_dataset_t dataset) {
  return ask<Dataset>(__func__, "dataset", int64_t{-1}, dataset, [](Dataset& d) { return d.field_count(); });
}
tn_tensors_t tn_dataset_get(tn_dataset_t dataset, int64_t i) {
  return ask<Dataset>(__func__, "dataset", tn_tensors_t{}, dataset, [&](Dataset& d) {
    if (i < 0 || i >= d.length())
      fail(Status::index, "tn_dataset_get: i is %lld, and there are %lld samples", (long long)i,
           (long long)d.length());
    return give_list(d.get(i));
  });
}

tn_tensor_t tn_load_idx(const char* path) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(load_idx(required_text(path, "tn_load_idx", "path"))); });
}

// ---- the loader

void tn_loader_options_init(tn_loader_options_t* o, size_t size) { init_options(o, size, kLoader); }

tn_loader_t tn_loader_new(tn_dataset_t dataset, const tn_loader_options_t* o) {
  return guard(__func__, tn_loader_t{}, [&] {
    const Ref<Dataset>& d = borrow_object<Dataset>(dataset, "tn_loader_new", "dataset");
    tn_loader_options_t options = read_options(o, kLoader, "tn_loader_new");
    LoaderOptions made;
    made.batch_size = options.batch_size;
    made.workers = options.workers;
    made.prefetch = options.prefetch;
    made.seed = seed_of(options);
    made.shuffle = options.shuffle != 0;
    made.drop_last = options.drop_last != 0;
    return give_object<tn_loader_t>(Loader::make(d, made));
  });
}

int64_t tn_loader_length(tn_loader_t loader) {
  return ask<Loader>(__func__, "loader", int64_t{-1}, loader, [](Loader& l) { return l.length(); });
}
int64_t tn_loader_field_count(tn_loader_t loader) {
  return ask<Loader>(__func__, "loader", int64_t{-1}, loader, [](Loader& l) { return l.field_count(); });
}

tn_status_t tn_loader_start(tn_loader_t loader) {
  return guard_status(__func__, [&] { borrow_object<Loader>(loader, "tn_loader_start", "loader")->start(); });
}

int32_t tn_loader_next(tn_loader_t loader, tn_tensor_t* fields, int64_t n_fields) {
  if (fields)
    for (int64_t i = 0; i < n_fields; ++i) fields[i] = nullptr;
  return guard(__func__, int32_t{-1}, [&]() -> int32_t {
    Ref<Loader> l = borrow_object<Loader>(loader, "tn_loader_next", "loader");  // a callback may release it
    if (!fields) throw NullArgument{"tn_loader_next", "fields"};
    if (n_fields != l->field_count())
      fail(Status::value, "tn_loader_next: n_fields is %lld, and a batch has %lld", (long long)n_fields,
           (long long)l->field_count());
    std::vector<Tensor> batch;
    if (!l->next(batch)) return 0;
    int64_t given = 0;
    try {
      for (; given < n_fields; ++given) fields[given] = give(std::move(batch[static_cast<size_t>(given)]));
    } catch (...) {
      while (given--) tn_tensor_release(fields[given]), fields[given] = nullptr;
      throw;
    }
    return 1;
  });
}

int64_t tn_loader_worker_count(tn_loader_t loader) {
  return ask<Loader>(__func__, "loader", int64_t{-1}, loader, [](Loader& l) { return l.worker_count(); });
}

tn_status_t tn_loader_work(tn_loader_t loader) {
  return guard_status(__func__, [&] {
    std::shared_ptr<LoaderState> state = borrow_object<Loader>(loader, "tn_loader_work", "loader")->share();
    Loader::work(*state);
  });
}
