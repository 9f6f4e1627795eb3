// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// SetMemoryLimit: The most bytes that the library may hold on the CPU, in use or pooled; 0, as at first, is no
// limit. A call that would pass it asks the callback below, and then fails with ErrMemory. What is held already
// stays.
func SetMemoryLimit(bytes int) {
	r := native.Tn_set_memory_limit(bytes)
	done(r)
}

// MemoryTrim: Gives blocks that nobody uses back to where they came from: on the CPU those that the calling thread
// has pooled, on a GPU all of them.
//
// PyTorch: torch.cuda.empty_cache.
func MemoryTrim(device Device) {
	r := native.Tn_memory_trim(int32(device))
	done(r)
}

// MemoryResetPeak: Lets the peak begin again at what is live now.
//
// PyTorch: torch.cuda.reset_peak_memory_stats.
func MemoryResetPeak(options ...MemoryResetPeakOption) {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_memory_reset_peak(0)
	} else {
		a := forMemoryResetPeakOptions{device: 0}
		for _, o := range options {
			o.forMemoryResetPeak(&a)
		}
		r = native.Tn_memory_reset_peak(int32(a.device))
	}
	done(r)
}

// LiveCount: How many objects of the library are alive in the process, on all threads: tensors, storages, nodes of
// graphs, modules, and whatever else handles lead to. A program that releases what it makes ends at the number
// where it began: tests ask that of each other.
func LiveCount() int {
	r := native.Tn_live_count()
	return integer(r)
}
