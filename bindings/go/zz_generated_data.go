// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Len: The number of samples.
//
// PyTorch: len(dataset).
func (d *Dataset) Len() int {
	r := native.Tn_dataset_length(d.in())
	runtime.KeepAlive(d)
	return integer(r)
}

// FieldCount: How many tensors a sample has.
func (d *Dataset) FieldCount() int {
	r := native.Tn_dataset_field_count(d.in())
	runtime.KeepAlive(d)
	return integer(r)
}

// Get: Sample i, one tensor a field. ErrIndex beyond the end.
//
// PyTorch: dataset[i].
func (d *Dataset) Get(i int) []*Tensor {
	r := native.Tn_dataset_get(d.in(), i)
	runtime.KeepAlive(d)
	return tensorsOf(r)
}

// LoadIDX: Reads an IDX file, the format of MNIST, gzip or not: a tensor of its shape and dtype (images are uint8,
// (n, rows, columns); labels uint8, (n)). ErrIO where it can't be read, is cut short, or isn't one.
func LoadIDX(path string) (*Tensor, error) {
	return try(func() *Tensor {
		r := native.Tn_load_idx(path)
		return tensorOf(r)
	})
}

// Len: The number of batches in an epoch.
//
// PyTorch: len(loader).
func (l *DataLoader) Len() int {
	r := native.Tn_loader_length(l.in())
	runtime.KeepAlive(l)
	return integer(r)
}

// FieldCount: How many tensors a batch has: the dataset's fields.
func (l *DataLoader) FieldCount() int {
	r := native.Tn_loader_field_count(l.in())
	runtime.KeepAlive(l)
	return integer(r)
}

// WorkerCount: How many threads gather batches ahead at this moment: its own, which begin with the first epoch, and
// those lent. Once a lent thread is counted, the handle that it gave to tn_loader_work may be released.
func (l *DataLoader) WorkerCount() int {
	r := native.Tn_loader_worker_count(l.in())
	runtime.KeepAlive(l)
	return integer(r)
}
