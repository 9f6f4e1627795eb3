/**
 * tenon/dict.h: lists and dictionaries of tensors.
 *
 * A list is what operators with as many results as the data say return, and what optimizers are given. A
 * dictionary is names and tensors in order, with texts beside them: a state_dict, the content of a file
 * (io.h).
 *
 * Both hold references of their own. A handle that comes out of one is yours, like any other.
 *
 * Threads: asking is shared, setting is exclusive. A list never changes.
 *
 * Since 0.1.
 */
#ifndef TENON_DICT_H
#define TENON_DICT_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- lists ---- */

/** A list of these tensors, among which TN_NONE may be. */
TN_API tn_tensors_t tn_tensors_new(const tn_tensor_t* tensors, int64_t n_tensors);

/** How many there are. */
TN_API int64_t tn_tensors_count(tn_tensors_t list);

/** Element i, from 0; TN_NONE where it holds that. TN_ERR_INDEX beyond the end. */
TN_API tn_tensor_t tn_tensors_get(tn_tensors_t list, int64_t i);

/* ---- dictionaries ---- */

/** An empty one. */
TN_API tn_dict_t tn_dict_new(void);

/** How many tensors there are. */
TN_API int64_t tn_dict_count(tn_dict_t dict);

/** The i-th name, in the order of insertion. The text lives until the dictionary is changed or released. */
TN_API const char* tn_dict_name(tn_dict_t dict, int64_t i);

/** Whether there is a tensor of this name; a NULL name is an error. */
TN_API int32_t tn_dict_has(tn_dict_t dict, const char* name);

/** The tensor of this name. TN_ERR_KEY, with the nearest names, where there is none. */
TN_API tn_tensor_t tn_dict_get(tn_dict_t dict, const char* name);

/** Adds a tensor at the end, or puts it in the place of the one of this name. */
TN_API tn_status_t tn_dict_set(tn_dict_t dict, const char* name, tn_tensor_t t);

/* ---- texts beside the tensors: __metadata__ in safetensors ---- */

/** How many texts there are. */
TN_API int64_t tn_dict_metadata_count(tn_dict_t dict);

/**
 * The i-th key, in the order of insertion. The text lives until the metadata are changed, or the dictionary
 * goes.
 */
TN_API const char* tn_dict_metadata_key(tn_dict_t dict, int64_t i);

/** The text of a key, which lives as long as the key. NULL with TN_ERR_KEY where there is none. */
TN_API const char* tn_dict_metadata(tn_dict_t dict, const char* key);

/** Sets the text of a key; NULL removes the key, where it is there. */
TN_API tn_status_t tn_dict_set_metadata(tn_dict_t dict, const char* key, const char* text);

#ifdef __cplusplus
}
#endif
#endif
