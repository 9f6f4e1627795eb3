// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Matmul: The product for operands of any number of dimensions
//
// (n) (n) dot product, a scalar (n, m) (m) matrix times vector: (n) (m) (m, p) vector times matrix: (p) (n, m) (m,
// p) (n, p) (…, n, m) (…, m, p) a batch of them; the leading dimensions broadcast
//
// and a vector on either side of a batch likewise.
//
// PyTorch: torch.matmul.
func (t *Tensor) Matmul(other *Tensor) *Tensor {
	r := native.Tn_matmul(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Mm: (n, m) times (m, p): (n, p).
//
// PyTorch: torch.mm.
func (t *Tensor) Mm(mat2 *Tensor) *Tensor {
	r := native.Tn_mm(t.in(), mat2.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(mat2)
	return tensorOf(r)
}

// Bmm: (b, n, m) times (b, m, p): (b, n, p).
//
// PyTorch: torch.bmm.
func (t *Tensor) Bmm(mat2 *Tensor) *Tensor {
	r := native.Tn_bmm(t.in(), mat2.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(mat2)
	return tensorOf(r)
}

// Mv: (n, m) times (m): (n).
//
// PyTorch: torch.mv.
func (t *Tensor) Mv(vec *Tensor) *Tensor {
	r := native.Tn_mv(t.in(), vec.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(vec)
	return tensorOf(r)
}

// Dot: (n) times (n): a scalar.
//
// PyTorch: torch.dot.
func (t *Tensor) Dot(tensor *Tensor) *Tensor {
	r := native.Tn_dot(t.in(), tensor.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(tensor)
	return tensorOf(r)
}

// Outer: (n) and (m): out[i][j] = self[i] * vec2[j], (n, m); promotes.
//
// PyTorch: torch.outer.
func (t *Tensor) Outer(vec2 *Tensor) *Tensor {
	r := native.Tn_outer(t.in(), vec2.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(vec2)
	return tensorOf(r)
}

// Addmm: self + mat1 mat2, where self broadcasts to (n, p); with options beta * self + alpha * mat1 mat2.
//
// PyTorch: torch.addmm.
func (t *Tensor) Addmm(mat1, mat2 *Tensor, options ...AddmmOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_addmm(t.in(), mat1.in(), mat2.in())
	} else {
		a := forAddmmOptions{}
		for _, o := range options {
			o.forAddmm(&a)
		}
		r = native.Tn_addmm_with(t.in(), mat1.in(), mat2.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(mat1)
	runtime.KeepAlive(mat2)
	return tensorOf(r)
}

// Linear: input weight^T + bias.
//
// input: (…, in), any number of leading dimensions, or none
//
// weight: (out, in)
//
// bias: (out), or nil
//
// Returns (…, out)
//
// PyTorch: nn.functional.linear.
func Linear(input, weight, bias *Tensor) *Tensor {
	r := native.Tn_linear(input.in(), weight.in(), bias.in())
	runtime.KeepAlive(input)
	runtime.KeepAlive(weight)
	runtime.KeepAlive(bias)
	return tensorOf(r)
}
