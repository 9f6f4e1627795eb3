// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Checkpoint: What there is of a run at this moment. The tensors are those of the module and the optimizer
// themselves: save the tree before the next step.
func Checkpoint(m Module, o *Optimizer, step int) *Tree {
	r := native.Tn_checkpoint(moduleIn(m), o.in(), step)
	runtime.KeepAlive(m)
	runtime.KeepAlive(o)
	return treeOf(r)
}

// CheckpointRestore: Puts it back: parameters and buffers, the optimizer's state and options, the default
// generators; `step` may be nil. Failures are those of LoadStateDict and LoadStateDict, or ErrKey for a tree
// without these parts. Where it fails, the generators and the optimizer are as they were.
func CheckpointRestore(checkpoint *Tree, m Module, o *Optimizer) int {
	var out0 int
	r := native.Tn_checkpoint_restore(checkpoint.in(), moduleIn(m), o.in(), &out0)
	runtime.KeepAlive(checkpoint)
	runtime.KeepAlive(m)
	runtime.KeepAlive(o)
	done(r)
	return out0
}

// StateTree: PyTorch's form of an optimizer's state_dict. The tensors are the optimizer's own.
func (o *Optimizer) StateTree() *Tree {
	r := native.Tn_optimizer_state_tree(o.in())
	runtime.KeepAlive(o)
	return treeOf(r)
}

// LoadStateTree: Takes over a copy of such a state, also of one that PyTorch saved. ErrValue for a tree of another
// form; else as LoadStateDict.
func (o *Optimizer) LoadStateTree(state *Tree) {
	r := native.Tn_optimizer_load_state_tree(o.in(), state.in())
	runtime.KeepAlive(o)
	runtime.KeepAlive(state)
	done(r)
}

// State: Where a loader is: its seed, the number of its epoch, and how many batches of it were given out.
func (l *DataLoader) State() *Tree {
	r := native.Tn_loader_state(l.in())
	runtime.KeepAlive(l)
	return treeOf(r)
}

// SetState: Goes on from there, in the middle of an epoch without Start. ErrValue for a tree of another form, or
// for a batch that the loader hasn't got.
func (l *DataLoader) SetState(state *Tree) {
	r := native.Tn_loader_set_state(l.in(), state.in())
	runtime.KeepAlive(l)
	runtime.KeepAlive(state)
	done(r)
}
