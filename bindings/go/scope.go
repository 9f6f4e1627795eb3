package tenon

import (
	"reflect"
	"runtime"
	"sync"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// scope is a list of what was made in it. Which scope is current a C thread knows, and says so with every result; the goroutine
// is locked to the thread meanwhile, so only it touches the scope.
type scope struct {
	id, outer int
	tensors   []*Tensor
	others    []owner
	handles   []int
	made      []Module // by classes of the host's, while a model is loaded
}

const chunkSize = 64

// Scopes stay where they are, and are used again; an id is a place.
var (
	chunks     [1 << 14]*[chunkSize]scope
	scopesLock sync.Mutex
	scopesFree []*scope
	scopesMade int
)

func scopeOf(id int) *scope { return &chunks[(id-1)/chunkSize][(id-1)%chunkSize] }

func takeScope() *scope {
	scopesLock.Lock()
	defer scopesLock.Unlock()
	if n := len(scopesFree); n > 0 {
		s := scopesFree[n-1]
		scopesFree = scopesFree[:n-1]
		return s
	}
	if scopesMade == len(chunks)*chunkSize {
		panic(failure(ErrState, "scope", "scope: too many are open"))
	}
	if scopesMade%chunkSize == 0 {
		chunks[scopesMade/chunkSize] = new([chunkSize]scope)
	}
	scopesMade++
	s := scopeOf(scopesMade)
	s.id = scopesMade
	return s
}

func giveScope(s *scope) {
	scopesLock.Lock()
	scopesFree = append(scopesFree, s)
	scopesLock.Unlock()
}

// Scope runs f, and closes at its end all that was made in it, of every type, but for what is kept (Keep), and what a module or
// an optimizer holds: parameters, gradients and modules added to others are never taken away. The goroutine stays on its
// thread meanwhile; goroutines that f starts are in no scope.
func Scope(f func()) {
	s := beginScope()
	defer s.end()
	f()
}

// Scoped is Scope for what has a result, which is kept.
func Scoped[T any](f func() T) T {
	s := beginScope()
	defer s.end()
	return Keep(f())
}

func beginScope() *scope {
	s := takeScope()
	runtime.LockOSThread()
	s.outer = integer(native.Set_scope(s.id))
	return s
}

func (s *scope) add(t *Tensor) {
	if len(s.tensors) == cap(s.tensors) {
		s.compact()
	}
	s.tensors = append(s.tensors, t)
}

// compact forgets what was closed by hand, so that a scope may last as long as the program.
func (s *scope) compact() {
	kept := s.tensors[:0]
	for _, t := range s.tensors {
		if t != nil && t.handle != 0 {
			kept = append(kept, t)
		}
	}
	for i := len(kept); i < len(s.tensors); i++ {
		s.tensors[i] = nil
	}
	if s.tensors = kept; cap(kept)-len(kept) < len(kept) {
		s.tensors = append(make([]*Tensor, 0, 2*cap(kept)+64), kept...)
	}
}

func (s *scope) end() {
	native.Set_scope(s.outer)
	runtime.UnlockOSThread()
	s.closeAll()
	giveScope(s)
}

func (s *scope) closeAll() {
	s.handles = s.handles[:0]
	for i, t := range s.tensors {
		if t != nil && t.handle != 0 {
			s.handles = append(s.handles, int(t.handle))
			t.handle = 0
		}
		s.tensors[i] = nil
	}
	s.tensors = s.tensors[:0]
	if len(s.handles) > 0 {
		native.Release_tensors(s.handles)
	}
	// Last in, first out: a loader before its dataset.
	for i := len(s.others) - 1; i >= 0; i-- {
		if o := s.others[i]; o != nil {
			o.Close()
		}
		s.others[i] = nil
	}
	s.others = s.others[:0]
	if cap(s.tensors) > 1<<16 {
		s.tensors, s.handles = nil, nil
	}
}

// Keep hands what was made in the scope that is open to the scope around it, or to you where there is none. It takes anything
// with a Close, and slices of such; what isn't the scope's stays as it is.
func Keep[T any](value T) T {
	id := integer(native.Current_scope())
	if id != 0 {
		s := scopeOf(id)
		each(value, func(v owner) {
			if o, _ := v.proxy(); s.remove(o) {
				own(v, o.handle, s.outer)
			}
		})
	}
	return value
}

// leave takes what a module or an optimizer has registered out of all scopes.
func leave(value any) {
	id := integer(native.Current_scope())
	for ; id != 0; id = scopeOf(id).outer {
		s := scopeOf(id)
		each(value, func(v owner) {
			if o, _ := v.proxy(); s.remove(o) {
				own(v, o.handle, 0)
			}
		})
	}
}

func each(value any, f func(owner)) {
	switch v := value.(type) {
	case nil:
	case *Tensor:
		if v != nil {
			f(v)
		}
	case []*Tensor:
		for _, t := range v {
			each(t, f)
		}
	case owner:
		if r := reflect.ValueOf(v); r.Kind() != reflect.Pointer || !r.IsNil() {
			f(v)
		}
	default:
		r := reflect.ValueOf(value)
		if r.Kind() == reflect.Slice || r.Kind() == reflect.Array {
			for i := 0; i < r.Len(); i++ {
				each(r.Index(i).Interface(), f)
			}
		}
	}
}

// remove searches from the end: what is kept was mostly made last.
func (s *scope) remove(o *object) bool {
	if o.handle == 0 {
		return false
	}
	for i := len(s.tensors) - 1; i >= 0; i-- {
		if t := s.tensors[i]; t != nil && &t.object == o {
			s.tensors[i] = nil
			return true
		}
	}
	for i := len(s.others) - 1; i >= 0; i-- {
		if s.others[i] == nil {
			continue
		}
		if p, _ := s.others[i].proxy(); p == o {
			s.others[i] = nil
			return true
		}
	}
	return false
}
