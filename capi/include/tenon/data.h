/**
 * tenon/data.h: datasets and the loader that makes batches of them. torch.utils.data.
 *
 *     tn_loader_t loader = tn_loader_new(tn_dataset_tensors(TN_TENSORS(x, y)), &options);
 *     tn_tensor_t batch[2];
 *     for (tn_loader_start(loader); tn_loader_next(loader, batch, 2) > 0;) …
 *
 * The order of the samples depends on the seed and the epoch alone, not on the number of workers.
 */
#ifndef TENON_DATA_H
#define TENON_DATA_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- datasets ---- */

/** Sample i is element i of every tensor; they have the same first size. torch.utils.data.TensorDataset. */
TN_API tn_dataset_t tn_dataset_tensors(const tn_tensor_t* tensors, int64_t n_tensors);

/**
 * A dataset of the host's: get is asked for sample tn_call_index(call, 0), below length, and gives n_fields
 * tensors, which the loader stacks. It runs on threads of the host's alone: the one that calls
 * tn_loader_next, and those lent by tn_loader_work, on which it may run at the same time.
 * torch.utils.data.Dataset.
 */
TN_API tn_dataset_t tn_dataset_custom(int64_t length, int64_t n_fields, tn_callback_t get, void* user_data,
                                      tn_destroy_t destroy);

/** The number of samples. */
TN_API int64_t tn_dataset_length(tn_dataset_t dataset);
/** How many tensors a sample has. */
TN_API int64_t tn_dataset_field_count(tn_dataset_t dataset);
/** Sample i, one tensor a field. */
TN_API tn_tensors_t tn_dataset_get(tn_dataset_t dataset, int64_t i);

/** Reads an IDX file (MNIST's format), gzip or not: uint8 images are (n, rows, columns), labels (n). */
TN_API tn_tensor_t tn_load_idx(const char* path);

/* ---- the loader ---- */

typedef struct tn_loader_options {
  size_t struct_size;
  int64_t batch_size; /**< 1 */
  int64_t workers;  /**< threads that gather batches ahead; 0: the caller's does it. Built-in datasets only */
  int64_t prefetch; /**< batches ahead for each worker; 2 */
  int64_t seed;     /**< of the shuffling; TN_NONE_INT: drawn from the default generator */
  int32_t shuffle;  /**< a new order each epoch; 0 */
  int32_t drop_last; /**< leave out a last batch that isn't full; 0 */
} tn_loader_options_t;

TN_API void tn_loader_options_init(tn_loader_options_t* o, size_t size);

/** torch.utils.data.DataLoader. */
TN_API tn_loader_t tn_loader_new(tn_dataset_t dataset, const tn_loader_options_t* o);
/** The number of batches in an epoch. */
TN_API int64_t tn_loader_length(tn_loader_t loader);
/** How many tensors a batch has. */
TN_API int64_t tn_loader_field_count(tn_loader_t loader);
/** Begins an epoch; one that is under way is given up. */
TN_API tn_status_t tn_loader_start(tn_loader_t loader);
/**
 * The next batch, one tensor a field, with the samples along dimension 0. Not a status, since there are three
 * answers.
 * @param n_fields the room in fields; must be the dataset's number of fields
 * @return 1 for a batch, 0 at the end of the epoch, -1 on failure (then fields are NULL, as at the end)
 */
TN_API int32_t tn_loader_next(tn_loader_t loader, tn_tensor_t* fields, int64_t n_fields);
/** Lends the calling thread as a worker: returns when the loader is released, or with what a callback
 * returned. */
TN_API tn_status_t tn_loader_work(tn_loader_t loader);

#ifdef __cplusplus
}
#endif
#endif
