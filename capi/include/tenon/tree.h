/**
 * tenon/tree.h: what a checkpoint nests: numbers, texts, tensors, lists and dictionaries in one another.
 *
 * A PyTorch file holds Python values; tn_load (io.h) gives them as a tree, and tn_save writes one:
 *
 *     tn_tree_t checkpoint = tn_load("run.pt", NULL);
 *     int64_t epoch = tn_tree_int(tn_tree_get(checkpoint, "epoch"));
 *     tn_dict_t weights = tn_tree_tensors(tn_tree_get(checkpoint, "model_state_dict"));
 *     if (tn_module_load_state_dict(net, weights, 1)) …
 *
 * Lists and dictionaries hold references of their own, and a handle that comes out of a tree names the part
 * itself: what is set in it is set in the whole. A value may stand at several places, but not within itself
 * (TN_ERR_VALUE).
 *
 * Threads: asking is shared, setting is exclusive.
 *
 * Since 0.1.
 */
#ifndef TENON_TREE_H
#define TENON_TREE_H

#include <tenon/common.h>
#include <tenon/dtype.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what a value is ---- */

typedef int32_t tn_tree_kind_t;
enum {
  TN_TREE_NONE = 1,
  TN_TREE_BOOL = 2,
  TN_TREE_INT = 3,
  TN_TREE_FLOAT = 4,
  TN_TREE_STRING = 5,
  TN_TREE_BYTES = 6,
  TN_TREE_DTYPE = 7,
  TN_TREE_TENSOR = 8,
  TN_TREE_LIST = 9,
  TN_TREE_TUPLE = 10,   /**< and torch.Size */
  TN_TREE_DICT = 11,    /**< and OrderedDict */
  TN_TREE_INSTANCE = 12 /**< of a class that Tenon doesn't know: tn_load_options_t.inert */
};

/** Which of these it is; 0 on failure. */
TN_API tn_tree_kind_t tn_tree_kind(tn_tree_t tree);

/**
 * The Python class: "int", "collections.OrderedDict", "torch.Size", "torch.nn.parameter.Parameter", and of an
 * instance the one that Tenon doesn't know, "mnist.Net". The text lives as long as the tree.
 */
TN_API const char* tn_tree_class_name(tn_tree_t tree);

/* ---- asking for a value: TN_ERR_TYPE where it is of another kind ---- */

/** A bool. 0 on failure. */
TN_API int32_t tn_tree_bool(tn_tree_t tree);

/** An int, or a bool as 0 and 1. TN_ERR_VALUE for one beyond 64 bits. -1 on failure, and for that number. */
TN_API int64_t tn_tree_int(tn_tree_t tree);

/** A float, or an int. NaN on failure. */
TN_API double tn_tree_float(tn_tree_t tree);

/** A text. It lives as long as the tree. */
TN_API const char* tn_tree_string(tn_tree_t tree);

/** Bytes, or those of a text; they live as long as the tree. */
TN_API tn_status_t tn_tree_bytes(tn_tree_t tree, const void** data, int64_t* n);

/** A dtype; 0 on failure. */
TN_API tn_dtype_t tn_tree_dtype(tn_tree_t tree);

/** A tensor. */
TN_API tn_tensor_t tn_tree_tensor(tn_tree_t tree);

/* ---- walking ---- */

/** How many elements a list or tuple has, or pairs a dict. -1 on failure. */
TN_API int64_t tn_tree_count(tn_tree_t tree);

/** Element i of a list or tuple; value i of a dict, in its order. TN_ERR_INDEX beyond the end. */
TN_API tn_tree_t tn_tree_item(tn_tree_t tree, int64_t i);

/** Key i of a dict. */
TN_API tn_tree_t tn_tree_key(tn_tree_t tree, int64_t i);

/** Whether a dict has this key, or an instance's state this attribute. */
TN_API int32_t tn_tree_has(tn_tree_t tree, const char* key);

/** The value of a key, or of an instance's attribute. TN_ERR_KEY, with the nearest ones, where there is none.
 */
TN_API tn_tree_t tn_tree_get(tn_tree_t tree, const char* key);

/** The value of a key that is an int, as an optimizer's state has them. */
TN_API tn_tree_t tn_tree_get_int(tn_tree_t tree, int64_t key);

/** What an instance's constructor, or the function that made it, was given: a tuple. */
TN_API tn_tree_t tn_tree_arguments(tn_tree_t tree);

/** What an instance's state was set to, mostly a dict of its attributes; None where it wasn't. */
TN_API tn_tree_t tn_tree_state(tn_tree_t tree);

/** The elements of an instance whose class is a kind of list or dict; else None. */
TN_API tn_tree_t tn_tree_contents(tn_tree_t tree);

/**
 * All tensors in it under flat names. Keys and places in lists are joined with "/"
 * ("optimizer/state/0/exp_avg"), so the tree of a state_dict gives its own names; attributes of an instance
 * are joined with ".", and of a torch.nn.Module's instance the names are those of its state_dict. A tensor by
 * itself has the name "".
 */
TN_API tn_dict_t tn_tree_tensors(tn_tree_t tree);

/* ---- making ---- */

TN_API tn_tree_t tn_tree_none(void);
TN_API tn_tree_t tn_tree_from_bool(int32_t value);
TN_API tn_tree_t tn_tree_from_int(int64_t value);
TN_API tn_tree_t tn_tree_from_float(double value);
/** TN_ERR_VALUE for what isn't UTF-8. */
TN_API tn_tree_t tn_tree_from_string(const char* text);
TN_API tn_tree_t tn_tree_from_bytes(const void* data, int64_t n);
TN_API tn_tree_t tn_tree_from_dtype(tn_dtype_t dtype);
/** A tensor. It isn't copied. */
TN_API tn_tree_t tn_tree_from_tensor(tn_tensor_t t);
/** An OrderedDict of a dictionary's tensors, as a state_dict is saved. */
TN_API tn_tree_t tn_tree_from_tensors(tn_dict_t dict);
/** A list of these. */
TN_API tn_tree_t tn_tree_list(const tn_tree_t* items, int64_t n_items);
/** A tuple of these, which never changes. */
TN_API tn_tree_t tn_tree_tuple(const tn_tree_t* items, int64_t n_items);
/** An empty dict. */
TN_API tn_tree_t tn_tree_dict(void);

/** Adds a value at the end of a list. */
TN_API tn_status_t tn_tree_append(tn_tree_t list, tn_tree_t value);

/** Adds a pair to a dict at its end, or puts the value in the place of the one of this key. */
TN_API tn_status_t tn_tree_set(tn_tree_t dict, const char* key, tn_tree_t value);

/** The same for a key that is an int. */
TN_API tn_status_t tn_tree_set_int(tn_tree_t dict, int64_t key, tn_tree_t value);

#ifdef __cplusplus
}
#endif
#endif
