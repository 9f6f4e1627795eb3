// Package tenon is PyTorch's programming model: tensors, autograd, modules, optimizers, data loading, files. It is written over
// the C library libtenon, which pkg-config finds (tenon.pc).
//
// Names are PyTorch's in Go's case. Go has no overloads, so those of a number or of a dimension have names of their own
// (AddScalar, AddInt, SumDim), and what works in place ends in _ as it does there (Add_). What PyTorch takes by keyword is an
// option, a value of the keyword's type; an option that a function hasn't got doesn't compile:
//
//	y := tenon.Conv2d(x, w, nil, tenon.Stride(2), tenon.Padding(1))
//	z := y.SumDim([]int{1}, tenon.Keepdim(true))
//
// # Memory
//
// A *Tensor, and all else with a Close, is closed by hand, by the Scope that it was made in, or by a finalizer behind both. In a
// Scope things cost least and go soonest:
//
//	tenon.Scope(func() {
//		loss := tenon.CrossEntropy(net.Forward(x), y)
//		optimizer.ZeroGrad()
//		loss.Backward()
//		optimizer.Step()
//	})
//
// One rule holds: what is made inside goes at the end, unless it is kept (Keep, Scoped) or was registered in a module or an
// optimizer. What is used after that is an *Error with ErrState.
//
// # Errors
//
// A call that fails panics with an *Error, which has a code, the operator and a message with the shapes; Try turns that into an
// error, and what reads or writes files returns one. A panic in a callback comes out of the call that led to it, as it was.
//
// # Goroutines
//
// Any number of them may read a tensor, and run operators on it or forward a module in eval mode. What changes something in place,
// a backward into the same leaves, an optimizer's step and registration need a lock of yours. Scope, NoGrad and their like hold for
// the goroutine that calls them, which stays on its thread meanwhile, and not for goroutines that it starts.
package tenon
