package tenon

import (
	"fmt"
	"unsafe"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Code says what kind of failure an Error is; errors.Is(err, tenon.ErrShape) asks for one.
type Code int

const (
	ErrNull        Code = -1  // a tensor that isn't there where one is needed
	ErrType        Code = -2  // a dtype, or a kind of value, that the operation doesn't take
	ErrShape       Code = -3  // shapes that don't fit each other
	ErrValue       Code = -4  // a number, option or text out of its range
	ErrIndex       Code = -5  // a dimension or an index out of range
	ErrKey         Code = -6  // a name that isn't there
	ErrMemory      Code = -7  // no memory, or the limit reached
	ErrIO          Code = -8  // a file that can't be read or written, or isn't what it should be
	ErrDevice      Code = -9  // a device that is missing or failed, or tensors on different devices
	ErrState       Code = -10 // the right call at the wrong time, use after Close among them
	ErrUnsupported Code = -11 // PyTorch can, this build can't
	ErrCallback    Code = -12 // a callback broke its contract
	ErrInternal    Code = -13 // a fault of the library's own: please report it
)

// String is the C interface's name of the code, "TN_ERR_SHAPE".
func (c Code) String() string { return text(native.Tn_status_name(int32(c))) }

// Error makes codes errors, for errors.Is.
func (c Code) Error() string { return c.String() }

// Error is why a call failed. Calls panic with it; Try turns that into an error, and what reads or writes files returns it.
type Error struct {
	Code    Code
	Op      string // the C function's name without tn_: "matmul"
	Message string // the operator, the argument, the shapes
}

func (e *Error) Error() string { return e.Message }

// Is makes errors.Is(err, tenon.ErrShape) true where the code is that.
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	return ok && code == e.Code
}

// Try runs f, and returns the *Error that it panicked with, if it did. Other panics go on.
func Try(f func()) (err error) {
	defer func() {
		switch value := recover().(type) {
		case nil:
		case *Error:
			err = value
		default:
			panic(value)
		}
	}()
	f()
	return nil
}

// try is Try with a value.
func try[T any](f func() T) (value T, err error) {
	err = Try(func() { value = f() })
	return value, err
}

// fail panics with what failed: a callback's own panic as it was, or an *Error.
func fail(p unsafe.Pointer) {
	f := native.TakeFailure(p)
	if f.Panics {
		panic(f.Panic)
	}
	panic(&Error{Code(f.Code), f.Op, f.Message})
}

func failure(code Code, op, format string, args ...any) *Error {
	return &Error{code, op, fmt.Sprintf(format, args...)}
}

// ---- results of the native layer as Go's values

func done(r native.Result) {
	if r.P != nil {
		fail(r.P)
	}
}

func integer(r native.Result) int {
	done(r)
	return r.N
}

func truth(r native.Result) bool {
	done(r)
	return r.N != 0
}

func text(l native.List) string {
	if l.N < 0 {
		fail(l.P)
	}
	return native.TakeText(l)
}

func words(l native.List) []int {
	if l.N < 0 {
		fail(l.P)
	}
	handles := native.TakeHandles(l)
	found := make([]int, len(handles))
	for i, word := range handles {
		found[i] = int(word)
	}
	return found
}
