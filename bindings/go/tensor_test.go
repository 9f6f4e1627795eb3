package tenon

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"unsafe"
)

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCreation(t *testing.T) {
	leakFree(t)
	Scope(func() {
		same(t, FromSlice([]float32{1, 2, 3, 4}, 2, 2), "tensor([[1., 2.],\n        [3., 4.]])")
		same(t, FromSlice([]int64{1, 2}), "tensor([1, 2])")
		same(t, FromSlice([]bool{true, false}), "tensor([ True, False])")
		same(t, FromSlice([]float64{}), "tensor([], dtype=torch.float64)")
		same(t, Scalar(int32(7)), "tensor(7, dtype=torch.int32)")
		same(t, Zeros(Shape{2}, Int64), "tensor([0, 0])")
		same(t, Ones(Shape{2}, Float64, CPU), "tensor([1., 1.], dtype=torch.float64)")
		same(t, Full(Shape{}, 2.5), "tensor(2.5000)")
		same(t, FullInt(Shape{2}, 3), "tensor([3, 3])")
		same(t, Arange(0, 2, StepFloat(0.5)), "tensor([0.0000, 0.5000, 1.0000, 1.5000])")
		same(t, ArangeInt(0, 6, Step(2)), "tensor([0, 2, 4])")
		same(t, Linspace(0, 1, 3), "tensor([0.0000, 0.5000, 1.0000])")
		same(t, Eye(2), "tensor([[1., 0.],\n        [0., 1.]])")
		same(t, Eye(1, M(2)), "tensor([[1., 0.]])")
		x := Rand(Shape{3, 4}, Float64)
		equal(t, x.Shape(), []int{3, 4})
		equal(t, x.Strides(), []int{4, 1})
		equal(t, x.DType(), Float64)
		equal(t, x.Device(), CPU)
		equal(t, x.ZerosLike(Float32).DType(), Float32)
		equal(t, x.Numel(), 12)
		equal(t, x.Ndim(), 2)
		equal(t, x.Size(-1), 4)
		equal(t, fmt.Sprint(Float64, CPU, CUDA(1)), "torch.float64 cpu cuda:1")
	})
}

func TestRandom(t *testing.T) {
	leakFree(t)
	Scope(func() {
		ManualSeed(5)
		a := Randn(Shape{100})
		ManualSeed(5)
		equal(t, ToSlice[float32](Randn(Shape{100})), ToSlice[float32](a))
		equal(t, InitialSeed(), 5)
		g := NewGenerator()
		g.ManualSeed(9)
		state := g.State()
		b := RandintGenerator(0, 100, Shape{20}, g)
		g.SetState(state)
		equal(t, ToSlice[int64](RandintGenerator(0, 100, Shape{20}, g)), ToSlice[int64](b))
		equal(t, g.InitialSeed(), 9)
		sorted, _ := RandpermGenerator(5, g).Sort()
		same(t, sorted, "tensor([0, 1, 2, 3, 4])")
		DefaultGenerator().ManualSeed(3)
		equal(t, InitialSeed(), 3)
	})
}

func TestPromotion(t *testing.T) {
	leakFree(t)
	Scope(func() {
		i := FromSlice([]int64{1, 2})
		same(t, i.AddInt(1), "tensor([2, 3])")
		same(t, i.AddScalar(0.5), "tensor([1.5000, 2.5000])")
		same(t, i.Add(FromSlice([]float64{1, 2})), "tensor([2., 4.], dtype=torch.float64)")
		same(t, i.Div(FromSlice([]int64{2, 2})), "tensor([0.5000, 1.0000])")
		same(t, i.Div(FromSlice([]int64{2, 2}), RoundingFloor), "tensor([0, 1])")
		equal(t, PromoteTypes(Int8, Uint8), Int16)
		equal(t, ResultType(i, Scalar(float32(1))), Float32)
		equal(t, CanCast(Float32, Int64), false)
		equal(t, GetDefaultDType(), Float32)
	})
}

