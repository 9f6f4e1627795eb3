package native

import "unsafe"

// None stands for a tensor that isn't there, where a handle is wanted.
const None = 1

// Look is added to a scope where the collector should be asked to look at native memory.
const Look = 1 << 62

// Failure is why a call failed.
type Failure struct {
	Code    int
	Op      string // the C function's name without tn_
	Message string
	Panic   any  // what a callback panicked with
	Panics  bool // whether that is why
}

// As failure_t in go.i.
type failure struct {
	code, thrown     int64
	op               *byte
	opLength, length int64
	message          [1 << 30]byte
}

// TakeFailure reads what Result.P or List.P points at, and gives it back.
func TakeFailure(p unsafe.Pointer) Failure {
	f := (*failure)(p)
	taken := Failure{Code: int(f.code), Op: string(unsafe.Slice(f.op, int(f.opLength))), Message: string(f.message[:f.length])}
	if f.thrown != 0 {
		taken.Panic, taken.Panics = takePanic(f.thrown), true
	}
	give(p)
	return taken
}

// DropFailure gives back what another thread hears of as well.
func DropFailure(p unsafe.Pointer) { give(p) }

func give(p unsafe.Pointer) { Give_back(unsafe.Slice((*byte)(p), 1)) }

// TakeText is the text of a List that hasn't failed.
func TakeText(l List) string {
	text := string(unsafe.Slice((*byte)(l.P), l.N))
	give(l.P)
	return text
}

// TakeHandles is the numbers of a List that hasn't failed.
func TakeHandles(l List) []uintptr {
	handles := append([]uintptr(nil), unsafe.Slice((*uintptr)(l.P), l.N)...)
	give(l.P)
	return handles
}
