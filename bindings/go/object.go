package tenon

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

type kind uint8

const (
	kindTensor kind = iota
	kindDict
	kindTree
	kindModule
	kindOptimizer
	kindDataset
	kindLoader
	kindFunction
	kindGenerator
	kindValues
)

var releases = [...]func(uintptr){
	kindTensor: native.Tn_tensor_release, kindDict: native.Tn_dict_release, kindTree: native.Tn_tree_release,
	kindModule: native.Tn_module_release, kindOptimizer: native.Tn_optimizer_release, kindDataset: native.Tn_dataset_release,
	kindLoader: native.Tn_loader_release, kindFunction: native.Tn_function_release, kindGenerator: native.Tn_generator_release,
	kindValues: native.Tn_values_release,
}

// object is what every type of this package with a handle embeds. A scope gives it up, or a guard does.
type object struct {
	handle uintptr // 0 once closed
	guard  *guard  // nil where a scope owns it
}

// guard has the finalizer of an object that no scope owns. It lies beside the object, since setting a finalizer takes longer
// than making a tensor: the guard of an object that was closed by hand serves the next one, finalizer and all.
type guard struct {
	handle  uintptr
	kind    kind
	parents int // modules that a tensor is registered in
}

var guards sync.Pool

func newGuard(handle uintptr, k kind) *guard {
	g, _ := guards.Get().(*guard)
	if g == nil {
		g = new(guard)
		runtime.SetFinalizer(g, (*guard).lost)
	}
	g.handle, g.kind, g.parents = handle, k, 0
	return g
}

// lost runs when the collector found the object, or when the pool of guards was emptied.
func (g *guard) lost() {
	h := g.handle
	if h == 0 {
		return
	}
	g.handle = 0
	if g.kind != kindTensor {
		releases[g.kind](h)
		return
	}
	lostLock.Lock()
	lost = append(lost, int(h))
	first := len(lost) == 1
	lostLock.Unlock()
	if first {
		go releaseLost()
	}
}

// Tensors that the collector found, given up many at a time.
var (
	lostLock, releasing sync.Mutex
	lost                []int
)

func releaseLost() {
	releasing.Lock()
	defer releasing.Unlock()
	lostLock.Lock()
	handles := lost
	lost = nil
	lostLock.Unlock()
	if len(handles) > 0 {
		native.Release_lost(handles)
	}
}

// close gives the handle up, once.
func (o *object) close(k kind) {
	h := atomic.SwapUintptr(&o.handle, 0)
	if h == 0 {
		return
	}
	o.unguard()
	releases[k](h)
}

func (o *object) unguard() {
	if g := o.guard; g != nil {
		o.guard = nil
		g.handle = 0
		guards.Put(g)
	}
}

// borrow is the handle, for a call; the caller keeps the object alive until it is back.
func (o *object) borrow(what string) uintptr {
	if o == nil {
		panic(failure(ErrNull, what, "%s: nil where one is needed", what))
	}
	if o.handle == 0 {
		panic(failure(ErrState, what, "%s: used after Close", what))
	}
	return o.handle
}

// owner is anything with a handle: *Tensor, *Optimizer, a Module and so on.
type owner interface {
	Close()
	proxy() (*object, kind)
}

// adopt gives v what a call made, and v to the scope that was current there, or a guard.
func adopt[T owner](v T, r native.Result) T {
	if r.N < 0 {
		fail(r.P)
	}
	own(v, uintptr(r.P), r.N)
	return v
}

func own(v owner, handle uintptr, scope int) {
	o, k := v.proxy()
	o.handle = handle
	if scope != 0 && scope != native.Look {
		s := scopeOf(scope)
		if t, ok := v.(*Tensor); ok {
			s.add(t)
		} else {
			s.others = append(s.others, v)
		}
		return
	}
	o.guard = newGuard(handle, k)
	if scope == native.Look {
		lookAtMemory()
	}
}

// ---- tensors, by far the most

// Tensor is torch.Tensor. A nil *Tensor is None.
type Tensor struct{ object }

// Close gives the tensor up; a second time does nothing. What is closed can't be used any more: that is an *Error with ErrState.
func (t *Tensor) Close() {
	if t != nil {
		t.close(kindTensor)
	}
}

// Closed says whether it was closed, by hand or by its scope.
func (t *Tensor) Closed() bool { return t.handle == 0 }

func (t *Tensor) proxy() (*object, kind) { return &t.object, kindTensor }

// in is the handle for a call.
func (t *Tensor) in() uintptr {
	if t == nil {
		return native.None
	}
	if t.handle == 0 {
		panic(failure(ErrState, "tensor", "the tensor was closed, or its scope has ended"))
	}
	return t.handle
}

func tensorOf(r native.Result) *Tensor {
	if r.N < 0 {
		fail(r.P)
	}
	return newTensor(uintptr(r.P), r.N)
}

func newTensor(handle uintptr, scope int) *Tensor {
	if handle == 0 {
		return nil
	}
	t := &Tensor{object{handle: handle}}
	if scope != 0 && scope != native.Look {
		scopeOf(scope).add(t)
		return t
	}
	t.guard = newGuard(handle, kindTensor)
	if scope == native.Look {
		lookAtMemory()
	}
	return t
}

// handlesOf is what a call takes for a list of tensors; nil stays nil.
func handlesOf(tensors []*Tensor) []uintptr {
	if tensors == nil {
		return nil
	}
	handles := make([]uintptr, len(tensors))
	for i, t := range tensors {
		handles[i] = t.in()
	}
	return handles
}

func tensorsOf(l native.List) []*Tensor {
	if l.N < 0 {
		fail(l.P)
	}
	handles := native.TakeHandles(l)
	made := make([]*Tensor, len(handles))
	for i, h := range handles {
		made[i] = newTensor(h, l.Scope)
	}
	return made
}

func float(r native.Result) float64 {
	done(r)
	return math.Float64frombits(uint64(r.N))
}
