// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Add: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) Add(other *Tensor, options ...AddOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_add(t.in(), other.in())
	} else {
		a := forAddOptions{}
		for _, o := range options {
			o.forAdd(&a)
		}
		r = native.Tn_add_with(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// AddScalar: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) AddScalar(other float64) *Tensor {
	r := native.Tn_add_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// AddInt: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) AddInt(other int) *Tensor {
	r := native.Tn_add_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Add_: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) Add_(other *Tensor, options ...AddOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_add_(t.in(), other.in())
	} else {
		a := forAddOptions{}
		for _, o := range options {
			o.forAdd(&a)
		}
		r = native.Tn_add_with_(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// AddScalar_: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) AddScalar_(other float64) *Tensor {
	r := native.Tn_add_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// AddInt_: self + other; of bools, logical or.
//
// The six forms that every operator with a number has: a tensor; a number that is a double, which makes an integer
// tensor floating; a number that is an integer, which doesn't; and each of them in place.
//
// PyTorch: torch.add.
func (t *Tensor) AddInt_(other int) *Tensor {
	r := native.Tn_add_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Sub: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) Sub(other *Tensor, options ...SubOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_sub(t.in(), other.in())
	} else {
		a := forSubOptions{}
		for _, o := range options {
			o.forSub(&a)
		}
		r = native.Tn_sub_with(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// SubScalar: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) SubScalar(other float64) *Tensor {
	r := native.Tn_sub_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// SubInt: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) SubInt(other int) *Tensor {
	r := native.Tn_sub_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sub_: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) Sub_(other *Tensor, options ...SubOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_sub_(t.in(), other.in())
	} else {
		a := forSubOptions{}
		for _, o := range options {
			o.forSub(&a)
		}
		r = native.Tn_sub_with_(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// SubScalar_: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) SubScalar_(other float64) *Tensor {
	r := native.Tn_sub_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// SubInt_: self - other. Not of two bools.
//
// PyTorch: torch.sub.
func (t *Tensor) SubInt_(other int) *Tensor {
	r := native.Tn_sub_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// RsubScalar: other - self, where other is the number.
//
// PyTorch: torch.rsub.
func (t *Tensor) RsubScalar(other float64) *Tensor {
	r := native.Tn_rsub_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// RsubInt: other - self, where other is the number.
//
// PyTorch: torch.rsub.
func (t *Tensor) RsubInt(other int) *Tensor {
	r := native.Tn_rsub_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Mul: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) Mul(other *Tensor) *Tensor {
	r := native.Tn_mul(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// MulScalar: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) MulScalar(other float64) *Tensor {
	r := native.Tn_mul_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// MulInt: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) MulInt(other int) *Tensor {
	r := native.Tn_mul_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Mul_: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) Mul_(other *Tensor) *Tensor {
	r := native.Tn_mul_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// MulScalar_: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) MulScalar_(other float64) *Tensor {
	r := native.Tn_mul_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// MulInt_: self * other.
//
// PyTorch: torch.mul.
func (t *Tensor) MulInt_(other int) *Tensor {
	r := native.Tn_mul_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Div: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) Div(other *Tensor, options ...DivOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_div(t.in(), other.in())
	} else {
		a := forDivOptions{}
		for _, o := range options {
			o.forDiv(&a)
		}
		r = native.Tn_div_with(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// DivScalar: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) DivScalar(other float64) *Tensor {
	r := native.Tn_div_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// DivInt: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) DivInt(other int) *Tensor {
	r := native.Tn_div_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Div_: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) Div_(other *Tensor, options ...DivOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_div_(t.in(), other.in())
	} else {
		a := forDivOptions{}
		for _, o := range options {
			o.forDiv(&a)
		}
		r = native.Tn_div_with_(t.in(), other.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// DivScalar_: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) DivScalar_(other float64) *Tensor {
	r := native.Tn_div_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// DivInt_: self / other; of integers, a floating result.
//
// PyTorch: torch.div.
func (t *Tensor) DivInt_(other int) *Tensor {
	r := native.Tn_div_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// FloorDivide: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivide(other *Tensor) *Tensor {
	r := native.Tn_floor_divide(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// FloorDivideScalar: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivideScalar(other float64) *Tensor {
	r := native.Tn_floor_divide_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// FloorDivideInt: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivideInt(other int) *Tensor {
	r := native.Tn_floor_divide_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// FloorDivide_: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivide_(other *Tensor) *Tensor {
	r := native.Tn_floor_divide_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// FloorDivideScalar_: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivideScalar_(other float64) *Tensor {
	r := native.Tn_floor_divide_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// FloorDivideInt_: floor(self / other). An integer division by zero is ErrValue.
//
// PyTorch: torch.floor_divide.
func (t *Tensor) FloorDivideInt_(other int) *Tensor {
	r := native.Tn_floor_divide_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Remainder: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) Remainder(other *Tensor) *Tensor {
	r := native.Tn_remainder(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// RemainderScalar: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) RemainderScalar(other float64) *Tensor {
	r := native.Tn_remainder_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// RemainderInt: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) RemainderInt(other int) *Tensor {
	r := native.Tn_remainder_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Remainder_: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) Remainder_(other *Tensor) *Tensor {
	r := native.Tn_remainder_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// RemainderScalar_: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) RemainderScalar_(other float64) *Tensor {
	r := native.Tn_remainder_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// RemainderInt_: self - other * floor(self / other): the sign is other's.
//
// PyTorch: torch.remainder.
func (t *Tensor) RemainderInt_(other int) *Tensor {
	r := native.Tn_remainder_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Fmod: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) Fmod(other *Tensor) *Tensor {
	r := native.Tn_fmod(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// FmodScalar: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) FmodScalar(other float64) *Tensor {
	r := native.Tn_fmod_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// FmodInt: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) FmodInt(other int) *Tensor {
	r := native.Tn_fmod_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Fmod_: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) Fmod_(other *Tensor) *Tensor {
	r := native.Tn_fmod_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// FmodScalar_: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) FmodScalar_(other float64) *Tensor {
	r := native.Tn_fmod_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// FmodInt_: self - other * trunc(self / other): the sign is self's.
//
// PyTorch: torch.fmod.
func (t *Tensor) FmodInt_(other int) *Tensor {
	r := native.Tn_fmod_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Pow: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) Pow(other *Tensor) *Tensor {
	r := native.Tn_pow(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// PowScalar: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) PowScalar(other float64) *Tensor {
	r := native.Tn_pow_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// PowInt: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) PowInt(other int) *Tensor {
	r := native.Tn_pow_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Pow_: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) Pow_(other *Tensor) *Tensor {
	r := native.Tn_pow_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// PowScalar_: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) PowScalar_(other float64) *Tensor {
	r := native.Tn_pow_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// PowInt_: self to the power other. Integers to a negative integer power are ErrValue.
//
// PyTorch: torch.pow.
func (t *Tensor) PowInt_(other int) *Tensor {
	r := native.Tn_pow_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Neg: -self. Not of bool.
//
// PyTorch: torch.neg.
func (t *Tensor) Neg() *Tensor {
	r := native.Tn_neg(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Neg_: -self. Not of bool.
//
// PyTorch: torch.neg.
func (t *Tensor) Neg_() *Tensor {
	r := native.Tn_neg_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Abs: |self|. The gradient at 0 is 0.
//
// PyTorch: torch.abs.
func (t *Tensor) Abs() *Tensor {
	r := native.Tn_abs(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Abs_: |self|. The gradient at 0 is 0.
//
// PyTorch: torch.abs.
func (t *Tensor) Abs_() *Tensor {
	r := native.Tn_abs_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Sign: -1, 0 or 1.
//
// PyTorch: torch.sign.
func (t *Tensor) Sign() *Tensor {
	r := native.Tn_sign(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sign_: -1, 0 or 1.
//
// PyTorch: torch.sign.
func (t *Tensor) Sign_() *Tensor {
	r := native.Tn_sign_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Reciprocal: 1 / self.
//
// PyTorch: torch.reciprocal.
func (t *Tensor) Reciprocal() *Tensor {
	r := native.Tn_reciprocal(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Reciprocal_: 1 / self.
//
// PyTorch: torch.reciprocal.
func (t *Tensor) Reciprocal_() *Tensor {
	r := native.Tn_reciprocal_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Square: self * self.
//
// PyTorch: torch.square.
func (t *Tensor) Square() *Tensor {
	r := native.Tn_square(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Square_: self * self.
//
// PyTorch: torch.square.
func (t *Tensor) Square_() *Tensor {
	r := native.Tn_square_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Sqrt: Square root.
//
// PyTorch: torch.sqrt.
func (t *Tensor) Sqrt() *Tensor {
	r := native.Tn_sqrt(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sqrt_: Square root.
//
// PyTorch: torch.sqrt.
func (t *Tensor) Sqrt_() *Tensor {
	r := native.Tn_sqrt_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Rsqrt: 1 / sqrt(self).
//
// PyTorch: torch.rsqrt.
func (t *Tensor) Rsqrt() *Tensor {
	r := native.Tn_rsqrt(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Rsqrt_: 1 / sqrt(self).
//
// PyTorch: torch.rsqrt.
func (t *Tensor) Rsqrt_() *Tensor {
	r := native.Tn_rsqrt_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Exp: e^self.
//
// PyTorch: torch.exp.
func (t *Tensor) Exp() *Tensor {
	r := native.Tn_exp(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Exp_: e^self.
//
// PyTorch: torch.exp.
func (t *Tensor) Exp_() *Tensor {
	r := native.Tn_exp_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Exp2: 2^self.
//
// PyTorch: torch.exp2.
func (t *Tensor) Exp2() *Tensor {
	r := native.Tn_exp2(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Exp2_: 2^self.
//
// PyTorch: torch.exp2.
func (t *Tensor) Exp2_() *Tensor {
	r := native.Tn_exp2_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Expm1: e^self - 1, exact near 0.
//
// PyTorch: torch.expm1.
func (t *Tensor) Expm1() *Tensor {
	r := native.Tn_expm1(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Expm1_: e^self - 1, exact near 0.
//
// PyTorch: torch.expm1.
func (t *Tensor) Expm1_() *Tensor {
	r := native.Tn_expm1_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Log: Natural logarithm.
//
// PyTorch: torch.log.
func (t *Tensor) Log() *Tensor {
	r := native.Tn_log(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Log_: Natural logarithm.
//
// PyTorch: torch.log.
func (t *Tensor) Log_() *Tensor {
	r := native.Tn_log_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Log2: Logarithm to base 2.
//
// PyTorch: torch.log2.
func (t *Tensor) Log2() *Tensor {
	r := native.Tn_log2(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Log2_: Logarithm to base 2.
//
// PyTorch: torch.log2.
func (t *Tensor) Log2_() *Tensor {
	r := native.Tn_log2_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Log10: Logarithm to base 10.
//
// PyTorch: torch.log10.
func (t *Tensor) Log10() *Tensor {
	r := native.Tn_log10(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Log10_: Logarithm to base 10.
//
// PyTorch: torch.log10.
func (t *Tensor) Log10_() *Tensor {
	r := native.Tn_log10_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Log1p: log(1 + self), exact near 0.
//
// PyTorch: torch.log1p.
func (t *Tensor) Log1p() *Tensor {
	r := native.Tn_log1p(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Log1p_: log(1 + self), exact near 0.
//
// PyTorch: torch.log1p.
func (t *Tensor) Log1p_() *Tensor {
	r := native.Tn_log1p_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Logaddexp: log(e^self + e^other), without overflow between.
//
// PyTorch: torch.logaddexp.
func (t *Tensor) Logaddexp(other *Tensor) *Tensor {
	r := native.Tn_logaddexp(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Xlogy: self * log(other), and 0 where self is 0.
//
// PyTorch: torch.xlogy.
func (t *Tensor) Xlogy(other *Tensor) *Tensor {
	r := native.Tn_xlogy(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Xlogy_: self * log(other), and 0 where self is 0.
//
// PyTorch: torch.xlogy.
func (t *Tensor) Xlogy_(other *Tensor) *Tensor {
	r := native.Tn_xlogy_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// Sin: Sine.
//
// PyTorch: torch.sin.
func (t *Tensor) Sin() *Tensor {
	r := native.Tn_sin(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sin_: Sine.
//
// PyTorch: torch.sin.
func (t *Tensor) Sin_() *Tensor {
	r := native.Tn_sin_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Cos: Cosine.
//
// PyTorch: torch.cos.
func (t *Tensor) Cos() *Tensor {
	r := native.Tn_cos(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Cos_: Cosine.
//
// PyTorch: torch.cos.
func (t *Tensor) Cos_() *Tensor {
	r := native.Tn_cos_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Tan: Tangent.
//
// PyTorch: torch.tan.
func (t *Tensor) Tan() *Tensor {
	r := native.Tn_tan(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Tan_: Tangent.
//
// PyTorch: torch.tan.
func (t *Tensor) Tan_() *Tensor {
	r := native.Tn_tan_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Asin: Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1].
//
// PyTorch: torch.asin.
func (t *Tensor) Asin() *Tensor {
	r := native.Tn_asin(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Asin_: Inverse sine, in [-pi/2, pi/2]; NaN outside [-1, 1].
//
// PyTorch: torch.asin.
func (t *Tensor) Asin_() *Tensor {
	r := native.Tn_asin_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Acos: Inverse cosine, in [0, pi]; NaN outside [-1, 1].
//
// PyTorch: torch.acos.
func (t *Tensor) Acos() *Tensor {
	r := native.Tn_acos(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Acos_: Inverse cosine, in [0, pi]; NaN outside [-1, 1].
//
// PyTorch: torch.acos.
func (t *Tensor) Acos_() *Tensor {
	r := native.Tn_acos_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Atan: Inverse tangent, in (-pi/2, pi/2).
//
// PyTorch: torch.atan.
func (t *Tensor) Atan() *Tensor {
	r := native.Tn_atan(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Atan_: Inverse tangent, in (-pi/2, pi/2).
//
// PyTorch: torch.atan.
func (t *Tensor) Atan_() *Tensor {
	r := native.Tn_atan_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Sinh: Hyperbolic sine.
//
// PyTorch: torch.sinh.
func (t *Tensor) Sinh() *Tensor {
	r := native.Tn_sinh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sinh_: Hyperbolic sine.
//
// PyTorch: torch.sinh.
func (t *Tensor) Sinh_() *Tensor {
	r := native.Tn_sinh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Cosh: Hyperbolic cosine.
//
// PyTorch: torch.cosh.
func (t *Tensor) Cosh() *Tensor {
	r := native.Tn_cosh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Cosh_: Hyperbolic cosine.
//
// PyTorch: torch.cosh.
func (t *Tensor) Cosh_() *Tensor {
	r := native.Tn_cosh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Tanh: Hyperbolic tangent.
//
// PyTorch: torch.tanh.
func (t *Tensor) Tanh() *Tensor {
	r := native.Tn_tanh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Tanh_: Hyperbolic tangent.
//
// PyTorch: torch.tanh.
func (t *Tensor) Tanh_() *Tensor {
	r := native.Tn_tanh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Asinh: Inverse hyperbolic sine.
//
// PyTorch: torch.asinh.
func (t *Tensor) Asinh() *Tensor {
	r := native.Tn_asinh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Asinh_: Inverse hyperbolic sine.
//
// PyTorch: torch.asinh.
func (t *Tensor) Asinh_() *Tensor {
	r := native.Tn_asinh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Acosh: Inverse hyperbolic cosine; NaN below 1.
//
// PyTorch: torch.acosh.
func (t *Tensor) Acosh() *Tensor {
	r := native.Tn_acosh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Acosh_: Inverse hyperbolic cosine; NaN below 1.
//
// PyTorch: torch.acosh.
func (t *Tensor) Acosh_() *Tensor {
	r := native.Tn_acosh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Atanh: Inverse hyperbolic tangent; NaN outside [-1, 1].
//
// PyTorch: torch.atanh.
func (t *Tensor) Atanh() *Tensor {
	r := native.Tn_atanh(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Atanh_: Inverse hyperbolic tangent; NaN outside [-1, 1].
//
// PyTorch: torch.atanh.
func (t *Tensor) Atanh_() *Tensor {
	r := native.Tn_atanh_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Atan2: The angle of the point (other, self), in [-pi, pi].
//
// PyTorch: torch.atan2.
func (t *Tensor) Atan2(other *Tensor) *Tensor {
	r := native.Tn_atan2(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Atan2_: The angle of the point (other, self), in [-pi, pi].
//
// PyTorch: torch.atan2.
func (t *Tensor) Atan2_(other *Tensor) *Tensor {
	r := native.Tn_atan2_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// Hypot: sqrt(self^2 + other^2), without overflow between.
//
// PyTorch: torch.hypot.
func (t *Tensor) Hypot(other *Tensor) *Tensor {
	r := native.Tn_hypot(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Hypot_: sqrt(self^2 + other^2), without overflow between.
//
// PyTorch: torch.hypot.
func (t *Tensor) Hypot_(other *Tensor) *Tensor {
	r := native.Tn_hypot_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// Deg2rad: Degrees to radians.
//
// PyTorch: torch.deg2rad.
func (t *Tensor) Deg2rad() *Tensor {
	r := native.Tn_deg2rad(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Deg2rad_: Degrees to radians.
//
// PyTorch: torch.deg2rad.
func (t *Tensor) Deg2rad_() *Tensor {
	r := native.Tn_deg2rad_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Rad2deg: Radians to degrees.
//
// PyTorch: torch.rad2deg.
func (t *Tensor) Rad2deg() *Tensor {
	r := native.Tn_rad2deg(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Rad2deg_: Radians to degrees.
//
// PyTorch: torch.rad2deg.
func (t *Tensor) Rad2deg_() *Tensor {
	r := native.Tn_rad2deg_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Erf: 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to self.
//
// PyTorch: torch.erf.
func (t *Tensor) Erf() *Tensor {
	r := native.Tn_erf(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Erf_: 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to self.
//
// PyTorch: torch.erf.
func (t *Tensor) Erf_() *Tensor {
	r := native.Tn_erf_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Erfc: 1 - erf(self), exact far from 0.
//
// PyTorch: torch.erfc.
func (t *Tensor) Erfc() *Tensor {
	r := native.Tn_erfc(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Erfc_: 1 - erf(self), exact far from 0.
//
// PyTorch: torch.erfc.
func (t *Tensor) Erfc_() *Tensor {
	r := native.Tn_erfc_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Erfinv: What erf gives self for; NaN outside [-1, 1].
//
// PyTorch: torch.erfinv.
func (t *Tensor) Erfinv() *Tensor {
	r := native.Tn_erfinv(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Erfinv_: What erf gives self for; NaN outside [-1, 1].
//
// PyTorch: torch.erfinv.
func (t *Tensor) Erfinv_() *Tensor {
	r := native.Tn_erfinv_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Lgamma: log(|gamma(self)|).
//
// PyTorch: torch.lgamma.
func (t *Tensor) Lgamma() *Tensor {
	r := native.Tn_lgamma(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Lgamma_: log(|gamma(self)|).
//
// PyTorch: torch.lgamma.
func (t *Tensor) Lgamma_() *Tensor {
	r := native.Tn_lgamma_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Digamma: The derivative of lgamma.
//
// PyTorch: torch.digamma.
func (t *Tensor) Digamma() *Tensor {
	r := native.Tn_digamma(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Digamma_: The derivative of lgamma.
//
// PyTorch: torch.digamma.
func (t *Tensor) Digamma_() *Tensor {
	r := native.Tn_digamma_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Floor: The next whole number below or equal.
//
// PyTorch: torch.floor.
func (t *Tensor) Floor() *Tensor {
	r := native.Tn_floor(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Floor_: The next whole number below or equal.
//
// PyTorch: torch.floor.
func (t *Tensor) Floor_() *Tensor {
	r := native.Tn_floor_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Ceil: The next whole number above or equal.
//
// PyTorch: torch.ceil.
func (t *Tensor) Ceil() *Tensor {
	r := native.Tn_ceil(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Ceil_: The next whole number above or equal.
//
// PyTorch: torch.ceil.
func (t *Tensor) Ceil_() *Tensor {
	r := native.Tn_ceil_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Trunc: Without the digits after the point.
//
// PyTorch: torch.trunc.
func (t *Tensor) Trunc() *Tensor {
	r := native.Tn_trunc(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Trunc_: Without the digits after the point.
//
// PyTorch: torch.trunc.
func (t *Tensor) Trunc_() *Tensor {
	r := native.Tn_trunc_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Round: The nearest whole number, of two the even one.
//
// PyTorch: torch.round.
func (t *Tensor) Round() *Tensor {
	r := native.Tn_round(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Round_: The nearest whole number, of two the even one.
//
// PyTorch: torch.round.
func (t *Tensor) Round_() *Tensor {
	r := native.Tn_round_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Frac: self - trunc(self); ErrType for integers and bools.
//
// PyTorch: torch.frac.
func (t *Tensor) Frac() *Tensor {
	r := native.Tn_frac(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Frac_: self - trunc(self); ErrType for integers and bools.
//
// PyTorch: torch.frac.
func (t *Tensor) Frac_() *Tensor {
	r := native.Tn_frac_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Clamp: Between min and max; max where min is above it.
//
// PyTorch: torch.clamp.
func (t *Tensor) Clamp(min_, max_ float64) *Tensor {
	r := native.Tn_clamp(t.in(), min_, max_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ClampInt: Between min and max; max where min is above it.
//
// PyTorch: torch.clamp.
func (t *Tensor) ClampInt(min_, max_ int) *Tensor {
	r := native.Tn_clamp_int(t.in(), min_, max_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Clamp_: Between min and max; max where min is above it.
//
// PyTorch: torch.clamp.
func (t *Tensor) Clamp_(min_, max_ float64) *Tensor {
	r := native.Tn_clamp_(t.in(), min_, max_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// ClampInt_: Between min and max; max where min is above it.
//
// PyTorch: torch.clamp.
func (t *Tensor) ClampInt_(min_, max_ int) *Tensor {
	r := native.Tn_clamp_int_(t.in(), min_, max_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// ClampTensor: Elementwise bounds, broadcast; one of them may be nil.
//
// PyTorch: torch.clamp.
func (t *Tensor) ClampTensor(min_, max_ *Tensor) *Tensor {
	r := native.Tn_clamp_tensor(t.in(), min_.in(), max_.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(min_)
	runtime.KeepAlive(max_)
	return tensorOf(r)
}

// ClampTensor_: Elementwise bounds, broadcast; one of them may be nil.
//
// PyTorch: torch.clamp.
func (t *Tensor) ClampTensor_(min_, max_ *Tensor) *Tensor {
	r := native.Tn_clamp_tensor_(t.in(), min_.in(), max_.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(min_)
	runtime.KeepAlive(max_)
	done(r)
	return t
}

// ClampMin: At least min.
//
// PyTorch: torch.clamp_min.
func (t *Tensor) ClampMin(min_ float64) *Tensor {
	r := native.Tn_clamp_min(t.in(), min_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ClampMinInt: At least min.
//
// PyTorch: torch.clamp_min.
func (t *Tensor) ClampMinInt(min_ int) *Tensor {
	r := native.Tn_clamp_min_int(t.in(), min_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ClampMin_: At least min.
//
// PyTorch: torch.clamp_min.
func (t *Tensor) ClampMin_(min_ float64) *Tensor {
	r := native.Tn_clamp_min_(t.in(), min_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// ClampMinInt_: At least min.
//
// PyTorch: torch.clamp_min.
func (t *Tensor) ClampMinInt_(min_ int) *Tensor {
	r := native.Tn_clamp_min_int_(t.in(), min_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// ClampMax: At most max.
//
// PyTorch: torch.clamp_max.
func (t *Tensor) ClampMax(max_ float64) *Tensor {
	r := native.Tn_clamp_max(t.in(), max_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ClampMaxInt: At most max.
//
// PyTorch: torch.clamp_max.
func (t *Tensor) ClampMaxInt(max_ int) *Tensor {
	r := native.Tn_clamp_max_int(t.in(), max_)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// ClampMax_: At most max.
//
// PyTorch: torch.clamp_max.
func (t *Tensor) ClampMax_(max_ float64) *Tensor {
	r := native.Tn_clamp_max_(t.in(), max_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// ClampMaxInt_: At most max.
//
// PyTorch: torch.clamp_max.
func (t *Tensor) ClampMaxInt_(max_ int) *Tensor {
	r := native.Tn_clamp_max_int_(t.in(), max_)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Maximum: The larger of the two; NaN where one is. Equal ones share the gradient.
//
// PyTorch: torch.maximum.
func (t *Tensor) Maximum(other *Tensor) *Tensor {
	r := native.Tn_maximum(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Minimum: The smaller of the two; NaN where one is.
//
// PyTorch: torch.minimum.
func (t *Tensor) Minimum(other *Tensor) *Tensor {
	r := native.Tn_minimum(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Fmax: The larger of the two; the other where one is NaN.
//
// PyTorch: torch.fmax.
func (t *Tensor) Fmax(other *Tensor) *Tensor {
	r := native.Tn_fmax(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Fmin: The smaller of the two; the other where one is NaN.
//
// PyTorch: torch.fmin.
func (t *Tensor) Fmin(other *Tensor) *Tensor {
	r := native.Tn_fmin(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Copysign: The magnitude of self with the sign of other.
//
// PyTorch: torch.copysign.
func (t *Tensor) Copysign(other *Tensor) *Tensor {
	r := native.Tn_copysign(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// CopysignScalar: The magnitude of self with the sign of other.
//
// PyTorch: torch.copysign.
func (t *Tensor) CopysignScalar(other float64) *Tensor {
	r := native.Tn_copysign_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Copysign_: The magnitude of self with the sign of other.
//
// PyTorch: torch.copysign.
func (t *Tensor) Copysign_(other *Tensor) *Tensor {
	r := native.Tn_copysign_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// CopysignScalar_: The magnitude of self with the sign of other.
//
// PyTorch: torch.copysign.
func (t *Tensor) CopysignScalar_(other float64) *Tensor {
	r := native.Tn_copysign_scalar_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Where: self where condition (bool) holds, other elsewhere.
//
// PyTorch: torch.where.
func Where(condition, self, other *Tensor) *Tensor {
	r := native.Tn_where(condition.in(), self.in(), other.in())
	runtime.KeepAlive(condition)
	runtime.KeepAlive(self)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// Lerp: self + weight * (end - self).
//
// PyTorch: torch.lerp.
func (t *Tensor) Lerp(end, weight *Tensor) *Tensor {
	r := native.Tn_lerp(t.in(), end.in(), weight.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(end)
	runtime.KeepAlive(weight)
	return tensorOf(r)
}

// LerpScalar: self + weight * (end - self).
//
// PyTorch: torch.lerp.
func (t *Tensor) LerpScalar(end *Tensor, weight float64) *Tensor {
	r := native.Tn_lerp_scalar(t.in(), end.in(), weight)
	runtime.KeepAlive(t)
	runtime.KeepAlive(end)
	return tensorOf(r)
}

// Lerp_: self + weight * (end - self).
//
// PyTorch: torch.lerp.
func (t *Tensor) Lerp_(end, weight *Tensor) *Tensor {
	r := native.Tn_lerp_(t.in(), end.in(), weight.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(end)
	runtime.KeepAlive(weight)
	done(r)
	return t
}

// LerpScalar_: self + weight * (end - self).
//
// PyTorch: torch.lerp.
func (t *Tensor) LerpScalar_(end *Tensor, weight float64) *Tensor {
	r := native.Tn_lerp_scalar_(t.in(), end.in(), weight)
	runtime.KeepAlive(t)
	runtime.KeepAlive(end)
	done(r)
	return t
}

// Addcmul: self + tensor1 * tensor2; with options self + value * tensor1 * tensor2.
//
// PyTorch: torch.addcmul.
func (t *Tensor) Addcmul(tensor1, tensor2 *Tensor, options ...AddcmulOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_addcmul(t.in(), tensor1.in(), tensor2.in())
	} else {
		a := forAddcmulOptions{}
		for _, o := range options {
			o.forAddcmul(&a)
		}
		r = native.Tn_addcmul_with(t.in(), tensor1.in(), tensor2.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(tensor1)
	runtime.KeepAlive(tensor2)
	return tensorOf(r)
}

// Addcmul_: self + tensor1 * tensor2; with options self + value * tensor1 * tensor2.
//
// PyTorch: torch.addcmul.
func (t *Tensor) Addcmul_(tensor1, tensor2 *Tensor, options ...AddcmulOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_addcmul_(t.in(), tensor1.in(), tensor2.in())
	} else {
		a := forAddcmulOptions{}
		for _, o := range options {
			o.forAddcmul(&a)
		}
		r = native.Tn_addcmul_with_(t.in(), tensor1.in(), tensor2.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(tensor1)
	runtime.KeepAlive(tensor2)
	done(r)
	return t
}

// Addcdiv: self + tensor1 / tensor2; with options self + value * tensor1 / tensor2. Floating only.
//
// PyTorch: torch.addcdiv.
func (t *Tensor) Addcdiv(tensor1, tensor2 *Tensor, options ...AddcdivOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_addcdiv(t.in(), tensor1.in(), tensor2.in())
	} else {
		a := forAddcdivOptions{}
		for _, o := range options {
			o.forAddcdiv(&a)
		}
		r = native.Tn_addcdiv_with(t.in(), tensor1.in(), tensor2.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(tensor1)
	runtime.KeepAlive(tensor2)
	return tensorOf(r)
}

// Addcdiv_: self + tensor1 / tensor2; with options self + value * tensor1 / tensor2. Floating only.
//
// PyTorch: torch.addcdiv.
func (t *Tensor) Addcdiv_(tensor1, tensor2 *Tensor, options ...AddcdivOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_addcdiv_(t.in(), tensor1.in(), tensor2.in())
	} else {
		a := forAddcdivOptions{}
		for _, o := range options {
			o.forAddcdiv(&a)
		}
		r = native.Tn_addcdiv_with_(t.in(), tensor1.in(), tensor2.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	runtime.KeepAlive(tensor1)
	runtime.KeepAlive(tensor2)
	done(r)
	return t
}

// Eq: self == other.
//
// PyTorch: torch.eq.
func (t *Tensor) Eq(other *Tensor) *Tensor {
	r := native.Tn_eq(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// EqScalar: self == other.
//
// PyTorch: torch.eq.
func (t *Tensor) EqScalar(other float64) *Tensor {
	r := native.Tn_eq_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// EqInt: self == other.
//
// PyTorch: torch.eq.
func (t *Tensor) EqInt(other int) *Tensor {
	r := native.Tn_eq_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Ne: self != other.
//
// PyTorch: torch.ne.
func (t *Tensor) Ne(other *Tensor) *Tensor {
	r := native.Tn_ne(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// NeScalar: self != other.
//
// PyTorch: torch.ne.
func (t *Tensor) NeScalar(other float64) *Tensor {
	r := native.Tn_ne_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// NeInt: self != other.
//
// PyTorch: torch.ne.
func (t *Tensor) NeInt(other int) *Tensor {
	r := native.Tn_ne_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Lt: self < other.
//
// PyTorch: torch.lt.
func (t *Tensor) Lt(other *Tensor) *Tensor {
	r := native.Tn_lt(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// LtScalar: self < other.
//
// PyTorch: torch.lt.
func (t *Tensor) LtScalar(other float64) *Tensor {
	r := native.Tn_lt_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LtInt: self < other.
//
// PyTorch: torch.lt.
func (t *Tensor) LtInt(other int) *Tensor {
	r := native.Tn_lt_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Le: self <= other.
//
// PyTorch: torch.le.
func (t *Tensor) Le(other *Tensor) *Tensor {
	r := native.Tn_le(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// LeScalar: self <= other.
//
// PyTorch: torch.le.
func (t *Tensor) LeScalar(other float64) *Tensor {
	r := native.Tn_le_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LeInt: self <= other.
//
// PyTorch: torch.le.
func (t *Tensor) LeInt(other int) *Tensor {
	r := native.Tn_le_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Gt: self > other.
//
// PyTorch: torch.gt.
func (t *Tensor) Gt(other *Tensor) *Tensor {
	r := native.Tn_gt(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// GtScalar: self > other.
//
// PyTorch: torch.gt.
func (t *Tensor) GtScalar(other float64) *Tensor {
	r := native.Tn_gt_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// GtInt: self > other.
//
// PyTorch: torch.gt.
func (t *Tensor) GtInt(other int) *Tensor {
	r := native.Tn_gt_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Ge: self >= other.
//
// PyTorch: torch.ge.
func (t *Tensor) Ge(other *Tensor) *Tensor {
	r := native.Tn_ge(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// GeScalar: self >= other.
//
// PyTorch: torch.ge.
func (t *Tensor) GeScalar(other float64) *Tensor {
	r := native.Tn_ge_scalar(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// GeInt: self >= other.
//
// PyTorch: torch.ge.
func (t *Tensor) GeInt(other int) *Tensor {
	r := native.Tn_ge_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Isnan: PyTorch: torch.isnan.
func (t *Tensor) Isnan() *Tensor {
	r := native.Tn_isnan(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Isinf: PyTorch: torch.isinf.
func (t *Tensor) Isinf() *Tensor {
	r := native.Tn_isinf(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Isfinite: Neither NaN nor infinite.
//
// PyTorch: torch.isfinite.
func (t *Tensor) Isfinite() *Tensor {
	r := native.Tn_isfinite(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Signbit: Whether the sign is minus, of -0 too.
//
// PyTorch: torch.signbit.
func (t *Tensor) Signbit() *Tensor {
	r := native.Tn_signbit(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LogicalAnd: PyTorch: torch.logical_and.
func (t *Tensor) LogicalAnd(other *Tensor) *Tensor {
	r := native.Tn_logical_and(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// LogicalAnd_: PyTorch: torch.logical_and.
func (t *Tensor) LogicalAnd_(other *Tensor) *Tensor {
	r := native.Tn_logical_and_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// LogicalOr: PyTorch: torch.logical_or.
func (t *Tensor) LogicalOr(other *Tensor) *Tensor {
	r := native.Tn_logical_or(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// LogicalOr_: PyTorch: torch.logical_or.
func (t *Tensor) LogicalOr_(other *Tensor) *Tensor {
	r := native.Tn_logical_or_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// LogicalXor: PyTorch: torch.logical_xor.
func (t *Tensor) LogicalXor(other *Tensor) *Tensor {
	r := native.Tn_logical_xor(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// LogicalXor_: PyTorch: torch.logical_xor.
func (t *Tensor) LogicalXor_(other *Tensor) *Tensor {
	r := native.Tn_logical_xor_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// LogicalNot: PyTorch: torch.logical_not.
func (t *Tensor) LogicalNot() *Tensor {
	r := native.Tn_logical_not(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LogicalNot_: PyTorch: torch.logical_not.
func (t *Tensor) LogicalNot_() *Tensor {
	r := native.Tn_logical_not_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// BitwiseAnd: PyTorch: torch.bitwise_and.
func (t *Tensor) BitwiseAnd(other *Tensor) *Tensor {
	r := native.Tn_bitwise_and(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// BitwiseAndInt: PyTorch: torch.bitwise_and.
func (t *Tensor) BitwiseAndInt(other int) *Tensor {
	r := native.Tn_bitwise_and_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// BitwiseAnd_: PyTorch: torch.bitwise_and.
func (t *Tensor) BitwiseAnd_(other *Tensor) *Tensor {
	r := native.Tn_bitwise_and_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// BitwiseAndInt_: PyTorch: torch.bitwise_and.
func (t *Tensor) BitwiseAndInt_(other int) *Tensor {
	r := native.Tn_bitwise_and_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// BitwiseOr: PyTorch: torch.bitwise_or.
func (t *Tensor) BitwiseOr(other *Tensor) *Tensor {
	r := native.Tn_bitwise_or(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// BitwiseOrInt: PyTorch: torch.bitwise_or.
func (t *Tensor) BitwiseOrInt(other int) *Tensor {
	r := native.Tn_bitwise_or_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// BitwiseOr_: PyTorch: torch.bitwise_or.
func (t *Tensor) BitwiseOr_(other *Tensor) *Tensor {
	r := native.Tn_bitwise_or_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// BitwiseOrInt_: PyTorch: torch.bitwise_or.
func (t *Tensor) BitwiseOrInt_(other int) *Tensor {
	r := native.Tn_bitwise_or_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// BitwiseXor: PyTorch: torch.bitwise_xor.
func (t *Tensor) BitwiseXor(other *Tensor) *Tensor {
	r := native.Tn_bitwise_xor(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	return tensorOf(r)
}

// BitwiseXorInt: PyTorch: torch.bitwise_xor.
func (t *Tensor) BitwiseXorInt(other int) *Tensor {
	r := native.Tn_bitwise_xor_int(t.in(), other)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// BitwiseXor_: PyTorch: torch.bitwise_xor.
func (t *Tensor) BitwiseXor_(other *Tensor) *Tensor {
	r := native.Tn_bitwise_xor_(t.in(), other.in())
	runtime.KeepAlive(t)
	runtime.KeepAlive(other)
	done(r)
	return t
}

// BitwiseXorInt_: PyTorch: torch.bitwise_xor.
func (t *Tensor) BitwiseXorInt_(other int) *Tensor {
	r := native.Tn_bitwise_xor_int_(t.in(), other)
	runtime.KeepAlive(t)
	done(r)
	return t
}

// BitwiseNot: PyTorch: torch.bitwise_not; of bools, logical not.
func (t *Tensor) BitwiseNot() *Tensor {
	r := native.Tn_bitwise_not(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// BitwiseNot_: PyTorch: torch.bitwise_not; of bools, logical not.
func (t *Tensor) BitwiseNot_() *Tensor {
	r := native.Tn_bitwise_not_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Sigmoid: 1 / (1 + e^-self).
//
// PyTorch: torch.sigmoid.
func (t *Tensor) Sigmoid() *Tensor {
	r := native.Tn_sigmoid(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Sigmoid_: 1 / (1 + e^-self).
//
// PyTorch: torch.sigmoid.
func (t *Tensor) Sigmoid_() *Tensor {
	r := native.Tn_sigmoid_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Relu: max(self, 0).
//
// PyTorch: torch.relu.
func (t *Tensor) Relu() *Tensor {
	r := native.Tn_relu(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Relu_: max(self, 0).
//
// PyTorch: torch.relu.
func (t *Tensor) Relu_() *Tensor {
	r := native.Tn_relu_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Relu6: min(max(self, 0), 6).
//
// PyTorch: nn.functional.relu6.
func (t *Tensor) Relu6() *Tensor {
	r := native.Tn_relu6(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Relu6_: min(max(self, 0), 6).
//
// PyTorch: nn.functional.relu6.
func (t *Tensor) Relu6_() *Tensor {
	r := native.Tn_relu6_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// LeakyRelu: self where above 0, negative_slope * self elsewhere; PyTorch's default is 0.01.
//
// PyTorch: nn.functional.leaky_relu.
func (t *Tensor) LeakyRelu(options ...LeakyReluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_leaky_relu(t.in(), 0.01)
	} else {
		a := forLeakyReluOptions{negativeSlope: 0.01}
		for _, o := range options {
			o.forLeakyRelu(&a)
		}
		r = native.Tn_leaky_relu(t.in(), a.negativeSlope)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// LeakyRelu_: self where above 0, negative_slope * self elsewhere; PyTorch's default is 0.01.
//
// PyTorch: nn.functional.leaky_relu.
func (t *Tensor) LeakyRelu_(options ...LeakyReluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_leaky_relu_(t.in(), 0.01)
	} else {
		a := forLeakyReluOptions{negativeSlope: 0.01}
		for _, o := range options {
			o.forLeakyRelu(&a)
		}
		r = native.Tn_leaky_relu_(t.in(), a.negativeSlope)
	}
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Gelu: self * P(X <= self) for a normal X, by erf.
//
// PyTorch: nn.functional.gelu.
func (t *Tensor) Gelu(options ...GeluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_gelu(t.in())
	} else {
		a := forGeluOptions{}
		for _, o := range options {
			o.forGelu(&a)
		}
		r = native.Tn_gelu_with(t.in(), a.words[:])
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Silu: self * sigmoid(self).
//
// PyTorch: nn.functional.silu.
func (t *Tensor) Silu() *Tensor {
	r := native.Tn_silu(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Silu_: self * sigmoid(self).
//
// PyTorch: nn.functional.silu.
func (t *Tensor) Silu_() *Tensor {
	r := native.Tn_silu_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Mish: self * tanh(softplus(self)).
//
// PyTorch: nn.functional.mish.
func (t *Tensor) Mish() *Tensor {
	r := native.Tn_mish(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Mish_: self * tanh(softplus(self)).
//
// PyTorch: nn.functional.mish.
func (t *Tensor) Mish_() *Tensor {
	r := native.Tn_mish_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Elu: self where above 0, alpha * (e^self - 1) elsewhere; PyTorch's default is 1.
//
// PyTorch: nn.functional.elu.
func (t *Tensor) Elu(options ...EluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_elu(t.in(), 1.0)
	} else {
		a := forEluOptions{alpha: 1.0}
		for _, o := range options {
			o.forElu(&a)
		}
		r = native.Tn_elu(t.in(), a.alpha)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Elu_: self where above 0, alpha * (e^self - 1) elsewhere; PyTorch's default is 1.
//
// PyTorch: nn.functional.elu.
func (t *Tensor) Elu_(options ...EluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_elu_(t.in(), 1.0)
	} else {
		a := forEluOptions{alpha: 1.0}
		for _, o := range options {
			o.forElu(&a)
		}
		r = native.Tn_elu_(t.in(), a.alpha)
	}
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Celu: max(0, self) + min(0, alpha * (e^(self / alpha) - 1)); PyTorch's default is 1.
//
// PyTorch: nn.functional.celu.
func (t *Tensor) Celu(options ...CeluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_celu(t.in(), 1.0)
	} else {
		a := forCeluOptions{alpha: 1.0}
		for _, o := range options {
			o.forCelu(&a)
		}
		r = native.Tn_celu(t.in(), a.alpha)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Celu_: max(0, self) + min(0, alpha * (e^(self / alpha) - 1)); PyTorch's default is 1.
//
// PyTorch: nn.functional.celu.
func (t *Tensor) Celu_(options ...CeluOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_celu_(t.in(), 1.0)
	} else {
		a := forCeluOptions{alpha: 1.0}
		for _, o := range options {
			o.forCelu(&a)
		}
		r = native.Tn_celu_(t.in(), a.alpha)
	}
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Selu: 1.0507… * elu(self) with alpha 1.6733…: keeps mean and variance.
//
// PyTorch: nn.functional.selu.
func (t *Tensor) Selu() *Tensor {
	r := native.Tn_selu(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Selu_: 1.0507… * elu(self) with alpha 1.6733…: keeps mean and variance.
//
// PyTorch: nn.functional.selu.
func (t *Tensor) Selu_() *Tensor {
	r := native.Tn_selu_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Softplus: log(1 + e^(beta * self)) / beta, and self where beta * self is above threshold; PyTorch's defaults are
// 1 and 20.
//
// PyTorch: nn.functional.softplus.
func (t *Tensor) Softplus(options ...SoftplusOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_softplus(t.in(), 1.0, 20.0)
	} else {
		a := forSoftplusOptions{beta: 1.0, threshold: 20.0}
		for _, o := range options {
			o.forSoftplus(&a)
		}
		r = native.Tn_softplus(t.in(), a.beta, a.threshold)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Hardtanh: Between min_val and max_val; PyTorch's defaults are -1 and 1.
//
// PyTorch: nn.functional.hardtanh.
func (t *Tensor) Hardtanh(options ...HardtanhOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_hardtanh(t.in(), -1.0, 1.0)
	} else {
		a := forHardtanhOptions{minVal: -1.0, maxVal: 1.0}
		for _, o := range options {
			o.forHardtanh(&a)
		}
		r = native.Tn_hardtanh(t.in(), a.minVal, a.maxVal)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Hardtanh_: Between min_val and max_val; PyTorch's defaults are -1 and 1.
//
// PyTorch: nn.functional.hardtanh.
func (t *Tensor) Hardtanh_(options ...HardtanhOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_hardtanh_(t.in(), -1.0, 1.0)
	} else {
		a := forHardtanhOptions{minVal: -1.0, maxVal: 1.0}
		for _, o := range options {
			o.forHardtanh(&a)
		}
		r = native.Tn_hardtanh_(t.in(), a.minVal, a.maxVal)
	}
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Hardsigmoid: min(max(self + 3, 0), 6) / 6.
//
// PyTorch: nn.functional.hardsigmoid.
func (t *Tensor) Hardsigmoid() *Tensor {
	r := native.Tn_hardsigmoid(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Hardsigmoid_: min(max(self + 3, 0), 6) / 6.
//
// PyTorch: nn.functional.hardsigmoid.
func (t *Tensor) Hardsigmoid_() *Tensor {
	r := native.Tn_hardsigmoid_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Hardswish: self * hardsigmoid(self).
//
// PyTorch: nn.functional.hardswish.
func (t *Tensor) Hardswish() *Tensor {
	r := native.Tn_hardswish(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Hardswish_: self * hardsigmoid(self).
//
// PyTorch: nn.functional.hardswish.
func (t *Tensor) Hardswish_() *Tensor {
	r := native.Tn_hardswish_(t.in())
	runtime.KeepAlive(t)
	done(r)
	return t
}

// Tanhshrink: self - tanh(self).
//
// PyTorch: nn.functional.tanhshrink.
func (t *Tensor) Tanhshrink() *Tensor {
	r := native.Tn_tanhshrink(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Softsign: self / (1 + |self|).
//
// PyTorch: nn.functional.softsign.
func (t *Tensor) Softsign() *Tensor {
	r := native.Tn_softsign(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Logsigmoid: log(sigmoid(self)).
//
// PyTorch: nn.functional.logsigmoid.
func (t *Tensor) Logsigmoid() *Tensor {
	r := native.Tn_logsigmoid(t.in())
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Hardshrink: 0 between -lambd and lambd, self elsewhere; PyTorch's default is 0.5.
//
// PyTorch: nn.functional.hardshrink.
func (t *Tensor) Hardshrink(options ...HardshrinkOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_hardshrink(t.in(), 0.5)
	} else {
		a := forHardshrinkOptions{lambd: 0.5}
		for _, o := range options {
			o.forHardshrink(&a)
		}
		r = native.Tn_hardshrink(t.in(), a.lambd)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Softshrink: 0 between -lambd and lambd, nearer to 0 by lambd elsewhere; 0.5.
//
// PyTorch: nn.functional.softshrink.
func (t *Tensor) Softshrink(options ...SoftshrinkOption) *Tensor {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_softshrink(t.in(), 0.5)
	} else {
		a := forSoftshrinkOptions{lambd: 0.5}
		for _, o := range options {
			o.forSoftshrink(&a)
		}
		r = native.Tn_softshrink(t.in(), a.lambd)
	}
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Threshold: self where above threshold, value elsewhere.
//
// PyTorch: nn.functional.threshold.
func (t *Tensor) Threshold(threshold, value float64) *Tensor {
	r := native.Tn_threshold(t.in(), threshold, value)
	runtime.KeepAlive(t)
	return tensorOf(r)
}

// Threshold_: self where above threshold, value elsewhere.
//
// PyTorch: nn.functional.threshold.
func (t *Tensor) Threshold_(threshold, value float64) *Tensor {
	r := native.Tn_threshold_(t.in(), threshold, value)
	runtime.KeepAlive(t)
	done(r)
	return t
}