func TestOperators(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := FromSlice([]float32{3, 1, 2, 6, 5, 4}, 2, 3)
		same(t, x.Add(x, Alpha(2)), "tensor([[ 9.,  3.,  6.],\n        [18., 15., 12.]])")
		same(t, x.Sum(), "tensor(21.)")
		same(t, x.SumDim([]int{1}, Keepdim(true)), "tensor([[ 6.],\n        [15.]])")
		same(t, x.Argmax(), "tensor(3)")
		same(t, x.Argmax(Dim(1)), "tensor([0, 0])")
		values, indices := x.MaxDim(0)
		same(t, values, "tensor([6., 5., 4.])")
		same(t, indices, "tensor([1, 1, 1])")
		values, indices = x.Topk(2, Dim(1), Largest(false))
		same(t, values, "tensor([[1., 2.],\n        [4., 5.]])")
		same(t, indices, "tensor([[1, 2],\n        [2, 1]])")
		equal(t, len(x.Split(2, Dim(1))), 2)
		same(t, Cat([]*Tensor{x, x}, Dim(1)).Select(0, 0), "tensor([3., 1., 2., 3., 1., 2.])")
		same(t, Stack(x.Unbind()).Sub(x).Abs().Max(), "tensor(0.)")
		same(t, Where(x.GtScalar(2), x, x.ZerosLike()), "tensor([[3., 0., 0.],\n        [6., 5., 4.]])")
		same(t, x.Clamp(2, 4), "tensor([[3., 2., 2.],\n        [4., 4., 4.]])")
		same(t, x.Matmul(x.T()), "tensor([[14., 31.],\n        [31., 77.]])")
		same(t, x.Reshape(3, -1).T(), "tensor([[3., 2., 5.],\n        [1., 6., 4.]])")
		same(t, x.Permute(1, 0).Select(0, 1), "tensor([1., 5.])")
		same(t, x.Std(Unbiased(false)), "tensor(1.7078)")
		same(t, x.Norm(P(1)), "tensor(21.)")
		same(t, x.Softmax(1).SumDim([]int{1}), "tensor([1., 1.])")
		same(t, x.MaskedFillScalar(x.LtScalar(3), 0).Sum(), "tensor(18.)")
		same(t, x.Roll([]int{1}).Select(0, 0), "tensor([4., 3., 1.])")
		same(t, ArangeInt(0, 3).OneHot(NumClasses(4)).Sum(), "tensor(3)")
		y := x.Clone()
		if y.Add_(x).MulScalar_(2) != y {
			t.Error("in place gives another object")
		}
		same(t, y.Sum(), "tensor(84.)")
	})
}

func TestNetworkFunctions(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x, w := Ones(Shape{1, 1, 4, 4}), Ones(Shape{2, 1, 3, 3})
		equal(t, Conv2d(x, w, nil).Shape(), []int{1, 2, 2, 2})
		equal(t, Conv2d(x, w, Zeros(Shape{2}), Stride(2), Padding(1, 0)).Shape(), []int{1, 2, 2, 1})
		equal(t, Conv2d(x, w, nil, PaddingSame).Shape(), []int{1, 2, 4, 4})
		equal(t, x.MaxPool2d(Shape{2}, Stride(1)).Shape(), []int{1, 1, 3, 3})
		fails(t, ErrValue, func() { Conv2d(x, w, nil, Stride(1, 2, 3)) }, "3 numbers")
		logits, target := FromSlice([]float32{1, 2, 3, 4}, 2, 2), FromSlice([]int64{0, 1})
		same(t, CrossEntropy(logits, target), "tensor(0.8133)")
		same(t, CrossEntropy(logits, target, ReductionNone), "tensor([1.3133, 0.3133])")
		same(t, CrossEntropy(logits, target, Weight(FromSlice([]float32{1, 3})), LabelSmoothing(0.1)), "tensor(0.5633)")
		same(t, MSELoss(logits, Zeros(Shape{2, 2}), ReductionSum), "tensor(30.)")
		same(t, Linear(logits, Ones(Shape{1, 2}), nil), "tensor([[3.],\n        [7.]])")
		same(t, LayerNorm(logits, Shape{2}, nil, nil, Eps(0)), "tensor([[-1.,  1.],\n        [-1.,  1.]])")
		same(t, Dropout(logits, Training(false)), "tensor([[1., 2.],\n        [3., 4.]])")
		same(t, logits.Gelu(GeluTanh).Select(0, 0), "tensor([0.8412, 1.9546])")
	})
}

func TestValues(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := FromSlice([]float32{1.5, 2, -3}, 3)
		equal(t, ToSlice[float64](x), []float64{1.5, 2, -3})
		equal(t, ToSlice[int64](x), []int64{1, 2, -3})
		data := DataOf[float32](x)
		data[1] = 7
		equal(t, x.Select(0, 1).Item(), 7.0)
		fails(t, ErrState, func() { DataOf[float64](x) }, "torch.float32")
		fails(t, ErrState, func() { DataOf[float32](FromSlice(data, 3, 1).Expand(3, 2)) })
		Write(x, []int64{4, 5, 6})
		same(t, x, "tensor([4., 5., 6.])")
		fails(t, ErrShape, func() { Write(x, []float32{1}) })
		fails(t, ErrShape, func() { ReadInto(x, make([]float32, 4)) })
		fails(t, ErrShape, func() { FromSlice([]float32{1, 2, 3}, 2, 2) }, "[2 2]")
		big := Scalar(int64(math.MaxInt64))
		equal(t, big.ItemInt(), math.MaxInt64)
		equal(t, x.Contiguous().Is(x), true)
		equal(t, x.Is(x.Clone()), false)
		equal(t, x.Text(Precision(1), SciOn), "tensor([4.0e+00, 5.0e+00, 6.0e+00])")
		var none *Tensor
		equal(t, none.String(), "None")
	})
}

