package tenon

import (
	"errors"
	"math"
	"path/filepath"
	"sort"
	"sync/atomic"
	"testing"
)

// The sign of x0 * x1 is learnt by every optimizer.
func TestTraining(t *testing.T) {
	leakFree(t)
	for name, make := range map[string]func([]*Tensor) *Optimizer{
		"SGD":   func(p []*Tensor) *Optimizer { return NewSGD(p, LR(0.2), Momentum(0.9), Nesterov(true)) },
		"Adam":  func(p []*Tensor) *Optimizer { return NewAdam(p, LR(0.02), Betas(0.9, 0.99)) },
		"AdamW": func(p []*Tensor) *Optimizer { return NewAdamW(p, LR(0.02), WeightDecay(0.001)) },
	} {
		Scope(func() {
			ManualSeed(1)
			net := NewSequential(NewLinear(2, 16), NewTanh(), NewLinear(16, 2))
			optimizer := make(net.Parameters())
			var first, last float64
			for step := 0; step < 200; step++ {
				Scope(func() {
					x := Randn(Shape{64, 2})
					y := x.Select(1, 0).Mul(x.Select(1, 1)).GtScalar(0).To(0, Int64)
					loss := CrossEntropy(net.Forward(x), y)
					optimizer.ZeroGrad()
					loss.Backward()
					optimizer.Step()
					if last = loss.Item(); step == 0 {
						first = last
					}
				})
			}
			if last > first/2 {
				t.Errorf("%s: the loss went from %v to %v", name, first, last)
			}
		})
	}
}

func TestOptimizers(t *testing.T) {
	leakFree(t)
	Scope(func() {
		w, v := FromSlice([]float32{1, 2}).RequiresGrad_(true), FromSlice([]float32{3}).RequiresGrad_(true)
		o := NewSGD([]*Tensor{w}, LR(0.5))
		o.AddGroup([]*Tensor{v}, `{"lr": 0.1}`)
		equal(t, o.GroupCount(), 2)
		equal(t, o.Get(1, "lr"), 0.1)
		w.Sum().Add(v.Sum()).Backward()
		o.Step()
		same(t, w.Detach(), "tensor([0.5000, 1.5000])")
		same(t, v.Detach(), "tensor([2.9000])")
		o.Set(-1, "lr", 1)
		equal(t, o.Get(0, "lr"), 1.0)
		fails(t, ErrKey, func() { o.Get(0, "lrr") })
		fails(t, ErrValue, func() { NewSGD(nil) })
		fails(t, ErrValue, func() { NewAdam([]*Tensor{w}, LR(-1)) })
		adam := NewAdam([]*Tensor{w})
		w.Sum().Backward()
		adam.Step()
		again := NewAdam([]*Tensor{w})
		again.LoadStateDict(adam.StateDict())
		names := again.StateDict().Names()
		sort.Strings(names)
		equal(t, names, []string{"state.0.exp_avg", "state.0.exp_avg_sq", "state.0.step"})
		again.LoadStateTree(adam.StateTree())
		known, schemas := OptimizerClasses()
		equal(t, known, []string{"Adam", "AdamW", "SGD"})
		equal(t, len(schemas), 3)
	})
}

func TestLoader(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x, y := ArangeInt(0, 10), ArangeInt(10, 20)
		for _, workers := range []int{0, 2} {
			data := NewTensorDataset(x, y)
			equal(t, data.Len(), 10)
			same(t, data.Get(3)[1], "tensor(13)")
			loader := NewDataLoader(data, BatchSize(4), Shuffle(true), Seed(7), Workers(workers))
			equal(t, loader.Len(), 3)
			sum, batches := 0.0, 0
			loader.Each(func(batch []*Tensor) {
				equal(t, ToSlice[int64](batch[1].SubInt(10)), ToSlice[int64](batch[0]))
				sum += batch[0].Sum().Item()
				batches++
			})
			equal(t, sum, 45.0)
			equal(t, batches, 3)
		}
		loader := NewDataLoader(NewTensorDataset(x), BatchSize(5), DropLast(true))
		fails(t, ErrState, func() { loader.Next() })
		loader.Start()
		same(t, loader.Next()[0], "tensor([0, 1, 2, 3, 4])")
		state := loader.State()
		same(t, loader.Next()[0], "tensor([5, 6, 7, 8, 9])")
		if loader.Next() != nil {
			t.Error("a third batch of two")
		}
		loader.SetState(state)
		same(t, loader.Next()[0], "tensor([5, 6, 7, 8, 9])")
		fails(t, ErrValue, func() { NewDataLoader(NewTensorDataset(x), BatchSize(0)) })
		fails(t, ErrShape, func() { NewTensorDataset(x, Zeros(Shape{3})) })
	})
}

