package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// TensorDict is names and tensors in order, with texts beside them: a state_dict, the content of a file.
type TensorDict struct{ object }

// Close gives it up.
func (d *TensorDict) Close()                 { d.close(kindDict) }
func (d *TensorDict) proxy() (*object, kind) { return &d.object, kindDict }
func (d *TensorDict) in() uintptr            { return d.borrow("TensorDict") }

func dictOf(r native.Result) *TensorDict { return adopt(&TensorDict{}, r) }

// NewTensorDict is an empty one.
func NewTensorDict() *TensorDict { return dictOf(native.Tn_dict_new()) }

// Len is how many tensors there are.
func (d *TensorDict) Len() int {
	n := integer(native.Tn_dict_count(d.in()))
	runtime.KeepAlive(d)
	return n
}

// Names is all names, in the order of insertion.
func (d *TensorDict) Names() []string {
	names := listed(native.Tn_dict_count(d.in()), func(i int) native.List { return native.Tn_dict_name(d.in(), i) })
	runtime.KeepAlive(d)
	return names
}

// Each calls f with every name and tensor, in order; the tensor is closed after it.
func (d *TensorDict) Each(f func(name string, t *Tensor)) {
	for _, name := range d.Names() {
		Scope(func() { f(name, d.Get(name)) })
	}
}

// Metadata is the texts beside the tensors.
func (d *TensorDict) Metadata() map[string]string {
	keys := listed(native.Tn_dict_metadata_count(d.in()), func(i int) native.List { return native.Tn_dict_metadata_key(d.in(), i) })
	found := make(map[string]string, len(keys))
	for _, key := range keys {
		found[key] = text(native.Tn_dict_metadata(d.in(), key))
	}
	runtime.KeepAlive(d)
	return found
}

// SetMetadata sets the text of a key.
func (d *TensorDict) SetMetadata(key, value string) {
	done(native.Tn_dict_set_metadata(d.in(), key, value))
	runtime.KeepAlive(d)
}

// RemoveMetadata removes a key, where it is there.
func (d *TensorDict) RemoveMetadata(key string) {
	done(native.Forget_metadata(d.in(), key))
	runtime.KeepAlive(d)
}

// Generator is torch.Generator.
type Generator struct{ object }

// Close gives it up.
func (g *Generator) Close()                 { g.close(kindGenerator) }
func (g *Generator) proxy() (*object, kind) { return &g.object, kindGenerator }
func (g *Generator) in() uintptr            { return g.borrow("Generator") }

func generatorOf(r native.Result) *Generator { return adopt(&Generator{}, r) }
