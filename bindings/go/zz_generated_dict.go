// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Has: Whether there is a tensor of this name; a nil name is an error.
func (d *TensorDict) Has(name string) bool {
	r := native.Tn_dict_has(d.in(), name)
	runtime.KeepAlive(d)
	return truth(r)
}

// Get: The tensor of this name. ErrKey, with the nearest names, where there is none.
func (d *TensorDict) Get(name string) *Tensor {
	r := native.Tn_dict_get(d.in(), name)
	runtime.KeepAlive(d)
	return tensorOf(r)
}

// Set: Adds a tensor at the end, or puts it in the place of the one of this name.
func (d *TensorDict) Set(name string, t *Tensor) {
	r := native.Tn_dict_set(d.in(), name, t.in())
	runtime.KeepAlive(d)
	runtime.KeepAlive(t)
	done(r)
}
