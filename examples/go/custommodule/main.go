// Custommodule is a module with a parameter of its own around a function with a gradient of its own, trained within a container.
package main

import (
	"fmt"

	tenon "github.com/tenonml/tenon/bindings/go"
)

// x * sigmoid(b x), for one number b: Swish (Ramachandran et al., 2017).
var swish = tenon.NewFunction("Swish", 1,
	func(c *tenon.Context, in []*tenon.Tensor) []*tenon.Tensor {
		x, b := in[0], in[1]
		gate := x.Mul(b).Sigmoid()
		c.Save(x, b, gate)
		return []*tenon.Tensor{x.Mul(gate)}
	},
	func(c *tenon.Context, grads []*tenon.Tensor) []*tenon.Tensor {
		g, x, b, gate := grads[0], c.Saved(0), c.Saved(1), c.Saved(2)
		slope := gate.Mul(gate.RsubInt(1)) // of the sigmoid
		return []*tenon.Tensor{
			g.Mul(gate.Add(x.Mul(b).Mul(slope))),
			g.Mul(x.Square()).Mul(slope).Sum().Reshape(1),
		}
	})

// Swish learns its number.
type Swish struct {
	tenon.ModuleBase
	b *tenon.Tensor
}

// NewSwish begins with the sigmoid's own steepness.
func NewSwish() *Swish {
	s := &Swish{}
	s.b = tenon.AddParameter(s, "b", tenon.Ones(tenon.Shape{1}))
	return s
}

// Forward is an ordinary method; the container calls it.
func (s *Swish) Forward(x *tenon.Tensor) *tenon.Tensor { return swish.Apply(x, s.b) }

func main() {
	tenon.ManualSeed(1)
	at := tenon.Linspace(-2, 2, 5, tenon.Float64).RequiresGrad_(true)
	number := tenon.FromSlice([]float64{1.5}).RequiresGrad_(true)
	if err := tenon.Gradcheck(func(in []*tenon.Tensor) []*tenon.Tensor { return swish.Call(in...) }, []*tenon.Tensor{at, number}); err != nil {
		panic(err)
	}
	fmt.Println("the gradient is that of finite differences")

	net := tenon.NewSequential(tenon.NewLinear(1, 32), NewSwish(), tenon.NewLinear(32, 1))
	fmt.Println(net)
	x := tenon.Linspace(-3, 3, 256).Unsqueeze(1)
	y := x.MulInt(2).Sin()
	adam := tenon.NewAdam(net.Parameters(), tenon.LR(0.02))
	for step := 0; step <= 600; step++ {
		tenon.Scope(func() {
			loss := tenon.MSELoss(net.Forward(x), y)
			adam.ZeroGrad()
			loss.Backward()
			adam.Step()
			if step%150 == 0 {
				fmt.Printf("step %d: loss %.5f\n", step, loss.Item())
			}
		})
	}
	fmt.Printf("b is now %.4f\n", net.Parameter("1.b").Item())
}