func TestBlob(t *testing.T) {
	leakFree(t)
	released := 0
	Scope(func() {
		source := FromSlice([]float32{1, 2, 3, 4})
		memory := DataOf[float32](source)
		shared := FromBlob(unsafe.Pointer(&memory[0]), Float32, Shape{2, 2}, func() { released++ })
		memory[3] = 9
		same(t, shared, "tensor([[1., 2.],\n        [3., 9.]])")
		view := shared.T()
		shared.Close()
		equal(t, released, 0)
		view.Close()
		equal(t, released, 1)
		copied := FromDLPack(source.ToDLPack())
		copied.Zero_()
		same(t, source, "tensor([0., 0., 0., 0.])")
	})
}

func TestIndexing(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := ArangeInt(0, 24).Reshape(2, 3, 4)
		same(t, x.Index(At(1), At(-1)), "tensor([20, 21, 22, 23])")
		same(t, x.Index(At(0), Slice(1, Open), Slice(0, 4, 2)), "tensor([[ 4,  6],\n        [ 8, 10]])")
		same(t, x.Index(Ellipsis, At(0)), "tensor([[ 0,  4,  8],\n        [12, 16, 20]])")
		equal(t, x.Index(NewAxis, All, At(0)).Shape(), []int{1, 2, 4})
		same(t, x.Index(x.GtInt(21)), "tensor([22, 23])")
		same(t, x.Index(All, FromSlice([]int64{0, 0}), At(1)), "tensor([[ 1,  1],\n        [13, 13]])")
		equal(t, x.Index(Truth(true)).Shape(), []int{1, 2, 3, 4})
		equal(t, x.Index(FromSlice([]int64{0}).Reshape(), FromSlice([]int64{1}).Reshape()).Shape(), []int{4})
		x.IndexPut_(Scalar(int64(-1)), At(0))
		same(t, x.Select(0, 0).Sum(), "tensor(-12)")
		counts := Zeros(Shape{3}, Int64)
		counts.IndexPutAccumulate_(Ones(Shape{4}, Int64), FromSlice([]int64{0, 2, 2, 2}))
		same(t, counts, "tensor([1, 0, 3])")
		fails(t, ErrIndex, func() { x.Index(At(2)) })
	})
}

func TestByName(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := FromSlice([]int64{1, 2, 3})
		same(t, Op("sum", x, Named{"dtype", Float64})[0].(*Tensor), "tensor(6., dtype=torch.float64)")
		same(t, Op("add.Scalar", x, 2, Named{"alpha", 3})[0].(*Tensor), "tensor([7, 8, 9])")
		topk := Op("topk", x, 2, Named{"largest", false})
		same(t, topk[1].(*Tensor), "tensor([0, 1])")
		same(t, Op("cat", []*Tensor{x, x}, 0)[0].(*Tensor), "tensor([1, 2, 3, 1, 2, 3])")
		equal(t, len(Op("split", x, []int{1, 2})), 2)
		same(t, Op("rand", []int{2}, Named{"generator", NewGenerator()}, Named{"device", CPU}, Named{"dtype", nil})[0].(*Tensor).Ge(Zeros(Shape{2})),
			"tensor([True, True])")
		same(t, Op("any", FromSlice([]bool{false, true}))[0].(*Tensor), "tensor(True)")
		fails(t, ErrKey, func() { Op("ad", x) }, "add")
		fails(t, ErrType, func() { Op("add", x, struct{}{}) }, "struct")
		names, schemas := Operators()
		equal(t, len(names), len(schemas))
		if len(names) < 300 {
			t.Errorf("only %d operators", len(names))
		}
	})
}

func BenchmarkAdd16Closed(b *testing.B) {
	x, y := Ones(Shape{16}), Ones(Shape{16})
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		x.Add(y).Close()
	}
}

func BenchmarkAdd16Scope(b *testing.B) {
	x, y := Ones(Shape{16}), Ones(Shape{16})
	b.ResetTimer()
	for i := 0; i < b.N; i += 100 {
		Scope(func() {
			for j := 0; j < 100; j++ {
				x.Add(y)
			}
		})
	}
}

func BenchmarkAdd16Collected(b *testing.B) {
	x, y := Ones(Shape{16}), Ones(Shape{16})
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		x.Add(y)
	}
}
