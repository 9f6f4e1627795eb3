/**
 * tenon/data.h: datasets, and the loader that makes batches of them: torch.utils.data.
 *
 *     tn_loader_options_t o;
 *     tn_loader_options_init(&o, sizeof o);
 *     o.batch_size = 64, o.shuffle = 1;
 *     tn_loader_t loader = tn_loader_new(tn_dataset_tensors(TN_TENSORS(images, labels)), &o);
 *     tn_tensor_t batch[2];
 *     if (tn_loader_start(loader)) …
 *     while (tn_loader_next(loader, batch, 2) > 0) …
 *
 * Which samples are in a batch depends on the seed and the number of the epoch alone, not on how many
 * workers there are. A loader holds its dataset, and a dataset its tensors; handles of them may be
 * released.
 *
 * Threads: a dataset is only read, and may be shared. A loader is used by one thread at a time, but for
 * tn_loader_work.
 *
 * Since 0.1.
 */
#ifndef TENON_DATA_H
#define TENON_DATA_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- datasets ---- */

/**
 * Sample i is element i of the first dimension of every tensor. TN_ERR_SHAPE where first sizes differ or a
 * tensor has no dimension. PyTorch: TensorDataset.
 */
TN_API tn_dataset_t tn_dataset_tensors(const tn_tensor_t* tensors, int64_t n_tensors);

/**
 * A dataset of the host's. get is asked for the sample tn_call_index(call, 0), below length, and gives
 * n_fields tensors on the CPU, of the same shape and dtype for every sample; the loader stacks them.
 *
 * get runs on the host's threads alone, never on ours: the one that calls tn_loader_next or tn_dataset_get,
 * and those lent with tn_loader_work. With more than one it runs on several at once. Its status comes out
 * of tn_loader_next as tn_error_code. PyTorch: a subclass of Dataset.
 */
TN_API tn_dataset_t tn_dataset_custom(int64_t length, int64_t n_fields, tn_callback_t get, void* user_data,
                                      tn_destroy_t destroy);

/** The number of samples. PyTorch: len(dataset). */
TN_API int64_t tn_dataset_length(tn_dataset_t dataset);

/** How many tensors a sample has. */
TN_API int64_t tn_dataset_field_count(tn_dataset_t dataset);

/** Sample i, one tensor a field. TN_ERR_INDEX beyond the end. PyTorch: dataset[i]. */
TN_API tn_tensors_t tn_dataset_get(tn_dataset_t dataset, int64_t i);

/**
 * Reads an IDX file, the format of MNIST, gzip or not: a tensor of its shape and dtype (images are uint8,
 * (n, rows, columns); labels uint8, (n)). TN_ERR_IO where it can't be read, is cut short, or isn't one.
 */
TN_API tn_tensor_t tn_load_idx(const char* path);

/* ---- the loader ---- */

typedef struct tn_loader_options {
  size_t struct_size;
  int64_t batch_size; /**< 1 */
  int64_t workers;    /**< threads of ours that gather batches ahead; 0: the caller's thread does it. A custom
                         dataset    takes none (TN_ERR_UNSUPPORTED): lend it threads with tn_loader_work */
  int64_t prefetch;   /**< batches ahead for each worker; 2 */
  int64_t seed;       /**< of the shuffling; TN_NONE_INT draws one from the default generator */
  int32_t shuffle;    /**< 0; 1 for a new order in each epoch */
  int32_t drop_last;  /**< 0; 1 leaves out a last batch that isn't full */
} tn_loader_options_t;

TN_API void tn_loader_options_init(tn_loader_options_t* o, size_t size);

/**
 * A loader over a dataset. TN_ERR_VALUE for a batch size below 1 or negative numbers. PyTorch: DataLoader.
 */
TN_API tn_loader_t tn_loader_new(tn_dataset_t dataset, const tn_loader_options_t* o);

/** The number of batches in an epoch. PyTorch: len(loader). */
TN_API int64_t tn_loader_length(tn_loader_t loader);

/** How many tensors a batch has: the dataset's fields. */
TN_API int64_t tn_loader_field_count(tn_loader_t loader);

/** Begins an epoch. One that is under way is given up. PyTorch: iter(loader). */
TN_API tn_status_t tn_loader_start(tn_loader_t loader);

/**
 * The next batch: one tensor a field, samples along a new first dimension. TN_ERR_STATE before
 * tn_loader_start. What failed in a worker is reported here. The result isn't a status, since there are
 * three answers. PyTorch: next(iterator).
 *
 * @param n_fields the room in fields; TN_ERR_VALUE unless it is tn_loader_field_count
 * @return 1 for a batch, 0 at the end of the epoch, -1 on failure; without a batch all fields are NULL
 */
TN_API int32_t tn_loader_next(tn_loader_t loader, tn_tensor_t* fields, int64_t n_fields);

/**
 * Lends the calling thread as a worker, of any dataset: it gathers batches ahead, and returns when the last
 * handle of the loader is released (the call holds none), or with the status of a callback that failed.
 * While the loader has nothing to do it sleeps.
 */
TN_API tn_status_t tn_loader_work(tn_loader_t loader);

/**
 * How many threads gather batches ahead at this moment: its own, which begin with the first epoch, and those
 * lent. Once a lent thread is counted, the handle that it gave to tn_loader_work may be released.
 */
TN_API int64_t tn_loader_worker_count(tn_loader_t loader);

#ifdef __cplusplus
}
#endif
#endif
