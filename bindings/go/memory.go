package tenon

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Collections are asked for from this many bytes on: below that it isn't worth it.
const leastToCollect = 64 << 20

// What native memory may come to before the collector is asked for.
var collectAt = int64(leastToCollect)

var looking sync.Mutex

// lookAtMemory is called from time to time as tensors are made outside scopes. The collector sees a few words of each; so where
// native memory has doubled since it last ran, it is asked to run.
func lookAtMemory() {
	if MemoryStatsOf(CPU).LiveBytes <= atomic.LoadInt64(&collectAt) {
		return
	}
	looking.Lock()
	defer looking.Unlock()
	if MemoryStatsOf(CPU).LiveBytes <= atomic.LoadInt64(&collectAt) {
		return // another goroutine has seen to it
	}
	collect()
	at := 2 * MemoryStatsOf(CPU).LiveBytes
	if at < leastToCollect {
		at = leastToCollect
	}
	atomic.StoreInt64(&collectAt, at)
}

// collect runs the collector, and waits until the finalizers have given up what it found.
func collect() {
	runtime.GC()
	ran := make(chan struct{})
	runtime.SetFinalizer(&sentinel{ran}, (*sentinel).lost) // which is queued behind those of the first collection
	runtime.GC()
	select {
	case <-ran:
	case <-time.After(2 * time.Second): // where it is a finalizer that asks
	}
	releaseLost()
}

type sentinel struct{ ran chan struct{} }

func (s *sentinel) lost() { close(s.ran) }

// MemoryStats is what memory is held on a device.
type MemoryStats struct {
	LiveBytes     int64 // bytes in blocks that are in use
	PeakBytes     int64 // the most that this was since the start, or MemoryResetPeak
	ReservedBytes int64 // bytes held, in use or pooled
	LiveCount     int64 // blocks in use
}

// MemoryStatsOf asks for them; PyTorch: torch.cuda.memory_stats.
func MemoryStatsOf(device Device) MemoryStats {
	found := words(native.Memory_stats(int32(device)))
	return MemoryStats{int64(found[0]), int64(found[1]), int64(found[2]), int64(found[3])}
}

// pressure is asked when memory is out, or the limit is reached.
type pressure struct{ also func(bytes int) }

func (p pressure) Invoke(_ int, call uintptr) {
	collect()
	if p.also != nil {
		p.also(integer(native.Tn_call_bytes(call)))
	}
}

func init() {
	have, want := integer(native.Abi_version()), integer(native.Compiled_abi_version())
	if have/1000 != want/1000 || have < want {
		panic(fmt.Sprintf("tenon: the library that was loaded offers ABI %d, these bindings were built against %d", have, want))
	}
	done(native.Tn_set_memory_pressure(native.Keep(pressure{nil})))
}
