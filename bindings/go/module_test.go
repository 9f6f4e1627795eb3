package tenon

import (
	"fmt"
	"path/filepath"
	"testing"
)

type block struct {
	ModuleBase
	fc    *Layer
	scale *Tensor
}

func newBlock(size int) *block {
	b := &block{}
	b.fc = Add(b, "fc", NewLinear(size, size, Bias(false)))
	b.scale = AddParameter(b, "scale", Ones(Shape{size}))
	AddBuffer(b, "seen", Zeros(Shape{1}), true)
	return b
}

func (b *block) Forward(x *Tensor) *Tensor { return b.fc.Forward(x).Mul(b.scale).Relu() }

type net struct {
	ModuleBase
	blocks []*block
	head   *Layer
}

func newNet() *net {
	n := &net{}
	n.blocks = AddEach(n, "blocks", []*block{newBlock(4), newBlock(4)})
	n.head = Add(n, "head", NewLinear(4, 2))
	return n
}

func (n *net) Forward(x *Tensor) *Tensor {
	for _, b := range n.blocks {
		x = b.Forward(x)
	}
	return n.head.Forward(x)
}

func TestLayers(t *testing.T) {
	leakFree(t)
	ManualSeed(1)
	Scope(func() {
		s := NewSequential(NewConv2d(1, 4, Shape{3}, Padding(1), Bias(false)), NewReLU(), NewMaxPool2d(Shape{2}),
			NewFlatten(), NewDropout(P(0.1)), NewLinear(16, 3))
		equal(t, s.Forward(Ones(Shape{2, 1, 4, 4})).Shape(), []int{2, 3})
		equal(t, s.String(), `Sequential(
  (0): Conv2d(1, 4, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
  (1): ReLU()
  (2): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
  (3): Flatten(start_dim=1, end_dim=-1)
  (4): Dropout(p=0.1, inplace=False)
  (5): Linear(in_features=16, out_features=3, bias=True)
)`)
		equal(t, s.NamedParameters().Names(), []string{"0.weight", "5.weight", "5.bias"})
		equal(t, len(s.Parameters()), 3)
		equal(t, s.IsTraining(), true)
		s.Eval()
		equal(t, s.Child("4").base().IsTraining(), false)
		s.RequiresGrad_(false)
		equal(t, s.Parameter("5.weight").RequiresGrad(), false)
		s.To(0, Float64)
		equal(t, s.Parameter("0.weight").DType(), Float64)
		equal(t, s.Children(), []string{"0", "1", "2", "3", "4", "5"})
		equal(t, NewConv2d(1, 2, Shape{3}, PaddingSame).Arguments() != "{}", true)
		fails(t, ErrKey, func() { s.Child("9") }, "9")
		fails(t, ErrKey, func() { s.Parameter("5.weights") }, "weight")
		fails(t, ErrShape, func() { s.Forward(Ones(Shape{3, 3}, Float64)) })
		equal(t, NewBatchNorm1d(2, Momentum(0.2), Affine(false)).NamedBuffers().Names(), []string{"running_mean", "running_var",
			"num_batches_tracked"})
		loss := NewCrossEntropyLoss(Weight(FromSlice([]float64{1, 2})), ReductionSum, LabelSmoothing(0.1))
		equal(t, loss.Call(Ones(Shape{2, 2}), Zeros(Shape{2}, Int64))[0].Shape(), []int{})
		names, schemas := ModuleClasses()
		equal(t, len(names), len(schemas))
	})
}

// Every class can be made; those that need arguments get the numbers of a small network.
func TestEveryClass(t *testing.T) {
	leakFree(t)
	names, _ := ModuleClasses()
	given := map[string]string{"AvgPool2d": `{"kernel_size": 2}`, "BatchNorm1d": `{"num_features": 3}`,
		"BatchNorm2d": `{"num_features": 3}`, "BatchNorm3d": `{"num_features": 3}`, "MaxPool2d": `{"kernel_size": [2, 2]}`,
		"Conv2d": `{"in_channels": 1, "out_channels": 2, "kernel_size": 3, "padding": "same"}`, "Threshold": `{"threshold": 0, "value": 1}`,
		"Embedding": `{"num_embeddings": 5, "embedding_dim": 2}`, "GroupNorm": `{"num_groups": 1, "num_channels": 2}`,
		"LayerNorm": `{"normalized_shape": [2]}`, "Linear": `{"in_features": 2, "out_features": 3}`,
		"Unflatten": `{"dim": 1, "unflattened_size": [2, 2]}`}
	for _, name := range names {
		arguments, ok := given[name]
		if !ok {
			arguments = "{}"
		}
		m := NewModule(name, arguments)
		equal(t, m.base().ClassName(), name)
		m.Close()
	}
}

