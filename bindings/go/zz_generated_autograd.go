// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// RequiresGrad_: Says whether operators on t are recorded from here on. ErrType to turn it on for a dtype that
// isn't floating; ErrState to turn it off for a tensor that isn't a leaf (Detach does that).
//
// PyTorch: Tensor.requires_grad_.
func (t *Tensor) RequiresGrad_(on bool) *Tensor {
	r := native.Tn_requires_grad_(t.in(), on)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// IsGradEnabled: Whether this context records.
//
// PyTorch: torch.is_grad_enabled.
func IsGradEnabled() bool {
	r := native.Tn_is_grad_enabled()
	return truth(r)
}

// IsInferenceModeEnabled: Whether this context is in inference mode.
//
// PyTorch: torch.is_inference_mode_enabled.
func IsInferenceModeEnabled() bool {
	r := native.Tn_is_inference_mode_enabled()
	return truth(r)
}

// Backward: Computes the gradients of t, which has one element, with respect to the leaves of its graph, and adds
// them to their grad. Frees what the graph had saved on the way.
//
// ErrShape where t has more elements; ErrState where it doesn't require a gradient, where the graph was walked
// before, and where a saved value was changed in place. After a failure some leaves may have their part and others
// not.
//
// gradient: the gradient with respect to t, of its shape; nil is 1, where t has one element
//
// inputs: the tensors whose grad is wanted, and no others; nil for all leaves
//
// PyTorch: Tensor.backward.
func (t *Tensor) Backward(options ...BackwardOption) {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_backward(t.in())
	} else {
		a := forBackwardOptions{words: new([3]int)}
		for _, o := range options {
			o.forBackward(&a)
		}
		r = native.Tn_backward_with(t.in(), a.gradient.in(), handlesOf(a.inputs), a.words[:])
		runtime.KeepAlive(a.gradient)
		runtime.KeepAlive(a.inputs)
	}
	runtime.KeepAlive(t)
	done(r)
}

// SetGrad: Replaces the gradient, nil removing it. ErrShape unless shape, dtype and device are t's.
//
// PyTorch: assignment to Tensor.grad.
func (t *Tensor) SetGrad(grad *Tensor) {
	r := native.Tn_tensor_set_grad(t.in(), grad.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(grad)
	done(r)
}

// RetainGrad: Lets a tensor that isn't a leaf keep its gradient, too.
//
// PyTorch: Tensor.retain_grad.
func (t *Tensor) RetainGrad() {
	r := native.Tn_tensor_retain_grad(t.in())
	runtime.KeepAlive(t)
	done(r)
}

// Grad: The gradients of the outputs, each of one element, added up, with respect to each of the inputs. Touches
// nobody's grad. Frees the graph unless create_graph is set.
//
// createGraph: record the backward, so that the results have gradients of their own
//
// allowUnused: give nil for an input that no output depends on, which is ErrState else
//
// gradOutputs: the gradient with respect to each output, of its shape; nil is 1; nil is 1 for all
//
// # Returns one tensor for each input, in their order
//
// PyTorch: torch.autograd.grad.
func Grad(outputs, inputs []*Tensor, options ...GradOption) []*Tensor {
	var r native.List
	if len(options) == 0 {
		r = native.Tn_grad(handlesOf(outputs), handlesOf(inputs), false, false)
	} else {
		a := forGradOptions{words: new([4]int)}
		for _, o := range options {
			o.forGrad(&a)
		}
		r = native.Tn_grad_with(handlesOf(outputs), handlesOf(inputs), handlesOf(a.gradOutputs), a.words[:])
		runtime.KeepAlive(a.gradOutputs)
	}
	runtime.KeepAlive(outputs)
	runtime.KeepAlive(inputs)
	return tensorsOf(r)
}

// RemoveHook: Removes a hook of this tensor, through whichever handle. ErrKey where it has none of this number.
func (t *Tensor) RemoveHook(id int) {
	r := native.Tn_tensor_remove_hook(t.in(), id)
	runtime.KeepAlive(t)
	done(r)
}
