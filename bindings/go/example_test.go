package tenon_test

import (
	"errors"
	"fmt"

	tenon "github.com/tenonml/tenon/bindings/go"
)

func Example() {
	tenon.ManualSeed(1)
	net := tenon.NewSequential(tenon.NewLinear(2, 32), tenon.NewReLU(), tenon.NewLinear(32, 2))
	defer net.Close()
	adam := tenon.NewAdamW(net.Parameters(), tenon.LR(0.01))
	defer adam.Close()
	var last float64
	for step := 0; step < 300; step++ { // learn the sign of x0 * x1
		tenon.Scope(func() {
			x := tenon.Randn(tenon.Shape{256, 2})
			y := x.Select(1, 0).Mul(x.Select(1, 1)).GtScalar(0).To(tenon.CPU, tenon.Int64)
			loss := tenon.CrossEntropy(net.Forward(x), y)
			adam.ZeroGrad()
			loss.Backward()
			adam.Step()
			last = loss.Item()
		})
	}
	fmt.Println(last < 0.1)
	// Output: true
}

func ExampleFromSlice() {
	x := tenon.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	defer x.Close()
	fmt.Println(x)
	// Output:
	// tensor([[1., 2., 3.],
	//         [4., 5., 6.]])
}

func ExampleScoped() {
	var x *tenon.Tensor
	kept := tenon.Scoped(func() *tenon.Tensor {
		x = tenon.Arange(0, 4)
		return x.Mul(x).Sum() // the result is kept; x and the product go at the end
	})
	fmt.Println(kept, x.Closed())
	kept.Close()
	fmt.Println(kept.Closed())
	// Output:
	// tensor(14.) true
	// true
}

func ExampleTry() {
	err := tenon.Try(func() {
		tenon.Scope(func() { tenon.Zeros(tenon.Shape{2, 3}).Matmul(tenon.Zeros(tenon.Shape{2, 3})) })
	})
	fmt.Println(errors.Is(err, tenon.ErrShape))
	fmt.Println(err)
	// Output:
	// true
	// mm: shapes [2, 3] and [2, 3] cannot be multiplied
}

func ExampleTensor_Index() {
	tenon.Scope(func() {
		x := tenon.ArangeInt(0, 12).Reshape(3, 4)
		fmt.Println(x.Index(tenon.At(-1), tenon.Slice(1, tenon.Open))) // x[-1, 1:]
		fmt.Println(x.Index(x.GtInt(8)))                               // x[x > 8]
	})
	// Output:
	// tensor([ 9, 10, 11])
	// tensor([ 9, 10, 11])
}

func ExampleNoGrad() {
	tenon.Scope(func() {
		w := tenon.Ones(tenon.Shape{2}).RequiresGrad_(true)
		tenon.NoGrad(func() { fmt.Println(w.MulInt(3)) })
		fmt.Println(w.MulInt(3))
	})
	// Output:
	// tensor([3., 3.])
	// tensor([3., 3.], grad_fn=<MulBackward0>)
}

type Residual struct {
	tenon.ModuleBase
	fc *tenon.Layer
}

func NewResidual(size int) *Residual {
	r := &Residual{}
	r.fc = tenon.Add(r, "fc", tenon.NewLinear(size, size))
	return r
}

func (r *Residual) Forward(x *tenon.Tensor) *tenon.Tensor { return x.Add(r.fc.Forward(x).Relu()) }

func ExampleModule() {
	net := tenon.NewSequential(NewResidual(4), NewResidual(4), tenon.NewLinear(4, 1))
	defer net.Close()
	fmt.Println(net)
	tenon.Scope(func() { fmt.Println(net.Forward(tenon.Ones(tenon.Shape{5, 4})).Shape()) })
	// Output:
	// Sequential(
	//   (0): Residual(
	//     (fc): Linear(in_features=4, out_features=4, bias=True)
	//   )
	//   (1): Residual(
	//     (fc): Linear(in_features=4, out_features=4, bias=True)
	//   )
	//   (2): Linear(in_features=4, out_features=1, bias=True)
	// )
	// [5 1]
}

func ExampleNewFunction() {
	square := tenon.NewFunction("Square", 1,
		func(c *tenon.Context, in []*tenon.Tensor) []*tenon.Tensor {
			c.Save(in[0])
			return []*tenon.Tensor{in[0].Mul(in[0])}
		},
		func(c *tenon.Context, grads []*tenon.Tensor) []*tenon.Tensor {
			return []*tenon.Tensor{grads[0].Mul(c.Saved(0)).MulInt(2)}
		})
	defer square.Close()
	tenon.Scope(func() {
		x := tenon.FromSlice([]float32{3, 4}).RequiresGrad_(true)
		square.Apply(x).Sum().Backward()
		fmt.Println(x.Grad())
	})
	// Output: tensor([6., 8.])
}

func ExampleDataLoader() {
	tenon.Scope(func() {
		data := tenon.NewTensorDataset(tenon.ArangeInt(0, 5), tenon.ArangeInt(5, 10))
		tenon.NewDataLoader(data, tenon.BatchSize(2)).Each(func(batch []*tenon.Tensor) {
			fmt.Println(batch[0], batch[1])
		})
	})
	// Output:
	// tensor([0, 1]) tensor([5, 6])
	// tensor([2, 3]) tensor([7, 8])
	// tensor([4]) tensor([9])
}
