package tenon

import "fmt"

// Device is where a tensor lives. The zero value is none given: the CPU for what is made new.
type Device int32

// CPU is always there.
const CPU Device = 0x100

// CUDA is the i-th GPU.
func CUDA(i int) Device { return Device(0x200 + i) }

// String is PyTorch's name: "cpu", "cuda:0".
func (d Device) String() string {
	switch {
	case d == CPU:
		return "cpu"
	case d >= 0x200 && d < 0x300:
		return fmt.Sprintf("cuda:%d", int(d)-0x200)
	}
	return fmt.Sprintf("device(%d)", int32(d))
}

// String is PyTorch's name: "torch.float32".
func (d DType) String() string {
	if d < Float32 || d > Bool {
		return fmt.Sprintf("dtype(%d)", int32(d))
	}
	return "torch." + DTypeName(d)
}

// Element is what a tensor's elements are in Go. The half types have none: convert them with To.
type Element interface {
	float32 | float64 | int64 | int32 | int16 | int8 | uint8 | bool
}

// DTypeOf is the dtype of a Go type.
func DTypeOf[T Element]() DType {
	var zero T
	switch any(zero).(type) {
	case float32:
		return Float32
	case float64:
		return Float64
	case int64:
		return Int64
	case int32:
		return Int32
	case int16:
		return Int16
	case int8:
		return Int8
	case uint8:
		return Uint8
	}
	return Bool
}
