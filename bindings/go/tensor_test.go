package tenon

import "testing"

func TestFirst(t *testing.T) {
	leakFree(t)
	Scope(func() {
		x := FromSlice([]float32{1, 2, 3, 4}, 2, 2)
		same(t, x.Add(x), "tensor([[2., 4.],\n        [6., 8.]])")
		same(t, x.Add(x, Alpha(2)), "tensor([[ 3.,  6.],\n        [ 9., 12.]])")
		fails(t, ErrShape, func() { x.Add(Zeros(Shape{3})) }, "[2, 2]", "[3]")
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
