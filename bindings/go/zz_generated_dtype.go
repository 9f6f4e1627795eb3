// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// DTypeName: PyTorch's name, "float32". nil with ErrValue for what is no dtype. The text lives as long as the
// library.
func DTypeName(dtype DType) string {
	r := native.Tn_dtype_name(int32(dtype))
	return text(r)
}

// DTypeItemsize: The bytes of one element: 4 for Float32.
//
// PyTorch: dtype.itemsize.
func DTypeItemsize(dtype DType) int {
	r := native.Tn_dtype_itemsize(int32(dtype))
	return integer(r)
}

// DTypeIsFloatingPoint: Whether it is one of the four floating types.
//
// PyTorch: dtype.is_floating_point.
func DTypeIsFloatingPoint(dtype DType) bool {
	r := native.Tn_dtype_is_floating_point(int32(dtype))
	return truth(r)
}

// PromoteTypes: The type that both promote to; 0 on failure.
//
// PyTorch: torch.promote_types.
func PromoteTypes(a, b DType) DType {
	r := native.Tn_promote_types(int32(a), int32(b))
	return DType(integer(r))
}

// ResultType: The type that an operator on the two promotes to. Tensors with dimensions come before those without,
// and those before numbers: the later ones count by their kind alone, and only where it is higher.
//
// PyTorch: torch.result_type.
func ResultType(a, b *Tensor) DType {
	r := native.Tn_result_type(a.in(), b.in())
	runtime.KeepAlive(a)
	runtime.KeepAlive(b)
	return DType(integer(r))
}

// ResultTypeScalar: The type that an operator on the two promotes to. Tensors with dimensions come before those
// without, and those before numbers: the later ones count by their kind alone, and only where it is higher.
//
// PyTorch: torch.result_type.
func ResultTypeScalar(a *Tensor, b float64) DType {
	r := native.Tn_result_type_scalar(a.in(), b)
	runtime.KeepAlive(a)
	return DType(integer(r))
}

// ResultTypeInt: The type that an operator on the two promotes to. Tensors with dimensions come before those
// without, and those before numbers: the later ones count by their kind alone, and only where it is higher.
//
// PyTorch: torch.result_type.
func ResultTypeInt(a *Tensor, b int) DType {
	r := native.Tn_result_type_int(a.in(), b)
	runtime.KeepAlive(a)
	return DType(integer(r))
}

// CanCast: Whether results of `from` may be stored in `to` by operators in place: not to a lower kind.
//
// PyTorch: torch.can_cast.
func CanCast(from_, to DType) bool {
	r := native.Tn_can_cast(int32(from_), int32(to))
	return truth(r)
}

// GetDefaultDType: The type of what is made without one; Float32 at first.
//
// PyTorch: torch.get_default_dtype.
func GetDefaultDType() DType {
	r := native.Tn_get_default_dtype()
	return DType(integer(r))
}

// SetDefaultDType: Sets it, for the process, to a floating type.
//
// PyTorch: torch.set_default_dtype.
func SetDefaultDType(dtype DType) {
	r := native.Tn_set_default_dtype(int32(dtype))
	done(r)
}