type squares struct {
	n, broken int
	asked     int64
}

func (s *squares) Len() int { return s.n }
func (s *squares) Get(i int) []*Tensor {
	atomic.AddInt64(&s.asked, 1)
	if i == s.broken {
		panic(errors.New("broken sample"))
	}
	return []*Tensor{Scalar(int64(i)), Scalar(int64(i)).Mul(Scalar(int64(i)))}
}

func TestHostDataset(t *testing.T) {
	leakFree(t)
	for _, workers := range []int{0, 3} {
		Scope(func() {
			source := &squares{n: 20, broken: -1}
			loader := NewDataLoader(NewDataset(source), BatchSize(6), Workers(workers))
			for epoch := 0; epoch < 3; epoch++ {
				sum := 0
				loader.Each(func(batch []*Tensor) {
					equal(t, ToSlice[int64](batch[0].Mul(batch[0])), ToSlice[int64](batch[1]))
					sum += batch[1].Sum().ItemInt()
				})
				equal(t, sum, 2470)
			}
			broken := NewDataLoader(NewDataset(&squares{n: 20, broken: 9}), BatchSize(6), Workers(workers))
			func() {
				defer func() {
					if err, ok := recover().(error); !ok || err.Error() != "broken sample" {
						t.Errorf("with %d workers: %v", workers, err)
					}
				}()
				broken.Each(func([]*Tensor) {})
			}()
			// One that is never read, and one that is given up on the way.
			NewDataLoader(NewDataset(source), Workers(workers)).Start()
		})
	}
}

func TestCheckpoint(t *testing.T) {
	leakFree(t)
	path := filepath.Join(t.TempDir(), "run.pt")
	Scope(func() {
		make := func() (*Layer, *Optimizer) {
			net := NewLinear(2, 1)
			return net, NewAdam(net.Parameters())
		}
		step := func(net *Layer, o *Optimizer) {
			o.ZeroGrad()
			net.Forward(Randn(Shape{8, 2})).Mul(Ones(Shape{1})).Sum().Backward()
			o.Step()
		}
		net, o := make()
		step(net, o)
		run := Checkpoint(net, o, 17)
		run.Set("note", TreeFromString("half way"))
		if err := Save(run, path); err != nil {
			t.Fatal(err)
		}
		step(net, o)
		read, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		again, o2 := make()
		equal(t, CheckpointRestore(read, again, o2), 17)
		step(again, o2)
		equal(t, ToSlice[float32](again.Parameter("weight")), ToSlice[float32](net.Parameter("weight")))
		equal(t, read.Get("note").AsText(), "half way")
	})
}

func TestSchedulers(t *testing.T) {
	leakFree(t)
	Scope(func() {
		w := Ones(Shape{1}).RequiresGrad_(true)
		rates := func(make func(*Optimizer) *Scheduler) (found []float64) {
			o := NewSGD([]*Tensor{w}, LR(1))
			s := make(o)
			for i := 0; i < 5; i++ {
				equal(t, o.Get(0, "lr"), s.LastLR()[0])
				found = append(found, math.Round(o.Get(0, "lr")*1e4)/1e4)
				s.Step()
			}
			s.SetEpoch(1)
			equal(t, s.Epoch(), 1)
			equal(t, math.Round(o.Get(0, "lr")*1e4)/1e4, found[1])
			return found
		}
		equal(t, rates(func(o *Optimizer) *Scheduler { return NewStepLR(o, 2, 0.1) }), []float64{1, 1, 0.1, 0.1, 0.01})
		equal(t, rates(func(o *Optimizer) *Scheduler { return NewExponentialLR(o, 0.5) }), []float64{1, 0.5, 0.25, 0.125, 0.0625})
		equal(t, rates(func(o *Optimizer) *Scheduler { return NewMultiStepLR(o, []int{1, 3}, 0.1) }), []float64{1, 0.1, 0.1, 0.01, 0.01})
		equal(t, rates(func(o *Optimizer) *Scheduler { return NewLinearLR(o, 0.5, 1, 2) }), []float64{0.5, 0.75, 1, 1, 1})
		equal(t, rates(func(o *Optimizer) *Scheduler { return NewCosineAnnealingLR(o, 4, 0) }), []float64{1, 0.8536, 0.5, 0.1464, 0})
	})
}
