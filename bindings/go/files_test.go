package tenon

import (
	"os"
	"path/filepath"
	"testing"
)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestDictFiles(t *testing.T) {
	leakFree(t)
	folder := t.TempDir()
	Scope(func() {
		d := NewTensorDict()
		d.Set("a", FromSlice([]float32{1, 2}))
		d.Set("b", FromSlice([]int64{3}))
		d.SetMetadata("about", "two tensors")
		d.SetMetadata("gone", "")
		d.RemoveMetadata("gone")
		equal(t, d.Len(), 2)
		equal(t, d.Has("a"), true)
		equal(t, d.Metadata(), map[string]string{"about": "two tensors"})
		check := func(read *TensorDict, err error) *TensorDict {
			t.Helper()
			ok(t, err)
			equal(t, read.Names(), []string{"a", "b"})
			same(t, read.Get("a"), "tensor([1., 2.])")
			return read
		}
		path := func(name string) string { return filepath.Join(folder, name) }
		ok(t, SafetensorsSave(d, path("d.safetensors")))
		equal(t, check(SafetensorsLoad(path("d.safetensors"))).Metadata()["about"], "two tensors")
		check(SafetensorsLoad(path("d.safetensors"), Mapped(true)))
		ok(t, SafetensorsSaveSharded(d, path("s.safetensors.index.json"), 8))
		check(SafetensorsLoad(path("s.safetensors.index.json")))
		ok(t, SaveStateDict(d, path("d.pt")))
		check(LoadStateDict(path("d.pt")))
		ok(t, NPZSave(d, path("d.npz"), Compressed(true)))
		check(NPZLoad(path("d.npz"), MaxInflatedBytes(1<<20)))
		ok(t, NPYSave(d.Get("a"), path("a.npy")))
		a, err := NPYLoad(path("a.npy"))
		ok(t, err)
		same(t, a, "tensor([1., 2.])")
		ok(t, CSVSave(a, path("a.csv")))
		ok(t, os.WriteFile(path("b.csv"), []byte("x;y\n1;2\n3;4\n"), 0o644))
		table, err := CSVLoad(path("b.csv"), SkipRows(1), Delimiter(';'), Float64)
		ok(t, err)
		same(t, table, "tensor([[1., 2.],\n        [3., 4.]], dtype=torch.float64)")
		_, err = CSVLoad(path("b.csv"))
		checkError(t, err, ErrIO)
		_, err = Load(path("none.pt"))
		checkError(t, err, ErrIO, "none.pt")
		ok(t, os.WriteFile(path("bad.pt"), []byte("no pickle"), 0o644))
		_, err = Load(path("bad.pt"))
		checkError(t, err, ErrIO)
		checkError(t, SafetensorsSave(d, path("no/such/folder")), ErrIO)
		fails(t, ErrKey, func() { d.Get("c") })
		seen := ""
		d.Each(func(name string, x *Tensor) { seen += name })
		equal(t, seen, "ab")
	})
}

func TestTrees(t *testing.T) {
	leakFree(t)
	path := filepath.Join(t.TempDir(), "tree.pt")
	Scope(func() {
		value := map[string]any{"none": nil, "yes": true, "n": 3, "x": 2.5, "text": "grüße\x00", "raw": []byte{0, 1, 0},
			"list": []any{1, "two", []any{}}, "dtype": Float16}
		tree := TreeOf(value)
		tree.Set("t", TreeFromTensor(FromSlice([]float32{1})))
		tree.SetInt(5, NewTreeTuple(TreeFromInt(1), NewTreeList()))
		ok(t, Save(tree, path))
		read, err := Load(path)
		ok(t, err)
		equal(t, read.Kind(), TreeKindDict)
		equal(t, read.Len(), 10)
		equal(t, read.Get("n").AsInt(), 3)
		equal(t, read.Get("raw").Bytes(), []byte{0, 1, 0})
		equal(t, read.GetInt(5).Item(0).AsInt(), 1)
		equal(t, read.GetInt(5).Kind(), TreeKindTuple)
		equal(t, read.Get("list").Value(), any([]any{1, "two", []any{}}))
		got := read.Value().(map[string]any)
		same(t, got["t"].(*Tensor), "tensor([1.])")
		equal(t, got["dtype"], any(Float16))
		equal(t, read.Tensors().Names(), []string{"t"})
		equal(t, read.Get("x").String(), "2.5")
		fails(t, ErrType, func() { read.Get("n").AsText() })
		fails(t, ErrKey, func() { read.Get("m") })
		fails(t, ErrType, func() { TreeOf(struct{}{}) })
	})
}

// A network that a stranger trained with PyTorch reads as many of MNIST's test images as it does there, where both are at hand.
func TestPyTorchCheckpoint(t *testing.T) {
	folder := os.Getenv("TENON_DATA")
	if folder == "" {
		folder = "../../../shared/data"
	}
	path := filepath.Join(folder, "checkpoints", "BisolaIbiwoye+MNIST-Handwritten-Digits-Project__checkpoint.pth")
	images := filepath.Join(folder, "mnist", "t10k-images-idx3-ubyte.gz")
	for _, file := range []string{path, images} {
		if _, err := os.Stat(file); err != nil {
			t.Skip("there is no " + file)
		}
	}
	leakFree(t)
	Scope(func() {
		checkpoint, err := Load(path)
		ok(t, err)
		equal(t, checkpoint.Get("input_size").AsInt(), 784)
		net := NewSequential(NewLinear(784, 128), NewReLU(), NewLinear(128, 64), NewReLU(), NewLinear(64, 10))
		net.LoadStateDict(checkpoint.Get("state_dict").Tensors())
		x, err := LoadIDX(images)
		ok(t, err)
		y, err := LoadIDX(filepath.Join(folder, "mnist", "t10k-labels-idx1-ubyte.gz"))
		ok(t, err)
		NoGrad(func() {
			guesses := net.Forward(x.Reshape(-1, 784).DivScalar(255)).Argmax(Dim(1))
			equal(t, guesses.Eq(y).Sum().ItemInt(), 9733)
		})
	})
}
