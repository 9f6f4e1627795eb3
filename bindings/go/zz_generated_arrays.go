// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// NPYSave: Writes one tensor, row-major and little-endian, from whichever device. ErrUnsupported for bfloat16,
// which NumPy hasn't got.
//
// PyTorch: numpy.save.
func NPYSave(t *Tensor, path string) error {
	return Try(func() {
		r := native.Tn_npy_save(t.in(), path)
		runtime.KeepAlive(t)
		done(r)
	})
}

// NPYLoad: Reads a file of version 1, 2 or 3, of either byte order, on the CPU. An array in Fortran order comes
// with its strides, so Contiguous may be wanted. ErrUnsupported for a dtype that Tenon hasn't got, and for objects,
// which are pickled: nothing in the file is executed.
//
// PyTorch: numpy.load(allow_pickle=False).
func NPYLoad(path string) (*Tensor, error) {
	return try(func() *Tensor {
		r := native.Tn_npy_load(path)
		return tensorOf(r)
	})
}

// NPZSave: Writes the tensors of a dictionary into one archive, each as "name.npy"; its metadata isn't written.
// compressed 1 deflates them. ErrValue for nil in it, and for names that are no paths within the archive ("../a",
// "/a").
//
// PyTorch: numpy.savez, numpy.savez_compressed.
func NPZSave(dict *TensorDict, path string, options ...NPZSaveOption) error {
	return Try(func() {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_npz_save(dict.in(), path, false)
		} else {
			a := forNPZSaveOptions{compressed: false}
			for _, o := range options {
				o.forNPZSave(&a)
			}
			r = native.Tn_npz_save(dict.in(), path, a.compressed)
		}
		runtime.KeepAlive(dict)
		done(r)
	})
}

// NPZLoad: Reads them back, in the archive's order. Of the options max_inflated_bytes counts, and mapped for arrays
// that aren't compressed, whose checksums then go unread; nil: defaults.
//
// PyTorch: numpy.load.
func NPZLoad(path string, options ...NPZLoadOption) (*TensorDict, error) {
	return try(func() *TensorDict {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_npz_load(path, nil)
		} else {
			a := forNPZLoadOptions{}
			for _, o := range options {
				o.forNPZLoad(&a)
			}
			r = native.Tn_npz_load(path, a.words[:])
		}
		return dictOf(r)
	})
}

// CSVLoad: Reads a table of numbers, one row a line, as a tensor (rows, columns) on the CPU. Fields may stand in
// quotes and have spaces around; lines without any character are skipped; "nan" and "inf" are numbers, and an empty
// field is NaN, for floating dtypes alone. The decimal separator is a point, whatever the locale. ErrIO, with line
// and field, for text, for rows of different lengths, and for a number that the dtype doesn't reach. An empty file
// is a tensor (0, 0). nil: defaults.
//
// PyTorch: numpy.loadtxt.
func CSVLoad(path string, options ...CSVLoadOption) (*Tensor, error) {
	return try(func() *Tensor {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_csv_load(path, nil)
		} else {
			a := forCSVLoadOptions{}
			for _, o := range options {
				o.forCSVLoad(&a)
			}
			r = native.Tn_csv_load(path, a.words[:])
		}
		return tensorOf(r)
	})
}

// CSVSave: Writes a tensor of one dimension (a column) or two, each row a line, with as many digits as it takes to
// read the same bits back; Bool as 0 and 1. ErrShape for other tensors, and for rows without columns.
//
// PyTorch: numpy.savetxt.
func CSVSave(t *Tensor, path string, options ...CSVSaveOption) error {
	return Try(func() {
		var r native.Result
		if len(options) == 0 {
			r = native.Tn_csv_save(t.in(), path, nil)
		} else {
			a := forCSVSaveOptions{}
			for _, o := range options {
				o.forCSVSave(&a)
			}
			r = native.Tn_csv_save(t.in(), path, a.words[:])
		}
		runtime.KeepAlive(t)
		done(r)
	})
}
