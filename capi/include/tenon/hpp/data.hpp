// tenon/hpp/data.hpp: datasets and loaders.
#ifndef TENON_HPP_DATA_HPP
#define TENON_HPP_DATA_HPP

#include <tenon/data.h>
#include <tenon/hpp/autograd.hpp>

namespace tenon {

class Dataset : public Object<Dataset, tn_dataset_t, tn_dataset_retain, tn_dataset_release> {
 public:
  // Sample i is element i of every tensor.
  static Dataset tensors(const std::vector<Tensor>& tensors) {
    detail::Handles<Tensor> list(tensors);
    return detail::own<Dataset>(tn_dataset_tensors, list.data(), list.size());
  }
  // get(i) gives sample i, n_fields tensors.
  static Dataset custom(int64_t length, int64_t n_fields, std::function<std::vector<Tensor>(int64_t)> get) {
    Callback callback = [get = std::move(get)](Call& call) {
      std::vector<Tensor> sample = get(call.index());
      for (size_t i = 0; i < sample.size(); ++i) call.give(static_cast<int64_t>(i), sample[i]);
    };
    return detail::own<Dataset>(tn_dataset_custom, length, n_fields, detail::enter_callback,
                                static_cast<void*>(new Callback(std::move(callback))),
                                detail::destroy<Callback>);
  }

  int64_t size() const { return detail::ask<int64_t>(-1, tn_dataset_length, get()); }
  int64_t field_count() const { return detail::ask<int64_t>(-1, tn_dataset_field_count, get()); }
  std::vector<Tensor> operator[](int64_t i) const { return Tensor::list(tn_dataset_get, get(), i); }
};

inline Tensor load_idx(const std::string& path) { return detail::own<Tensor>(tn_load_idx, path.c_str()); }

TENON_HPP_OPTIONS(LoaderOptions, loader);

// One tensor a field.
using Batch = std::vector<Tensor>;

// for (Batch& batch : loader): every loop is an epoch.
class Loader : public Object<Loader, tn_loader_t, tn_loader_retain, tn_loader_release> {
 public:
  Loader() = default;
  explicit Loader(const Dataset& dataset, const LoaderOptions& o = {}) {
    *this = detail::own<Loader>(tn_loader_new, dataset.get(), &o);
  }

  // The number of batches.
  int64_t size() const { return detail::ask<int64_t>(-1, tn_loader_length, get()); }
  void start() { detail::run(tn_loader_start, get()); }
  // False at the end of the epoch.
  bool next(Batch& batch) {
    int64_t n = detail::ask<int64_t>(-1, tn_loader_field_count, get());
    std::vector<tn_tensor_t> fields(static_cast<size_t>(n > 0 ? n : 0));
    int32_t got;
    {
      detail::Unscoped unscoped;
      got = tn_loader_next(get(), fields.data(), n);
    }
    batch.clear();
    if (got < 0) detail::raise();
    if (got <= 0) return false;
    for (tn_tensor_t t : fields) batch.push_back(Tensor::adopt(t));
    return true;
  }
  // Lends this thread as a worker until the loader is released.
  void work() { detail::run(tn_loader_work, get()); }

  class iterator {
   public:
    explicit iterator(Loader* loader) : loader_(loader) { ++*this; }
    iterator() = default;
    Batch& operator*() { return batch_; }
    iterator& operator++() {
      if (!loader_->next(batch_)) loader_ = nullptr;
      return *this;
    }
    bool operator!=(const iterator& other) const { return loader_ != other.loader_; }

   private:
    Loader* loader_ = nullptr;
    Batch batch_;
  };
  iterator begin() {
    start();
    return iterator(this);
  }
  iterator end() { return {}; }
};

}  // namespace tenon
#endif
