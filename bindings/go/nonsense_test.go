package tenon

import (
	"math"
	"math/rand"
	"reflect"
	"testing"
	"unsafe"
)

// Whatever any method is given, it works or panics with an *Error.
func TestNonsense(t *testing.T) {
	leakFree(t)
	collect()
	SetMemoryLimit(int(MemoryStatsOf(CPU).ReservedBytes) + 64<<20)
	defer SetMemoryLimit(0)
	random := rand.New(rand.NewSource(1))
	pools := func() map[reflect.Type][]any {
		closed := Ones(Shape{1})
		closed.Close()
		grad := Ones(Shape{2, 2}).RequiresGrad_(true)
		return map[reflect.Type][]any{
			reflect.TypeOf((*Tensor)(nil)): {(*Tensor)(nil), closed, grad, Zeros(Shape{0, 3}), ArangeInt(0, 4), Scalar(float32(math.NaN())),
				Zeros(Shape{2, 1, 3}, Bool), Ones(Shape{2, 2}, Float16), Scalar(int64(-7))},
			reflect.TypeOf(0):                 {0, 1, -1, 5, math.MaxInt64, math.MinInt64, 1 << 40},
			reflect.TypeOf(0.0):               {0.0, -1.5, math.Inf(1), math.NaN(), 1e300},
			reflect.TypeOf(true):              {true, false},
			reflect.TypeOf(""):                {"", "x", "\x00", "no\xff such"},
			reflect.TypeOf([]int(nil)):        {[]int(nil), []int{}, []int{0}, []int{1, -1}, []int{-3}, []int{1 << 40, 1 << 40}, make([]int, 20)},
			reflect.TypeOf([]*Tensor(nil)):    {[]*Tensor(nil), []*Tensor{nil}, []*Tensor{grad, closed}, []*Tensor{grad, grad}},
			reflect.TypeOf(Float32):           {DType(0), Float32, Int64, DType(99), DType(-1)},
			reflect.TypeOf(CPU):               {Device(0), CPU, CUDA(3), Device(7)},
			reflect.TypeOf((*Generator)(nil)): {NewGenerator()},
		}
	}
	skipped := map[string]bool{"Close": true, "RegisterHook": true, "ToDLPack": true, "Text": true}
	tried := 0
	for turn := 0; turn < 12; turn++ {
		Scope(func() {
			pool := pools()
			tensors := pool[reflect.TypeOf((*Tensor)(nil))]
			for i, class := 0, reflect.TypeOf((*Tensor)(nil)); i < class.NumMethod(); i++ {
				method := class.Method(i)
				arguments := []reflect.Value{reflect.ValueOf(tensors[random.Intn(len(tensors))])}
				known := !skipped[method.Name]
				for a := 1; a < method.Type.NumIn() && known; a++ {
					if method.Type.IsVariadic() && a == method.Type.NumIn()-1 {
						break
					}
					choices, ok := pool[method.Type.In(a)]
					if known = ok; ok {
						arguments = append(arguments, reflect.ValueOf(choices[random.Intn(len(choices))]))
					}
				}
				if known {
					tried++
					expectError(t, method.Name, func() { method.Func.Call(arguments) })
				}
			}
		})
	}
	if tried < 2000 {
		t.Errorf("only %d calls", tried)
	}
}

func expectError(t *testing.T, name string, f func()) {
	t.Helper()
	defer func() {
		if value := recover(); value != nil {
			if e, ok := value.(*Error); !ok || e.Message == "" || e.Code == ErrInternal {
				t.Errorf("%s: %v", name, value)
			}
		}
	}()
	f()
}

func TestNonsenseElsewhere(t *testing.T) {
	leakFree(t)
	Scope(func() {
		for _, f := range []func(){
			func() { Zeros(Shape{1 << 40, 1 << 40}) }, func() { Zeros(make(Shape, 13)) }, func() { Zeros(nil, DType(77)) },
			func() { FromBlob(nil, Float32, Shape{2}, nil) }, func() { FromBlob(nil, Float32, Shape{-2}, nil) },
			func() { FromBlob(unsafe.Pointer(&[1]byte{}), DType(50), Shape{1}, nil) }, func() { Arange(0, 1, StepFloat(0)) },
			func() { NewModule("Linear", "{") }, func() { NewModule("Lineal", "{}") }, func() { NewLinear(-1, 2) },
			func() { NewConv2d(1, 2, nil) }, func() { NewOptimizer("SDG", []*Tensor{leaf(1)}, "{}") },
			func() { NewOptimizer("SGD", []*Tensor{nil}, "{}") }, func() { Cat(nil) }, func() { Stack([]*Tensor{nil}) },
			func() { Op("", nil) }, func() { Op("add", Named{"other", 1}) }, func() { Ones(Shape{2}).Index(Slice(0, 1, 0)) },
			func() { NewDataLoader(NewTensorDataset()) }, func() { NewTensorDict().Get("\x00") }, func() { TreeFromString("\xff") },
			func() { NewTreeList().Item(3) }, func() { NewTreeNone().Append(NewTreeNone()) }, func() { SetNumThreads(0) },
			func() { SetDefaultDType(Int64) }, func() { CUDASynchronize(CUDA(9)) }, func() { NewGenerator(Device(3)) },
			func() { NewFunction("None", 0, nil, nil) }, func() { UnregisterModule("nobody") }, func() { Grad(nil, nil) },
		} {
			if err := Try(f); err == nil {
				t.Errorf("no error from a call that can't work")
			} else if err.(*Error).Code == ErrInternal {
				t.Error(err)
			}
		}
		same(t, Ones(Shape{2}).Index(nil), "tensor([[1., 1.]])")
	})
}
