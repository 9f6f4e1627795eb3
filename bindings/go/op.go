package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

const (
	valueNone     = 1
	valueTensor   = 2
	valueInt      = 3
	valueFloat    = 4
	valueBool     = 5
	valueString   = 6
	valueDType    = 7
	valueDevice   = 8
	valueInts     = 9
	valueFloats   = 10
	valueBools    = 11
	valueTensors  = 12
	valueSlice    = 13
	valueEllipsis = 14
	valueComplex  = 15
	valueGen      = 16
)

// values is arguments as words: swig/values.i says how they are read. It keeps what they name.
type values struct {
	words []int
	name  string
	kept  []any
}

func (v *values) head(kind, count int) {
	v.words = append(v.words, kind)
	if v.name == "" {
		v.words = append(v.words, -1)
	} else {
		v.words = append(v.words, len(v.name))
		v.bytes(v.name)
	}
	v.words = append(v.words, count)
}

func (v *values) bytes(text string) {
	at := len(v.words)
	v.words = append(v.words, make([]int, (len(text)+7)/8)...)
	for i := 0; i < len(text); i++ {
		v.words[at+i/8] |= int(text[i]) << (8 * (i % 8))
	}
}

func (v *values) integer(kind, value int) {
	v.head(kind, 1)
	v.words = append(v.words, value)
}

func (v *values) list(kind int, words ...int) {
	v.head(kind, len(words))
	v.words = append(v.words, words...)
}

func (v *values) tensor(t *Tensor) {
	if t == nil {
		v.list(valueNone)
		return
	}
	v.integer(valueTensor, int(t.in()))
	v.kept = append(v.kept, t)
}

func (v *values) add(argument any) {
	switch a := argument.(type) {
	case nil:
		v.list(valueNone)
	case *Tensor:
		v.tensor(a)
	case int:
		v.integer(valueInt, a)
	case float64:
		v.integer(valueFloat, floatWord(a))
	case bool:
		v.integer(valueBool, word(a))
	case string:
		v.head(valueString, len(a))
		v.bytes(a)
	case DType:
		v.integer(valueDType, int(a))
	case Device:
		v.integer(valueDevice, int(a))
	case []int:
		v.list(valueInts, a...)
	case []float64:
		v.list(valueFloats, floatWords(a)...)
	case complex128:
		v.list(valueComplex, floatWord(real(a)), floatWord(imag(a)))
	case []bool:
		truths := make([]int, len(a))
		for i, b := range a {
			truths[i] = word(b)
		}
		v.list(valueBools, truths...)
	case []*Tensor:
		handles := make([]int, len(a))
		for i, t := range a {
			if t != nil {
				handles[i] = int(t.in())
			}
		}
		v.list(valueTensors, handles...)
		v.kept = append(v.kept, a)
	case *Generator:
		v.integer(valueGen, int(a.in()))
		v.kept = append(v.kept, a)
	default:
		panic(failure(ErrType, "Op", "a %T is no argument of an operator", argument))
	}
}

func floatWords(xs []float64) []int {
	found := make([]int, len(xs))
	for i, x := range xs {
		found[i] = floatWord(x)
	}
	return found
}

// Named is an argument of Op by its name.
type Named struct {
	Name  string
	Value any
}

// Op calls any operator by PyTorch's name, "add" or "add.Scalar". Arguments are nil, *Tensor, int, float64, bool, string, DType,
// Device, slices of these, *Generator, or Named; results are of the same types.
func Op(name string, arguments ...any) []any {
	v := &values{}
	for _, a := range arguments {
		v.name = ""
		if n, ok := a.(Named); ok {
			v.name, a = n.Name, n.Value
		}
		v.add(a)
	}
	r := native.Tn_op_call(name, v.words)
	runtime.KeepAlive(v)
	if r.N < 0 {
		fail(r.P)
	}
	list := uintptr(r.P)
	defer native.Tn_values_release(list)
	results := make([]any, integer(native.Tn_values_count(list)))
	for i := range results {
		results[i] = resultOf(list, i)
	}
	return results
}

func resultOf(list uintptr, i int) any {
	number := func() int {
		var value int
		done(native.Tn_values_int(list, i, &value))
		return value
	}
	switch integer(native.Tn_values_kind(list, i)) {
	case valueTensor:
		return tensorOf(native.Tn_values_tensor(list, i))
	case valueInt:
		return number()
	case valueBool:
		return number() != 0
	case valueDType:
		return DType(number())
	case valueDevice:
		return Device(number())
	case valueFloat:
		return float(native.Tn_values_float(list, i))
	case valueString:
		return text(native.Tn_values_string(list, i))
	}
	return nil
}

// Operators is the names of all operators with their overloads, "add.Tensor", each with its schema.
func Operators() (names, schemas []string) {
	return listed(native.Tn_op_count(), native.Tn_op_name), listed(native.Tn_op_count(), native.Tn_op_schema)
}

func listed(count native.Result, at func(int) native.List) []string {
	found := make([]string, integer(count))
	for i := range found {
		found[i] = text(at(i))
	}
	return found
}
