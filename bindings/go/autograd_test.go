package tenon

import (
	"errors"
	"testing"
)

func leaf(values ...float64) *Tensor { return FromSlice(values).RequiresGrad_(true) }

func TestBackward(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := leaf(1, 2, 3)
		y := x.Mul(x).Sum()
		equal(t, y.GradFnName(), "SumBackward0")
		y.Backward()
		same(t, x.Grad(), "tensor([2., 4., 6.], dtype=torch.float64)")
		fails(t, ErrState, func() { y.Backward() })
		x.SetGrad(nil)
		if x.Grad() != nil {
			t.Error("the gradient is still there")
		}
		z := x.Mul(x)
		z.Backward(Gradient(FromSlice([]float64{1, 0, 2})), RetainGraph(true))
		z.Backward(Gradient(FromSlice([]float64{1, 0, 2})), Inputs(x))
		same(t, x.Grad(), "tensor([ 4.,  0., 24.], dtype=torch.float64)")
	})
}

func TestGrad(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x, other := leaf(2), leaf(1)
		y := x.PowScalar(3).Sum()
		first := Grad([]*Tensor{y}, []*Tensor{x}, CreateGraph(true))[0]
		second := Grad([]*Tensor{first.Sum()}, []*Tensor{x})[0]
		same(t, second, "tensor([12.], dtype=torch.float64)")
		z := x.Mul(x).Sum()
		found := Grad([]*Tensor{z}, []*Tensor{x, other}, AllowUnused(true), GradOutputs(Scalar(2.0)))
		same(t, found[0], "tensor([8.], dtype=torch.float64)")
		if found[1] != nil {
			t.Error("a gradient of what wasn't used")
		}
	})
}

func TestModes(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := leaf(1)
		NoGrad(func() {
			equal(t, x.Mul(x).RequiresGrad(), false)
			EnableGrad(func() { equal(t, x.Mul(x).RequiresGrad(), true) })
			equal(t, IsGradEnabled(), false)
		})
		equal(t, IsGradEnabled(), true)
		InferenceMode(func() { equal(t, IsInferenceModeEnabled(), true) })
		equal(t, IsInferenceModeEnabled(), false)
		err := Try(func() { NoGrad(func() { Zeros(Shape{-1}) }) })
		checkError(t, err, ErrShape)
		equal(t, IsGradEnabled(), true)
		equal(t, x.Detach().RequiresGrad(), false)
	})
}

func TestFunction(t *testing.T) {
	leakFree(t)
	Scope(func() {
		cube := NewFunction("Cube", 1, func(c *Context, in []*Tensor) []*Tensor {
			c.Save(in[0])
			c.SetData(3.0)
			return []*Tensor{in[0].Mul(in[0]).Mul(in[0])}
		}, func(c *Context, grads []*Tensor) []*Tensor {
			if !c.NeedsGrad(0) {
				return []*Tensor{nil}
			}
			x := c.Saved(0)
			return []*Tensor{grads[0].Mul(x).Mul(x).MulScalar(c.Data().(float64))}
		})
		x := leaf(2, 3)
		y := cube.Apply(x)
		equal(t, y.GradFnName(), "CubeBackward")
		y.Sum().Backward()
		same(t, x.Grad(), "tensor([12., 27.], dtype=torch.float64)")
		if err := Gradcheck(func(in []*Tensor) []*Tensor { return cube.Call(in[0]) }, []*Tensor{x}, Eps(1e-6)); err != nil {
			t.Error(err)
		}
		both := NewFunction("Both", 2, func(c *Context, in []*Tensor) []*Tensor {
			return []*Tensor{in[0].AddScalar(1), in[0].MulScalar(2)}
		}, func(c *Context, grads []*Tensor) []*Tensor { return []*Tensor{grads[0].Add(grads[1], Alpha(2))} })
		out := both.Call(x)
		same(t, out[1], "tensor([4., 6.], dtype=torch.float64, grad_fn=<BothBackward>)")
		wrong := NewFunction("Wrong", 1, func(c *Context, in []*Tensor) []*Tensor { return []*Tensor{in[0].Clone()} },
			func(c *Context, grads []*Tensor) []*Tensor { return []*Tensor{grads[0].MulScalar(2)} })
		checkError(t, Gradcheck(func(in []*Tensor) []*Tensor { return wrong.Call(in[0]) }, []*Tensor{x}), ErrValue)
	})
}

func TestHooks(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := leaf(1, 2)
		seen := ""
		id := x.RegisterHook(func(grad *Tensor) *Tensor {
			seen = grad.String()
			return grad.MulScalar(10)
		})
		x.MulScalar(3).Sum().Backward()
		equal(t, seen, "tensor([3., 3.], dtype=torch.float64)")
		same(t, x.Grad(), "tensor([30., 30.], dtype=torch.float64)")
		x.RemoveHook(id)
		fails(t, ErrKey, func() { x.RemoveHook(id) })
		y := x.MulScalar(2)
		y.RetainGrad()
		y.RegisterHook(func(*Tensor) *Tensor { return nil })
		y.Sum().Backward()
		same(t, y.Grad(), "tensor([1., 1.], dtype=torch.float64)")
	})
}

type ownPanic struct{ word string }

// A panic in a callback comes out of the call that led to it, as it was.
func TestPanicsInCallbacks(t *testing.T) {
	leakFree(t)
	mine := &ownPanic{"mine"}
	caught := func(f func()) (value any) {
		defer func() { value = recover() }()
		f()
		return nil
	}
	Scope(func() {
		forward := true
		f := NewFunction("Panics", 1, func(c *Context, in []*Tensor) []*Tensor {
			if forward {
				panic(mine)
			}
			return []*Tensor{in[0].Clone()}
		}, func(c *Context, grads []*Tensor) []*Tensor { panic(mine) })
		x := leaf(1)
		if caught(func() { f.Apply(x) }) != any(mine) {
			t.Error("forward's panic didn't come through")
		}
		forward = false
		y := f.Apply(x)
		if caught(func() { y.Backward() }) != any(mine) {
			t.Error("backward's panic didn't come through")
		}
		x.RegisterHook(func(*Tensor) *Tensor { panic(errors.New("hook")) })
		if err, ok := caught(func() { x.Mul(x).Sum().Backward() }).(error); !ok || err.Error() != "hook" {
			t.Error("the hook's panic didn't come through")
		}
		inner := NewFunction("Inner", 1, func(c *Context, in []*Tensor) []*Tensor {
			return []*Tensor{in[0].Matmul(Zeros(Shape{7, 7}, Float64))}
		}, nil)
		checkError(t, Try(func() { inner.Apply(x.Reshape(1, 1)) }), ErrShape)
		two := NewFunction("Two", 2, func(c *Context, in []*Tensor) []*Tensor { return in }, nil)
		checkError(t, Try(func() { two.Call(x) }), ErrCallback)
		same(t, x.Add(x).Detach(), "tensor([2.], dtype=torch.float64)")
	})
}
