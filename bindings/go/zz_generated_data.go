// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// NewTensorDataset: Sample i is element i of the first dimension of every tensor. TN_ERR_SHAPE where first sizes
// differ or a tensor has no dimension.
//
// PyTorch: TensorDataset.
func NewTensorDataset(tensors []*Tensor) *Dataset {
	r := native.Tn_dataset_tensors(handlesOf(tensors))
	runtime.KeepAlive(tensors)
	return datasetOf(r)
}

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

// Get: Sample i, one tensor a field. TN_ERR_INDEX beyond the end.
//
// PyTorch: dataset[i].
func (d *Dataset) Get(i int) []*Tensor {
	r := native.Tn_dataset_get(d.in(), i)
	runtime.KeepAlive(d)
	return tensorsOf(r)
}

// LoadIdx: Reads an IDX file, the format of MNIST, gzip or not: a tensor of its shape and dtype (images are uint8,
// (n, rows, columns); labels uint8, (n)). TN_ERR_IO where it can't be read, is cut short, or isn't one.
func LoadIdx(path string) (*Tensor, error) {
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
