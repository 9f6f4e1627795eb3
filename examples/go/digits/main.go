// Digits learns to read handwritten digits: the same network as examples/c/digits.c, which learns the same from the same seed.
//
//	digits --data DIR [--epochs N] [--seed N] [--workers N] [--save FILE]     (DIR has MNIST's IDX files)
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	tenon "github.com/tenonml/tenon/bindings/go"
)

const (
	batchSize, testBatch = 50, 500
	learningRate         = 2e-3
)

// 28 x 28 pixels, 16 maps of 12 x 12, 32 maps of 5 x 5, 128 numbers, 10 scores.
func network() *tenon.Layer {
	return tenon.NewSequential(
		tenon.NewConv2d(1, 16, tenon.Shape{5}), tenon.NewReLU(), tenon.NewMaxPool2d(tenon.Shape{2}),
		tenon.NewConv2d(16, 32, tenon.Shape{3}), tenon.NewReLU(), tenon.NewMaxPool2d(tenon.Shape{2}),
		tenon.NewFlatten(), tenon.NewDropout(tenon.P(0.25)), tenon.NewLinear(800, 128), tenon.NewReLU(),
		tenon.NewDropout(tenon.P(0.25)), tenon.NewLinear(128, 10))
}

// Bytes become numbers from 0 to 1.
func forward(net *tenon.Layer, images *tenon.Tensor) *tenon.Tensor {
	return net.Forward(images.DivScalar(255))
}

type set struct{ images, labels *tenon.Tensor }

func (s set) len() int { return s.labels.Size(0) }

func (s set) part(begin, count int) set {
	return set{s.images.Narrow(0, begin, count), s.labels.Narrow(0, begin, count)}
}

func find(folder, name string) string {
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		return path + ".gz"
	}
	return path
}

func load(folder, part string) (set, error) {
	images, err := tenon.LoadIDX(find(folder, part+"-images-idx3-ubyte"))
	if err != nil {
		return set{}, err
	}
	labels, err := tenon.LoadIDX(find(folder, part+"-labels-idx1-ubyte"))
	if err != nil {
		return set{}, err
	}
	return set{images.Reshape(-1, 1, 28, 28), labels.To(0, tenon.Int64)}, nil
}

// The pictures to train with and those to test with; where there is one set, a fifth of it is for testing.
func data(folder string) (train, test set, err error) {
	if test, err = load(folder, "t10k"); err != nil {
		return
	}
	if _, missing := os.Stat(find(folder, "train-images-idx3-ubyte")); missing == nil {
		train, err = load(folder, "train")
		return
	}
	cut := test.len() / 5 * 4
	return test.part(0, cut), test.part(cut, test.len()-cut), nil
}

// The share of the pictures that the network reads rightly.
func accuracy(net *tenon.Layer, test set) float64 {
	net.Eval()
	right := 0
	tenon.NoGrad(func() {
		for i := 0; i < test.len(); i += testBatch {
			tenon.Scope(func() {
				n := test.len() - i
				if n > testBatch {
					n = testBatch
				}
				part := test.part(i, n)
				right += forward(net, part.images).Argmax(tenon.Dim(1)).Eq(part.labels).Sum().ItemInt()
			})
		}
	})
	return float64(right) / float64(test.len())
}

func terminal() bool {
	info, err := os.Stdout.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func progress(done, all int, loss, speed float64) {
	if !terminal() {
		return
	}
	filled := 30 * done / all
	fmt.Printf("\r[%s%s] %3d %%  loss %.4f  %.0f images/s \033[K", strings.Repeat("█", filled), strings.Repeat("·", 30-filled),
		100*done/all, loss, speed)
	if done == all {
		fmt.Print("\r\033[K")
	}
}

// One epoch; the mean of its losses.
func trainEpoch(net *tenon.Layer, adam *tenon.Optimizer, loader *tenon.DataLoader) float64 {
	net.Train(true)
	begin, step, images, sum := time.Now(), 0, 0, 0.0
	loader.Each(func(batch []*tenon.Tensor) { // in a scope: whatever a step makes goes at its end
		loss := tenon.CrossEntropy(forward(net, batch[0]), batch[1])
		adam.ZeroGrad()
		loss.Backward()
		adam.Step()
		step, images, sum = step+1, images+batch[1].Size(0), sum+loss.Item()
		progress(step, loader.Len(), loss.Item(), float64(images)/time.Since(begin).Seconds())
	})
	return sum / float64(step)
}

func run() error {
	folder := flag.String("data", "", "folder with MNIST's IDX files, gzip or not; build/bin/digits --draw DIR makes some")
	epochs := flag.Int("epochs", 5, "how often all pictures are seen")
	seed := flag.Int("seed", 1, "of weights, dropout and order")
	workers := flag.Int("workers", 2, "threads that make batches ahead")
	save := flag.String("save", "", "file that the network goes to")
	flag.Parse()
	if *folder == "" {
		return fmt.Errorf("--data DIR is wanted, a folder with MNIST's files; build/bin/digits --draw DIR makes some")
	}
	tenon.ManualSeed(*seed)
	net := network()
	train, test, err := data(*folder)
	if err != nil {
		return err
	}
	loader := tenon.NewDataLoader(tenon.NewTensorDataset(train.images, train.labels), tenon.BatchSize(batchSize),
		tenon.Shuffle(true), tenon.Workers(*workers), tenon.Seed(*seed))
	adam := tenon.NewAdam(net.Parameters())
	for epoch := 0; epoch < *epochs; epoch++ {
		begin := time.Now()
		adam.Set(-1, "lr", learningRate*(1-float64(epoch)/float64(*epochs)))
		loss := trainEpoch(net, adam, loader)
		seconds := time.Since(begin).Seconds()
		fmt.Printf("epoch %d of %d: loss %.4f, test accuracy %.4f, %.1f s, %.0f images/s\n", epoch+1, *epochs, loss,
			accuracy(net, test), seconds, float64(train.len())/seconds)
	}
	if *save != "" {
		if err := net.Save(*save); err != nil {
			return err
		}
	}
	fmt.Printf("accuracy: %.4f\n", accuracy(net, test))
	return nil
}

func main() {
	var err error
	if failed := tenon.Try(func() { err = run() }); failed != nil {
		err = failed
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "digits:", err)
		os.Exit(1)
	}
}
