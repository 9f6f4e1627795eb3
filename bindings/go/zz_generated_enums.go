// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

type DType int32

const (
	Float32  DType = 1
	Float64  DType = 2
	Float16  DType = 3 // IEEE 754 binary16
	BFloat16 DType = 4 // the upper half of a float32
	Int64    DType = 5
	Int32    DType = 6
	Int16    DType = 7
	Int8     DType = 8
	Uint8    DType = 9
	Bool     DType = 10 // a byte, 0 or 1
)

type LogLevel int32

const (
	LogDebug   LogLevel = 1 // what was found and chosen: instruction set, BLAS, plugins
	LogInfo    LogLevel = 2 // what a user may like to know
	LogWarning LogLevel = 3 // what is probably a mistake
)

// name is PyTorch's.
func (v LogLevel) name() string {
	switch v {
	case 1:
		return "debug"
	case 2:
		return "info"
	case 3:
		return "warning"
	}
	return ""
}

type PaddingMode int32

const (
	PaddingExplicit PaddingMode = 1 // padding_h and padding_w, on each side
	PaddingValid    PaddingMode = 2 // none
	PaddingSame     PaddingMode = 3 // so that the output is as large as the input; wants a stride of 1
)

// name is PyTorch's.
func (v PaddingMode) name() string {
	switch v {
	case 1:
		return "explicit"
	case 2:
		return "valid"
	case 3:
		return "same"
	}
	return ""
}

type Reduction int32

const (
	ReductionNone Reduction = 1 // one loss for each target
	ReductionMean Reduction = 2 // their mean: where classes have weights, by them
	ReductionSum  Reduction = 3
)

// name is PyTorch's.
func (v Reduction) name() string {
	switch v {
	case 1:
		return "none"
	case 2:
		return "mean"
	case 3:
		return "sum"
	}
	return ""
}

type Rounding int32

const (
	RoundingNone  Rounding = 1 // true division
	RoundingTrunc Rounding = 2 // towards zero, as C divides integers
	RoundingFloor Rounding = 3 // down, as Python's //
)

// name is PyTorch's.
func (v Rounding) name() string {
	switch v {
	case 1:
		return "none"
	case 2:
		return "trunc"
	case 3:
		return "floor"
	}
	return ""
}

type GeluApproximate int32

const (
	GeluNone GeluApproximate = 1 // by erf
	GeluTanh GeluApproximate = 2 // self / 2 * (1 + tanh(sqrt(2 / pi) * (self + 0.044715 self^3)))
)

// name is PyTorch's.
func (v GeluApproximate) name() string {
	switch v {
	case 1:
		return "none"
	case 2:
		return "tanh"
	}
	return ""
}

type SciMode int32

const (
	SciAuto SciMode = 1 // 1.0000e+05 where the values' range asks for it
	SciOn   SciMode = 2 // always
	SciOff  SciMode = 3 // never
)

// name is PyTorch's.
func (v SciMode) name() string {
	switch v {
	case 1:
		return "auto"
	case 2:
		return "on"
	case 3:
		return "off"
	}
	return ""
}

type TreeKind int32

const (
	TreeKindNone     TreeKind = 1
	TreeKindBool     TreeKind = 2
	TreeKindInt      TreeKind = 3
	TreeKindFloat    TreeKind = 4
	TreeKindString   TreeKind = 5
	TreeKindBytes    TreeKind = 6
	TreeKindDType    TreeKind = 7
	TreeKindTensor   TreeKind = 8
	TreeKindList     TreeKind = 9
	TreeKindTuple    TreeKind = 10 // and torch.Size
	TreeKindDict     TreeKind = 11 // and OrderedDict
	TreeKindInstance TreeKind = 12 // of a class that Tenon doesn't know: tn_load_options_t.inert
)

// name is PyTorch's.
func (v TreeKind) name() string {
	switch v {
	case 1:
		return "none"
	case 2:
		return "bool"
	case 3:
		return "int"
	case 4:
		return "float"
	case 5:
		return "string"
	case 6:
		return "bytes"
	case 7:
		return "dtype"
	case 8:
		return "tensor"
	case 9:
		return "list"
	case 10:
		return "tuple"
	case 11:
		return "dict"
	case 12:
		return "instance"
	}
	return ""
}
