// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Sum: The sum, of all elements or over dimensions; integers and bools give int64.
//
// PyTorch: torch.sum.
func (t *Tensor) Sum() *Tensor {
	r := native.Tn_sum(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// SumDim: The sum, of all elements or over dimensions; integers and bools give int64.
//
// PyTorch: torch.sum.
func (t *Tensor) SumDim(dim []int, options ...SumDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_sum_dim(t.in(), dim, false)
	} else {
		a := forSumDimOptions{keepdim: false}
		for _, o := range options {
			o.forSumDim(&a)
		}
		r = native.Tn_sum_dim(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Mean: The mean, of all elements or over dimensions; ErrType for integers and bools.
//
// PyTorch: torch.mean.
func (t *Tensor) Mean() *Tensor {
	r := native.Tn_mean(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// MeanDim: The mean, of all elements or over dimensions; ErrType for integers and bools.
//
// PyTorch: torch.mean.
func (t *Tensor) MeanDim(dim []int, options ...MeanDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_mean_dim(t.in(), dim, false)
	} else {
		a := forMeanDimOptions{keepdim: false}
		for _, o := range options {
			o.forMeanDim(&a)
		}
		r = native.Tn_mean_dim(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Prod: The product, of all elements or along one dimension; integers and bools give int64.
//
// PyTorch: torch.prod.
func (t *Tensor) Prod() *Tensor {
	r := native.Tn_prod(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ProdDim: The product, of all elements or along one dimension; integers and bools give int64.
//
// PyTorch: torch.prod.
func (t *Tensor) ProdDim(dim int, options ...ProdDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_prod_dim(t.in(), dim, false)
	} else {
		a := forProdDimOptions{keepdim: false}
		for _, o := range options {
			o.forProdDim(&a)
		}
		r = native.Tn_prod_dim(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Cumsum: Element i is the sum of elements 0 to i along dim: of self's shape; integers give int64.
//
// PyTorch: torch.cumsum.
func (t *Tensor) Cumsum(dim int) *Tensor {
	r := native.Tn_cumsum(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Logsumexp: log(sum(e^self)) over dimensions, without overflow between; floating.
//
// PyTorch: torch.logsumexp.
func (t *Tensor) Logsumexp(dim []int, options ...LogsumexpOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_logsumexp(t.in(), dim, false)
	} else {
		a := forLogsumexpOptions{keepdim: false}
		for _, o := range options {
			o.forLogsumexp(&a)
		}
		r = native.Tn_logsumexp(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// CountNonzero: How many elements aren't 0, over dimensions: int64, without gradient.
//
// PyTorch: torch.count_nonzero.
func (t *Tensor) CountNonzero(dim ...int) *Tensor {
	r := native.Tn_count_nonzero(t.in(), dim)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Max: The largest, or the smallest, of all. Equal ones share the gradient.
//
// PyTorch: torch.max, torch.min.
func (t *Tensor) Max() *Tensor {
	r := native.Tn_max(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Min: The largest, or the smallest, of all. Equal ones share the gradient.
//
// PyTorch: torch.max, torch.min.
func (t *Tensor) Min() *Tensor {
	r := native.Tn_min(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// MaxDim: The largest, or the smallest, along a dimension, and its place there: the first of equal ones, int64. The
// gradient goes to that place.
//
// values: handles of the results, both nil on failure; either pointer may be nil: not wanted
//
// indices: handles of the results, both nil on failure; either pointer may be nil: not wanted
//
// PyTorch: torch.max, torch.min.
func (t *Tensor) MaxDim(dim int, options ...MaxDimOption) (values, indices *Tensor) {
	var out0 uintptr
	var out1 uintptr
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_max_dim(t.in(), dim, false, &out0, &out1)
	} else {
		a := forMaxDimOptions{keepdim: false}
		for _, o := range options {
			o.forMaxDim(&a)
		}
		r = native.Tn_max_dim(t.in(), dim, a.keepdim, &out0, &out1)
	}
	runtime.KeepAlive(t)
	done(r)
	return newTensor(out0, r.N), newTensor(out1, r.N)
}

// MinDim: The largest, or the smallest, along a dimension, and its place there: the first of equal ones, int64. The
// gradient goes to that place.
//
// values: handles of the results, both nil on failure; either pointer may be nil: not wanted
//
// indices: handles of the results, both nil on failure; either pointer may be nil: not wanted
//
// PyTorch: torch.max, torch.min.
func (t *Tensor) MinDim(dim int, options ...MinDimOption) (values, indices *Tensor) {
	var out0 uintptr
	var out1 uintptr
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_min_dim(t.in(), dim, false, &out0, &out1)
	} else {
		a := forMinDimOptions{keepdim: false}
		for _, o := range options {
			o.forMinDim(&a)
		}
		r = native.Tn_min_dim(t.in(), dim, a.keepdim, &out0, &out1)
	}
	runtime.KeepAlive(t)
	done(r)
	return newTensor(out0, r.N), newTensor(out1, r.N)
}

// Amax: The largest, or the smallest, over dimensions. Equal ones share the gradient.
//
// PyTorch: torch.amax, torch.amin.
func (t *Tensor) Amax(dim []int, options ...AmaxOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_amax(t.in(), dim, false)
	} else {
		a := forAmaxOptions{keepdim: false}
		for _, o := range options {
			o.forAmax(&a)
		}
		r = native.Tn_amax(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Amin: The largest, or the smallest, over dimensions. Equal ones share the gradient.
//
// PyTorch: torch.amax, torch.amin.
func (t *Tensor) Amin(dim []int, options ...AminOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_amin(t.in(), dim, false)
	} else {
		a := forAminOptions{keepdim: false}
		for _, o := range options {
			o.forAmin(&a)
		}
		r = native.Tn_amin(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Argmax: The place of the largest, or the smallest, along a dimension: int64, the first of equal ones, without
// gradient. With dim None the place among all elements in row-major order.
//
// PyTorch: torch.argmax, torch.argmin.
func (t *Tensor) Argmax(options ...ArgmaxOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_argmax(t.in(), noInt, false)
	} else {
		a := forArgmaxOptions{dim: noInt, keepdim: false}
		for _, o := range options {
			o.forArgmax(&a)
		}
		r = native.Tn_argmax(t.in(), a.dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Argmin: The place of the largest, or the smallest, along a dimension: int64, the first of equal ones, without
// gradient. With dim None the place among all elements in row-major order.
//
// PyTorch: torch.argmax, torch.argmin.
func (t *Tensor) Argmin(options ...ArgminOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_argmin(t.in(), noInt, false)
	} else {
		a := forArgminOptions{dim: noInt, keepdim: false}
		for _, o := range options {
			o.forArgmin(&a)
		}
		r = native.Tn_argmin(t.in(), a.dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Var: The variance: the sum of squared distances from the mean, divided by n - 1 where unbiased (PyTorch's
// default), else by n.
//
// PyTorch: torch.var.
func (t *Tensor) Var(options ...VarOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_var(t.in(), true)
	} else {
		a := forVarOptions{unbiased: true}
		for _, o := range options {
			o.forVar(&a)
		}
		r = native.Tn_var(t.in(), a.unbiased)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// VarDim: The variance: the sum of squared distances from the mean, divided by n - 1 where unbiased (PyTorch's
// default), else by n.
//
// PyTorch: torch.var.
func (t *Tensor) VarDim(dim []int, options ...VarDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_var_dim(t.in(), dim, true, false)
	} else {
		a := forVarDimOptions{unbiased: true, keepdim: false}
		for _, o := range options {
			o.forVarDim(&a)
		}
		r = native.Tn_var_dim(t.in(), dim, a.unbiased, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Std: The standard deviation: the square root of the variance.
//
// PyTorch: torch.std.
func (t *Tensor) Std(options ...StdOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_std(t.in(), true)
	} else {
		a := forStdOptions{unbiased: true}
		for _, o := range options {
			o.forStd(&a)
		}
		r = native.Tn_std(t.in(), a.unbiased)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// StdDim: The standard deviation: the square root of the variance.
//
// PyTorch: torch.std.
func (t *Tensor) StdDim(dim []int, options ...StdDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_std_dim(t.in(), dim, true, false)
	} else {
		a := forStdDimOptions{unbiased: true, keepdim: false}
		for _, o := range options {
			o.forStdDim(&a)
		}
		r = native.Tn_std_dim(t.in(), dim, a.unbiased, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Norm: sum(|x|^p)^(1/p), of all elements or over dimensions. p 0 counts what isn't 0; an infinite p is the largest
// |x|, a negative infinite one the smallest. The norm of nothing is 0. PyTorch's default is 2.
//
// PyTorch: torch.norm.
func (t *Tensor) Norm(options ...NormOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_norm(t.in(), 2.0)
	} else {
		a := forNormOptions{p: 2.0}
		for _, o := range options {
			o.forNorm(&a)
		}
		r = native.Tn_norm(t.in(), a.p)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// NormDim: sum(|x|^p)^(1/p), of all elements or over dimensions. p 0 counts what isn't 0; an infinite p is the
// largest |x|, a negative infinite one the smallest. The norm of nothing is 0. PyTorch's default is 2.
//
// PyTorch: torch.norm.
func (t *Tensor) NormDim(p float64, dim []int, options ...NormDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_norm_dim(t.in(), p, dim, false)
	} else {
		a := forNormDimOptions{keepdim: false}
		for _, o := range options {
			o.forNormDim(&a)
		}
		r = native.Tn_norm_dim(t.in(), p, dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// All: Whether all elements are true, or all along a dimension; of nothing, true.
//
// PyTorch: torch.all.
func (t *Tensor) All() *Tensor {
	r := native.Tn_all(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// AllDim: Whether all elements are true, or all along a dimension; of nothing, true.
//
// PyTorch: torch.all.
func (t *Tensor) AllDim(dim int, options ...AllDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_all_dim(t.in(), dim, false)
	} else {
		a := forAllDimOptions{keepdim: false}
		for _, o := range options {
			o.forAllDim(&a)
		}
		r = native.Tn_all_dim(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Any: Whether any element is true, or any along a dimension; of nothing, false.
//
// PyTorch: torch.any.
func (t *Tensor) Any() *Tensor {
	r := native.Tn_any(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// AnyDim: Whether any element is true, or any along a dimension; of nothing, false.
//
// PyTorch: torch.any.
func (t *Tensor) AnyDim(dim int, options ...AnyDimOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_any_dim(t.in(), dim, false)
	} else {
		a := forAnyDimOptions{keepdim: false}
		for _, o := range options {
			o.forAnyDim(&a)
		}
		r = native.Tn_any_dim(t.in(), dim, a.keepdim)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sort: Sorted along a dimension, of self's shape, and where each element came from (int64). Equal ones keep their
// order; NaN is the largest. PyTorch's defaults are -1 and 0.
//
// PyTorch: torch.sort.
func (t *Tensor) Sort(options ...SortOption) (values, indices *Tensor) {
	var out0 uintptr
	var out1 uintptr
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_sort(t.in(), -1, false, &out0, &out1)
	} else {
		a := forSortOptions{dim: -1, descending: false}
		for _, o := range options {
			o.forSort(&a)
		}
		r = native.Tn_sort(t.in(), a.dim, a.descending, &out0, &out1)
	}
	runtime.KeepAlive(t)
	done(r)
	return newTensor(out0, r.N), newTensor(out1, r.N)
}

// Argsort: The indices of Sort alone.
//
// PyTorch: torch.argsort.
func (t *Tensor) Argsort(options ...ArgsortOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_argsort(t.in(), -1, false)
	} else {
		a := forArgsortOptions{dim: -1, descending: false}
		for _, o := range options {
			o.forArgsort(&a)
		}
		r = native.Tn_argsort(t.in(), a.dim, a.descending)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Topk: The k largest (or with largest 0 the smallest) along a dimension, which gets size k, and where they were
// (int64). ErrValue for a k beyond the dimension's size. PyTorch's defaults are -1, 1 and 1.
//
// sorted: whether they must be in order
//
// PyTorch: torch.topk.
func (t *Tensor) Topk(k int, options ...TopkOption) (values, indices *Tensor) {
	var out0 uintptr
	var out1 uintptr
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_topk(t.in(), k, -1, true, true, &out0, &out1)
	} else {
		a := forTopkOptions{dim: -1, largest: true, sorted: true}
		for _, o := range options {
			o.forTopk(&a)
		}
		r = native.Tn_topk(t.in(), k, a.dim, a.largest, a.sorted, &out0, &out1)
	}
	runtime.KeepAlive(t)
	done(r)
	return newTensor(out0, r.N), newTensor(out1, r.N)
}
