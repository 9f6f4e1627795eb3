// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// SafetensorsSave: Writes the tensors of a dictionary, row-major, from whichever device, and its metadata. A tensor
// that stands under several names is written under each. ErrValue for nil in it.
//
// PyTorch: safetensors.torch.save_file.
func SafetensorsSave(dict *TensorDict, path string) error {
	return Try(func() {
		r := native.Tn_safetensors_save(dict.in(), path)
		runtime.KeepAlive(dict)
		done(r)
	})
}

// SafetensorsLoad: Reads tensors and metadata, on the CPU, in the file's order. ErrUnsupported for a dtype that
// Tenon hasn't got.
//
// The path may be that of an index ("model.safetensors.index.json"): then all files that it names are read, from
// its own folder and no other, and the names are in the index's order. ErrIO where a file lacks a tensor that it is
// to have, or has one that the index doesn't know of.
//
// With o->mapped the tensors are views of the file, which is read as they are touched, and stays open until the
// last of them is gone. They can't be changed in place (ErrState): Clone gives one that can, and writing by
// tn_tensor_data's pointer kills the process. Truths are copied, and so are tensors that aren't aligned in the
// file. A file that another program changes underneath changes the tensors, and one that is truncated takes their
// memory away, which kills the process when it is touched. A file that was replaced by any of the functions that
// save here is safe: the old one lives on as long as it is mapped.
//
// PyTorch: safetensors.torch.load_file.
func SafetensorsLoad(path string, options ...SafetensorsLoadOption) (*TensorDict, error) {
	return try(func() *TensorDict {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_safetensors_load(path, nil)
		} else {
			a := forSafetensorsLoadOptions{}
			for _, o := range options {
				o.forSafetensorsLoad(&a)
			}
			r = native.Tn_safetensors_load(path, a.words[:])
		}
		return dictOf(r)
	})
}

// SafetensorsSaveSharded: Writes the dictionary into files of at most max_shard_bytes bytes of tensors each, but
// for a single tensor that has more, and an index of them. "model.safetensors.index.json" has
// "model-00001-of-00002.safetensors" and so on beside it, as Hugging Face has them; ErrValue where the path has
// another ending.
//
// The index is written last. Where it replaces one, the files of the old one stay as they are until then, and are
// removed after it: where the new ones would bear their names, they are called "model.2-00001-of-00002.safetensors"
// instead. So a crash leaves the old index and all of its files whole, perhaps beside some that it doesn't name.
// Don't save twice at a time by one index.
func SafetensorsSaveSharded(dict *TensorDict, indexPath string, maxShardBytes int) error {
	return Try(func() {
		r := native.Tn_safetensors_save_sharded(dict.in(), indexPath, maxShardBytes)
		runtime.KeepAlive(dict)
		done(r)
	})
}
