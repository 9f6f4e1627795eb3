package native

// #include <stdint.h>
import "C"

import (
	"sync"
	"sync/atomic"
)

// Callback is what the library calls: which is 0, or 1 for the backward of a function.
type Callback interface {
	Invoke(which int, call uintptr)
}

// What C holds by number, until it lets go.
var (
	lock    sync.RWMutex
	last    int64
	kept    = map[int64]any{}
	panics  sync.Map // of int64 to what was panicked with
	panicNo int64
)

// Keep gives the object a number, for C to hold. A func() is called when C lets go of it.
func Keep(object any) int64 {
	lock.Lock()
	defer lock.Unlock()
	last++
	kept[last] = object
	return last
}

// Kept is the object of a number.
func Kept(id int64) any {
	lock.RLock()
	defer lock.RUnlock()
	return kept[id]
}

// KeptCount is how many objects C holds.
func KeptCount() int {
	lock.RLock()
	defer lock.RUnlock()
	return len(kept)
}

func takePanic(id int64) any {
	value, _ := panics.LoadAndDelete(id)
	return value
}

//export tenonInvoke
func tenonInvoke(user C.int64_t, which C.int32_t, call C.uintptr_t) (panicked C.int64_t) {
	done := false
	defer func() {
		if done {
			return
		}
		// A panic must not cross frames of C: it waits until the call that led here has come back.
		id := atomic.AddInt64(&panicNo, 1)
		panics.Store(id, recover())
		panicked = C.int64_t(id)
	}()
	Kept(int64(user)).(Callback).Invoke(int(which), uintptr(call))
	done = true
	return 0
}

//export tenonLetGo
func tenonLetGo(user C.int64_t) {
	lock.Lock()
	object := kept[int64(user)]
	delete(kept, int64(user))
	lock.Unlock()
	if release, ok := object.(func()); ok {
		release()
	}
}

//export tenonForget
func tenonForget(thrown C.int64_t) { takePanic(int64(thrown)) }
