// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Save: Writes a whole model: its state_dict as tensors, its architecture as metadata ("tenon.module": class names,
// constructor arguments and children, as JSON). Of a custom module the class name and its arguments are written
// (SetArguments).
func (m *ModuleBase) Save(path string) error {
	return Try(func() {
		r := native.Tn_module_save(m.in(), path)
		runtime.KeepAlive(m)
		done(r)
	})
}

// UnregisterModule: Forgets the class, and destroys its user data. ErrKey where there is none of the name.
func UnregisterModule(className string) {
	r := native.Tn_module_unregister(className)
	done(r)
}

// SetArguments: What a custom module is to be made from when it is loaded, the text of a JSON object; "{}" without
// this call. ErrValue for another text, ErrState for a module that isn't custom.
func (m *ModuleBase) SetArguments(json string) {
	r := native.Tn_module_set_arguments(m.in(), json)
	runtime.KeepAlive(m)
	done(r)
}

// Is: Whether two handles name one module.
func (m *ModuleBase) Is(b Module) bool {
	r := native.Tn_module_is(m.in(), moduleIn(b))
	runtime.KeepAlive(m)
	runtime.KeepAlive(b)
	return truth(r)
}

// ClassName: The name of its class, "Linear". The text lives as long as the module.
func (m *ModuleBase) ClassName() string {
	r := native.Tn_module_class_name(m.in())
	runtime.KeepAlive(m)
	return text(r)
}

// Parameter: The parameter at a path, "0.weight"; nil where the module was made without it. ErrKey for a name it
// doesn't know, with the nearest ones.
//
// PyTorch: get_parameter.
func (m *ModuleBase) Parameter(path string) *Tensor {
	r := native.Tn_module_parameter(m.in(), path)
	runtime.KeepAlive(m)
	return tensorOf(r)
}

// Buffer: The buffer at a path, likewise.
//
// PyTorch: get_buffer.
func (m *ModuleBase) Buffer(path string) *Tensor {
	r := native.Tn_module_buffer(m.in(), path)
	runtime.KeepAlive(m)
	return tensorOf(r)
}

// Parameters: All parameters, its own first and then the children's, each once. This is what optimizers are given.
//
// PyTorch: Module.parameters.
func (m *ModuleBase) Parameters() []*Tensor {
	r := native.Tn_module_parameters(m.in())
	runtime.KeepAlive(m)
	return tensorsOf(r)
}

// NamedParameters: The same under their paths.
//
// PyTorch: Module.named_parameters.
func (m *ModuleBase) NamedParameters() *TensorDict {
	r := native.Tn_module_named_parameters(m.in())
	runtime.KeepAlive(m)
	return dictOf(r)
}

// NamedBuffers: All buffers under their paths, each once.
//
// PyTorch: Module.named_buffers.
func (m *ModuleBase) NamedBuffers() *TensorDict {
	r := native.Tn_module_named_buffers(m.in())
	runtime.KeepAlive(m)
	return dictOf(r)
}

// Train: Sets training mode (1) or evaluation mode (0), of it and of all modules in it.
//
// PyTorch: Module.train, eval.
func (m *ModuleBase) Train(on bool) {
	r := native.Tn_module_train(m.in(), on)
	runtime.KeepAlive(m)
	done(r)
}

// IsTraining: Whether it is in training mode.
//
// PyTorch: Module.training.
func (m *ModuleBase) IsTraining() bool {
	r := native.Tn_module_is_training(m.in())
	runtime.KeepAlive(m)
	return truth(r)
}

// To: Moves all parameters and buffers to a device, and converts the floating ones; 0 leaves that as it is. The
// parameters stay the same tensors: handles of them, and optimizers, see the change. ErrType for a dtype that isn't
// floating.
//
// PyTorch: Module.to.
func (m *ModuleBase) To(device Device, dtype DType) {
	r := native.Tn_module_to(m.in(), int32(device), int32(dtype))
	runtime.KeepAlive(m)
	done(r)
}

// RequiresGrad_: RequiresGrad_ of every parameter: 0 freezes the module.
//
// PyTorch: Module.requires_grad_.
func (m *ModuleBase) RequiresGrad_(on bool) *ModuleBase {
	r := native.Tn_module_requires_grad_(m.in(), on)
	runtime.KeepAlive(m)
	done(r)
	return m
}

// ZeroGrad: Removes the gradient of every parameter.
//
// PyTorch: Module.zero_grad(set_to_none=True).
func (m *ModuleBase) ZeroGrad() {
	r := native.Tn_module_zero_grad(m.in())
	runtime.KeepAlive(m)
	done(r)
}

// StateDict: Parameters and persistent buffers under their paths, detached, sharing memory with the module: what is
// written to them is written to it.
//
// PyTorch: Module.state_dict.
func (m *ModuleBase) StateDict() *TensorDict {
	r := native.Tn_module_state_dict(m.in())
	runtime.KeepAlive(m)
	return dictOf(r)
}

// LoadStateDict: Copies values from a dictionary into parameters and buffers, converting dtypes and devices. With
// `strict`, names that are missing or unexpected are ErrKey; a tensor of another shape always is ErrShape. The
// message lists all of them, and then nothing was changed.
//
// PyTorch: Module.load_state_dict.
func (m *ModuleBase) LoadStateDict(dict *TensorDict, options ...ModuleLoadStateDictOption) {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_module_load_state_dict(m.in(), dict.in(), true)
	} else {
		a := forModuleLoadStateDictOptions{strict: true}
		for _, o := range options {
			o.forModuleLoadStateDict(&a)
		}
		r = native.Tn_module_load_state_dict(m.in(), dict.in(), a.strict)
	}
	runtime.KeepAlive(m)
	runtime.KeepAlive(dict)
	done(r)
}
