package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// The modes belong to the thread, so the goroutine stays on it while f runs; goroutines that f starts have modes of their own.

// NoGrad runs f without recording. PyTorch: torch.no_grad.
func NoGrad(f func()) { mode(native.Tn_set_grad_enabled, false, f) }

// EnableGrad runs f with recording, inside a NoGrad. PyTorch: torch.enable_grad.
func EnableGrad(f func()) { mode(native.Tn_set_grad_enabled, true, f) }

// InferenceMode runs f without recording or counting versions. PyTorch: torch.inference_mode.
func InferenceMode(f func()) { mode(native.Tn_set_inference_mode, true, f) }

func mode(set func(bool) native.Result, on bool, f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := truth(set(on))
	defer set(before)
	f()
}
