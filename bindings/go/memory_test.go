package tenon

import (
	"runtime"
	"sync"
	"testing"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

func TestClose(t *testing.T) {
	leakFree(t)
	before := LiveCount()
	x := Ones(Shape{3})
	y := x.AddInt(1)
	x.Close()
	x.Close()
	fails(t, ErrState, func() { x.Add(y) }, "closed")
	fails(t, ErrState, func() { y.Add(x) }, "closed")
	fails(t, ErrState, func() { Cat([]*Tensor{y, x}) })
	fails(t, ErrState, func() { x.Shape() })
	equal(t, x.Closed(), true)
	equal(t, x.String(), "tensor(closed)")
	y.Close()
	var none *Tensor
	none.Close()
	fails(t, ErrNull, func() { none.Relu() })
	o := NewGenerator()
	o.Close()
	o.Close()
	fails(t, ErrState, func() { o.State() }, "Close")
	equal(t, LiveCount(), before)
}

func TestScope(t *testing.T) {
	leakFree(t)
	before := LiveCount()
	var inner, kept, outer *Tensor
	Scope(func() {
		outer = Ones(Shape{2})
		result := Scoped(func() *Tensor {
			inner = outer.MulInt(2)
			kept = Keep(outer.MulInt(3))
			return inner.AddInt(1)
		})
		same(t, result, "tensor([3., 3.])")
		same(t, kept, "tensor([3., 3.])")
		equal(t, inner.Closed(), true)
		list := Scoped(func() []*Tensor { return outer.Unbind() })
		equal(t, list[1].Item(), 1.0)
		early := outer.Clone()
		early.Close()
		Keep(kept)
	})
	equal(t, outer.Closed(), true)
	same(t, kept, "tensor([3., 3.])")
	kept.Close()
	equal(t, LiveCount(), before)
}

// A scope that lasts doesn't gather what was closed by hand.
func TestLongScope(t *testing.T) {
	leakFree(t)
	Scope(func() {
		s := scopeOf(integer(native.Current_scope()))
		before := cap(s.tensors) // of its last use
		x := Ones(Shape{2})
		for i := 0; i < 100000; i++ {
			x.AddInt(1).Close()
		}
		if room := cap(s.tensors); room > 1000 && room > before {
			t.Errorf("the scope has room for %d tensors", room)
		}
		y := Scoped(func() []*Tensor {
			all := make([]*Tensor, 5000)
			for i := range all {
				all[i] = x.AddInt(i)
			}
			return all[2000:]
		})
		equal(t, y[2999].Select(0, 0).Item(), 5000.0)
	})
}

// What a module or an optimizer holds stays.
func TestScopeLeavesWhatIsRegistered(t *testing.T) {
	leakFree(t)
	var b *block
	Scope(func() {
		b = Keep(newBlock(2))
		b.Forward(Ones(Shape{1, 2})).Sum().Backward()
	})
	same(t, b.scale.Detach(), "tensor([1., 1.])")
	if b.scale.Grad() == nil {
		t.Error("the gradient went with the scope")
	}
	b.fc.Forward(Ones(Shape{1, 2}))
	b.Close()
}

func TestPanicThroughScope(t *testing.T) {
	leakFree(t)
	before := LiveCount()
	var x *Tensor
	err := Try(func() {
		Scope(func() {
			x = Ones(Shape{2})
			x.Add(Ones(Shape{3}))
		})
	})
	checkError(t, err, ErrShape)
	equal(t, x.Closed(), true)
	equal(t, LiveCount(), before)
	e := err.(*Error)
	equal(t, e.Op, "add")
	equal(t, e.Code.String(), "TN_ERR_SHAPE")
	defer func() { equal(t, recover(), any("other")) }()
	Try(func() { panic("other") })
}

// A million temporaries, in no scope and never closed, of a size that the collector takes for a few words.
func TestMillionTemporaries(t *testing.T) {
	leakFree(t)
	MemoryResetPeak()
	before := MemoryStatsOf(CPU)
	x := Ones(Shape{64})
	for i := 0; i < 1000000; i++ {
		x.AddInt(1)
	}
	big := Ones(Shape{1 << 20})
	for i := 0; i < 200; i++ {
		big.AddInt(1)
	}
	runtime.KeepAlive(x)
	if grown := MemoryStatsOf(CPU).PeakBytes - before.LiveBytes; grown > 512<<20 {
		t.Errorf("%d MB at their peak", grown>>20)
	}
	big.Close()
	x.Close()
}

func TestMemoryPressure(t *testing.T) {
	leakFree(t)
	collect()
	wanted := 0
	OnMemoryPressure(func(bytes int) { wanted = bytes })
	defer OnMemoryPressure(nil)
	SetMemoryLimit(int(MemoryStatsOf(CPU).ReservedBytes) + 6<<20)
	defer SetMemoryLimit(0)
	for i := 0; i < 20; i++ {
		Zeros(Shape{1 << 20}, Uint8) // none closed; the limit asks the collector for them
	}
	if wanted < 1<<20 {
		t.Errorf("%d bytes were wanted", wanted)
	}
	fails(t, ErrMemory, func() { Zeros(Shape{64 << 20}) })
	MemoryTrim(CPU)
}

func TestGoroutines(t *testing.T) {
	leakFree(t)
	x := Rand(Shape{8, 8})
	net := NewLinear(8, 8)
	net.Eval()
	want := Scoped(func() []float32 { return ToSlice[float32](net.Forward(x).Matmul(x)) })
	var group sync.WaitGroup
	for g := 0; g < 8; g++ {
		group.Add(1)
		go func(g int) {
			defer group.Done()
			for i := 0; i < 200; i++ {
				switch (g + i) % 4 {
				case 0:
					Scope(func() { equal(t, ToSlice[float32](net.Forward(x).Matmul(x)), want) })
				case 1:
					NoGrad(func() {
						y := net.Forward(x)
						equal(t, y.RequiresGrad(), false)
						y.Close()
					})
				case 2:
					checkError(t, Try(func() { x.Add(want2(g)) }), ErrShape, "8")
				default:
					Scope(func() {
						w := leaf(float64(g), 2)
						w.Mul(w).Sum().Backward()
						equal(t, ToSlice[float64](w.Grad()), []float64{2 * float64(g), 4})
						Scope(func() { equal(t, IsGradEnabled(), true) })
					})
				}
				runtime.Gosched()
			}
		}(g)
	}
	group.Wait()
	net.Close()
	x.Close()
}

// want2 is of a shape of its own, so that a message that belongs to another goroutine would be noticed.
func want2(g int) *Tensor { return Zeros(Shape{3 + 10*g}) }

func TestLog(t *testing.T) {
	leakFree(t)
	var lock sync.Mutex
	messages := []string{}
	SetLog(LogWarning, func(level LogLevel, message string) {
		lock.Lock()
		defer lock.Unlock()
		equal(t, level, LogWarning)
		messages = append(messages, message)
	})
	Scope(func() { MSELoss(Ones(Shape{2}), Ones(Shape{2, 1})) })
	SetLog(LogWarning, nil)
	equal(t, len(messages), 1)
}

func TestExecutor(t *testing.T) {
	leakFree(t)
	threads := GetNumThreads()
	SetNumThreads(4)
	defer SetNumThreads(threads)
	tasks := 0
	SetExecutor(func(count int, task func(int)) {
		tasks += count
		var group sync.WaitGroup
		for i := 0; i < count; i++ {
			group.Add(1)
			go func(i int) {
				defer group.Done()
				task(i)
			}(i)
		}
		group.Wait()
	})
	Scope(func() { equal(t, Ones(Shape{1 << 20}).AddInt(1).Sum().Item(), float64(2<<20)) })
	SetExecutor(nil)
	if tasks == 0 {
		t.Error("no task came")
	}
}

// Panics where the library calls the process's own functions.
func TestPanicsOfTheProcess(t *testing.T) {
	leakFree(t)
	threads := GetNumThreads()
	SetNumThreads(4)
	defer SetNumThreads(threads)
	x := Ones(Shape{1 << 20})
	defer x.Close()
	SetExecutor(func(int, func(int)) { panic("executor") })
	func() {
		defer func() { equal(t, recover(), any("executor")) }()
		x.AddInt(1)
	}()
	SetExecutor(nil)
	SetLog(LogWarning, func(LogLevel, string) { panic("log") })
	Scope(func() {
		MSELoss(Ones(Shape{2}), Ones(Shape{2, 1})) // what a log does with a message is no matter of the operator
		same(t, x.Sum(), "tensor(1048576.)")
	})
	SetLog(LogWarning, nil)
}

func TestLibrary(t *testing.T) {
	equal(t, Version() != "", true)
	equal(t, BuildInfo() != "", true)
	address, err := ProcAddress("tn_add")
	ok(t, err)
	if address == 0 {
		t.Error("tn_add is nowhere")
	}
	_, err = ProcAddress("tn_ad")
	checkError(t, err, ErrKey)
	if !CUDAIsAvailable() {
		equal(t, CUDADeviceCount(), 0)
		equal(t, CUDAUnavailableReason() != "", true)
		fails(t, ErrDevice, func() { Zeros(Shape{1}, CUDA(0)) })
	}
}