func TestCustomModules(t *testing.T) {
	leakFree(t)
	Scope(func() {
		ManualSeed(3)
		n := newNet()
		equal(t, n.NamedParameters().Names(), []string{"blocks.0.scale", "blocks.0.fc.weight", "blocks.1.scale",
			"blocks.1.fc.weight", "head.weight", "head.bias"})
		if n.Child("blocks.1") != Module(n.blocks[1]) || n.Child("head") != Module(n.head) {
			t.Error("a child isn't the object that was added")
		}
		equal(t, n.ClassName(), "net")
		x := Randn(Shape{3, 4})
		direct := n.Forward(x)
		// The library runs it, too: in its containers, and by Call.
		s := NewSequential(n, NewReLU())
		equal(t, ToSlice[float32](s.Forward(x)), ToSlice[float32](direct.Relu()))
		equal(t, ToSlice[float32](n.Call(x)[0]), ToSlice[float32](direct))
		seen := ""
		Apply(s, func(m Module) { seen += m.base().ClassName() + " " })
		equal(t, seen, "Linear block Linear block ModuleList Linear net ReLU Sequential ")
		s.Eval()
		equal(t, n.blocks[0].fc.IsTraining(), false)
		n.Forward(x).Sum().Backward()
		if n.blocks[0].scale.Grad() == nil {
			t.Error("no gradient")
		}
		n.ZeroGrad()
		if n.blocks[0].scale.Grad() != nil {
			t.Error("the gradient is still there")
		}
		fails(t, ErrValue, func() { n.Call(x, x) }, "one input")
		fails(t, ErrValue, func() { Add(n.blocks[0], "up", n) })
		fails(t, ErrKey, func() { Add(n, "a.b", NewReLU()) })
		state := n.StateDict()
		other := newNet()
		other.LoadStateDict(state)
		equal(t, ToSlice[float32](other.Forward(x)), ToSlice[float32](direct))
		state.Set("more", x)
		fails(t, ErrKey, func() { other.LoadStateDict(state) }, "more")
		other.LoadStateDict(state, Strict(false))
	})
}

type pair struct{ ModuleBase }

func (*pair) ForwardAll(in []*Tensor) []*Tensor { return []*Tensor{in[0].Add(in[1]), in[0].Sub(in[1])} }

type silent struct{ ModuleBase }

func TestOtherForwards(t *testing.T) {
	leakFree(t)
	Scope(func() {
		p := &pair{}
		p.Init(p)
		out := p.Call(Ones(Shape{2}), Ones(Shape{2}))
		same(t, out[0], "tensor([2., 2.])")
		same(t, out[1], "tensor([0., 0.])")
		s := &silent{}
		fails(t, ErrUnsupported, func() { s.Init(s).Call(Ones(Shape{1})) }, "silent")
	})
}

// Modules of the host's go with the collector: the library's callback doesn't keep them.
func TestCustomModulesAreCollected(t *testing.T) {
	leakFree(t)
	for i := 0; i < 10; i++ {
		s := NewSequential(newNet(), newBlock(2))
		s.Parameters()
	}
}

func TestCloseOfModules(t *testing.T) {
	leakFree(t)
	before := LiveCount()
	n, shared := newNet(), newBlock(4)
	Add(n, "shared", shared)
	holder := NewSequential(shared)
	n.Close()
	n.Close()
	Scope(func() {
		x := Ones(Shape{1, 4})
		fails(t, ErrState, func() { n.head.Forward(x) })
		fails(t, ErrState, func() { n.Parameters() })
		holder.Forward(x)
	})
	holder.Close()
	equal(t, LiveCount(), before)
}

// A tensor or module that two modules hold goes with the last of them.
func TestSharedParameters(t *testing.T) {
	leakFree(t)
	before := LiveCount()
	a, b := newBlock(2), newBlock(2)
	old := b.scale
	b.scale = AddParameter(b, "scale", a.scale)
	old.Close()
	a.Close()
	Scope(func() { b.Forward(Ones(Shape{1, 2})) })
	b.Close()
	equal(t, b.scale.Closed(), true)
	equal(t, LiveCount(), before)
	fails(t, ErrNull, func() { Add[Module](newBlockless(), "none", nil) })
	var none *Layer
	fails(t, ErrNull, func() { NewSequential(none) })
}

func newBlockless() *silent { return &silent{} }

func TestModelFiles(t *testing.T) {
	leakFree(t)
	path := filepath.Join(t.TempDir(), "net.safetensors")
	RegisterModule("block", func(arguments string) Module {
		var size int
		fmt.Sscanf(arguments, `{"size": %d}`, &size)
		return newBlock(size)
	})
	defer UnregisterModule("block")
	Scope(func() {
		b := newBlock(3)
		b.SetArguments(`{"size": 3}`)
		s := NewSequential(NewLinear(2, 3), b)
		x := Randn(Shape{4, 2})
		if err := s.Save(path); err != nil {
			t.Fatal(err)
		}
		loaded, err := LoadModule(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := loaded.base().Child("1").(*block); !ok {
			t.Errorf("the block came back as %T", loaded.base().Child("1"))
		}
		equal(t, ToSlice[float32](loaded.(*Layer).Forward(x)), ToSlice[float32](s.Forward(x)))
		if err := b.Save(path); err != nil {
			t.Fatal(err)
		}
		loaded, err = LoadModule(path)
		if err != nil {
			t.Fatal(err)
		}
		own := loaded.(*block)
		equal(t, ToSlice[float32](own.fc.Parameter("weight")), ToSlice[float32](b.fc.Parameter("weight")))
		equal(t, NewModule("block", `{"size": 5}`).(*block).scale.Shape(), []int{5})
		_, err = LoadModule(path + ".none")
		checkError(t, err, ErrIO, "none")
	})
}
