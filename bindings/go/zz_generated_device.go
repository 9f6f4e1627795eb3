// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// CUDAIsAvailable: Whether tensors can be made on a GPU; where they can't, that is no error.
//
// PyTorch: torch.cuda.is_available.
func CUDAIsAvailable() bool {
	r := native.Tn_cuda_is_available()
	return truth(r)
}

// CUDAUnavailableReason: Why they can't: every file that was tried, and the loader's or the driver's own words; ""
// where they can. The text lives as long as the library.
func CUDAUnavailableReason() string {
	r := native.Tn_cuda_unavailable_reason()
	return text(r)
}

// CUDADeviceCount: How many GPUs there are; 0 where CUDA isn't available.
//
// PyTorch: torch.cuda.device_count.
func CUDADeviceCount() int {
	r := native.Tn_cuda_device_count()
	return integer(r)
}

// CUDASynchronize: Waits until a GPU has done what was asked of it, and reports what failed.
//
// PyTorch: torch.cuda.synchronize.
func CUDASynchronize(options ...CUDASynchronizeOption) {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_cuda_synchronize(0)
	} else {
		a := forCUDASynchronizeOptions{device: 0}
		for _, o := range options {
			o.forCUDASynchronize(&a)
		}
		r = native.Tn_cuda_synchronize(int32(a.device))
	}
	done(r)
}
