/**
 * tenon/io/checkpoint.h: a training run in a file, to go on with as if it had never stopped.
 *
 *     tn_tree_t c = tn_checkpoint(net, optimizer, step);
 *     tn_tree_set(c, "loader", tn_loader_state(loader));
 *     if (tn_save(c, "run.pt")) …
 *
 *     tn_tree_t c = tn_load("run.pt", NULL);
 *     if (tn_checkpoint_restore(c, net, optimizer, &step) ||
 *         tn_loader_set_state(loader, tn_tree_get(c, "loader"))) …
 *
 * The tree is a dict with "model" (its state_dict), "optimizer" (PyTorch's form of its state_dict), "rng"
 * (the states of the default generators) and "step"; what else a run needs is set beside them. The file is
 * PyTorch's, where torch.load(path, weights_only=True) reads it (in 1.13, which takes no floats so, without
 * weights_only) and the two state_dicts can be loaded.
 *
 * On one thread, and on the same machine, a run that goes on from a checkpoint gives the numbers to the last
 * bit that it would have given without.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_CHECKPOINT_H
#define TENON_IO_CHECKPOINT_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What there is of a run at this moment. The tensors are those of the module and the optimizer themselves:
 * save the tree before the next step.
 */
TN_API tn_tree_t tn_checkpoint(tn_module_t m, tn_optimizer_t o, int64_t step);

/**
 * Puts it back: parameters and buffers, the optimizer's state and options, the default generators; `step` may
 * be NULL. Failures are those of tn_module_load_state_dict and tn_optimizer_load_state_dict, or TN_ERR_KEY
 * for a tree without these parts. Where it fails, the generators and the optimizer are as they were.
 */
TN_API tn_status_t tn_checkpoint_restore(tn_tree_t checkpoint, tn_module_t m, tn_optimizer_t o,
                                         int64_t* step);

/** PyTorch's form of an optimizer's state_dict. The tensors are the optimizer's own. */
TN_API tn_tree_t tn_optimizer_state_tree(tn_optimizer_t o);

/**
 * Takes over a copy of such a state, also of one that PyTorch saved. TN_ERR_VALUE for a tree of another form;
 * else as tn_optimizer_load_state_dict.
 */
TN_API tn_status_t tn_optimizer_load_state_tree(tn_optimizer_t o, tn_tree_t state);

/** Where a loader is: its seed, the number of its epoch, and how many batches of it were given out. */
TN_API tn_tree_t tn_loader_state(tn_loader_t loader);

/**
 * Goes on from there, in the middle of an epoch without tn_loader_start. TN_ERR_VALUE for a tree of another
 * form, or for a batch that the loader hasn't got.
 */
TN_API tn_status_t tn_loader_set_state(tn_loader_t loader, tn_tree_t state);

#ifdef __cplusplus
}
#endif
#endif
