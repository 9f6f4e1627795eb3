// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// AddGroup: Adds a group of parameters. json has the options that differ; the others are the constructor's.
//
// PyTorch: Optimizer.add_param_group.
func (o *Optimizer) AddGroup(params []*Tensor, json string) {
	r := native.Tn_optimizer_add_group(o.in(), handlesOf(params), json)
	runtime.KeepAlive(o)
	runtime.KeepAlive(params)
	done(r)
}

// GroupCount: The number of groups, at least 1.
func (o *Optimizer) GroupCount() int {
	r := native.Tn_optimizer_group_count(o.in())
	runtime.KeepAlive(o)
	return integer(r)
}

// Get: An option of a group by PyTorch's name, "lr"; the two "betas" are "beta1" and "beta2", truths are 0 and 1.
// NaN on failure: ErrKey for another name, ErrIndex for another group.
//
// PyTorch: optimizer.param_groups[group][name].
func (o *Optimizer) Get(group int, name string) float64 {
	r := native.Tn_optimizer_get(o.in(), group, name)
	runtime.KeepAlive(o)
	return float(r)
}

// Set: Sets it, in one group, or in all with group -1.
func (o *Optimizer) Set(group int, name string, value float64) {
	r := native.Tn_optimizer_set(o.in(), group, name, value)
	runtime.KeepAlive(o)
	done(r)
}

// ZeroGrad: Removes the gradients of all parameters.
//
// PyTorch: Optimizer.zero_grad(set_to_none=True).
func (o *Optimizer) ZeroGrad() {
	r := native.Tn_optimizer_zero_grad(o.in())
	runtime.KeepAlive(o)
	done(r)
}

// Step: Changes all parameters that have a gradient, in place, without recording. Where it fails for lack of
// memory, no parameter was changed.
//
// PyTorch: Optimizer.step.
func (o *Optimizer) Step() {
	r := native.Tn_optimizer_step(o.in())
	runtime.KeepAlive(o)
	done(r)
}

// StateDict: What the optimizer remembers, under "state.0.exp_avg" and the like (the number is the parameter's,
// through all groups), and under the metadata key "param_groups" the options in PyTorch's form, as JSON. The
// tensors share memory with the optimizer.
//
// PyTorch: Optimizer.state_dict.
func (o *Optimizer) StateDict() *TensorDict {
	r := native.Tn_optimizer_state_dict(o.in())
	runtime.KeepAlive(o)
	return dictOf(r)
}

// LoadStateDict: Takes over a copy of such a state. ErrValue where the groups or the numbers of parameters differ,
// ErrShape where tensors do; then nothing was changed.
//
// PyTorch: Optimizer.load_state_dict.
func (o *Optimizer) LoadStateDict(dict *TensorDict) {
	r := native.Tn_optimizer_load_state_dict(o.in(), dict.in())
	runtime.KeepAlive(o)
	runtime.KeepAlive(dict)
	done(r)
}
