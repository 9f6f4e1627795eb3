// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// SetNumThreads: How many threads one operator may use, the caller's among them: at least 1.
//
// PyTorch: torch.set_num_threads.
func SetNumThreads(n int) {
	r := native.Tn_set_num_threads(n)
	done(r)
}

// GetNumThreads: At first what the environment variable TENON_NUM_THREADS says, else the number of processors that
// this process may use.
//
// PyTorch: torch.get_num_threads.
func GetNumThreads() int {
	r := native.Tn_get_num_threads()
	return integer(r)
}
