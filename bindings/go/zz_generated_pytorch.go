// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Load: Reads a file of any format that Tenon knows, told by what is in it. A PyTorch file gives the tree of its
// values: archives, the format before PyTorch 1.6, plain pickles, and with inert whole modules (torch.save(model))
// and TorchScript archives, without their code. Safetensors and .npz give a dict of tensors, .npy a tensor.
//
// Tensors are on the CPU, wherever they were, and those that shared memory share it again. A storage that was saved
// by itself is a tensor of one dimension. ErrUnsupported for dtypes that Tenon hasn't got (complex, quantized) and
// classes that it doesn't know; ErrIO for what is broken. The message says what and where.
//
// PyTorch: torch.load(path, map_location="cpu", weights_only=True).
func Load(path string, options ...LoadOption) (*Tree, error) {
	return try(func() *Tree {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_load(path, nil)
		} else {
			a := forLoadOptions{}
			for _, o := range options {
				o.forLoad(&a)
			}
			r = native.Tn_load(path, a.words[:])
		}
		return treeOf(r)
	})
}

// LoadStateDict: All tensors in a file of any of these formats, under the names that Tensors gives: for a
// state_dict its own. The metadata of safetensors comes along.
func LoadStateDict(path string) (*TensorDict, error) {
	return try(func() *TensorDict {
		r := native.Tn_load_state_dict(path)
		return dictOf(r)
	})
}

// Save: Writes a tree as torch.save does: the archive that PyTorch has written since 1.6, and reads with
// weights_only=True. What stands at several places is one thing when it is read again, and tensors that share
// memory share it: all of a storage is written, once, also where only views of it are in the tree. Strides,
// requires_grad and what is a Parameter are kept; tensors on a GPU are written as on the CPU.
//
// With weights_only=True, PyTorch 1.13 takes no floats, and only 2.5 and later take bytes and devices; other values
// and all tensors are taken by both. Kinds of dict other than OrderedDict are written as a dict, and sets as a
// list. ErrUnsupported for an instance of a class, and a tensor of one, which it names; ErrValue for values that
// nest more than 10000 deep, which Load doesn't take.
//
// PyTorch: torch.save.
func Save(tree *Tree, path string) error {
	return Try(func() {
		r := native.Tn_save(tree.in(), path)
		runtime.KeepAlive(tree)
		done(r)
	})
}

// SaveStateDict: The same of a dictionary, as an OrderedDict: what torch.save(module.state_dict()) writes. nil is
// None; metadata isn't written.
//
// PyTorch: torch.save.
func SaveStateDict(dict *TensorDict, path string) error {
	return Try(func() {
		r := native.Tn_save_state_dict(dict.in(), path)
		runtime.KeepAlive(dict)
		done(r)
	})
}
