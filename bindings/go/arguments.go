package tenon

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// noInt is None where an int is wanted.
const noInt = math.MinInt64

// Shape is sizes: tenon.Shape{2, 3}. Any []int will do.
type Shape = []int

// ---- options of functions: words, the first of which says which of the others are set

func setWord(words []int, field, value int) {
	words[0] |= 1 << field
	words[field+1] = value
}

// setPair sets height and width, by one number or two.
func setPair(words []int, height, width int, values []int) {
	switch len(values) {
	case 1:
		setWord(words, height, values[0])
		setWord(words, width, values[0])
	case 2:
		setWord(words, height, values[0])
		setWord(words, width, values[1])
	default:
		panic(failure(ErrValue, "options", "an option for height and width has %d numbers: one or two are wanted", len(values)))
	}
}

func word(b bool) int {
	if b {
		return 1
	}
	return 0
}

func floatWord(x float64) int { return int(math.Float64bits(x)) }

// ---- arguments of constructors, as JSON

type arguments struct{ text strings.Builder }

func (a *arguments) set(name string, value any) {
	if a.text.Len() > 0 {
		a.text.WriteString(", ")
	}
	fmt.Fprintf(&a.text, "%s: ", strconv.Quote(name))
	a.write(value)
}

func (a *arguments) write(value any) {
	switch v := value.(type) {
	case bool, int:
		fmt.Fprint(&a.text, v)
	case float64:
		a.text.WriteString(realJSON(v))
	case string:
		a.text.WriteString(strconv.Quote(v))
	case []int:
		writeList(a, v)
	case []float64:
		writeList(a, v)
	case *Tensor:
		a.writeTensor(v)
	default:
		panic(failure(ErrType, "arguments", "a %T is no argument of a constructor", value))
	}
}

func writeList[T any](a *arguments, list []T) {
	a.text.WriteByte('[')
	for i, v := range list {
		if i > 0 {
			a.text.WriteString(", ")
		}
		a.write(v)
	}
	a.text.WriteByte(']')
}

func (a *arguments) writeTensor(t *Tensor) {
	if t == nil {
		a.text.WriteString("null")
		return
	}
	a.writeNested(ToSlice[float64](t), t.Shape())
}

func (a *arguments) writeNested(values []float64, shape []int) {
	if len(shape) == 0 {
		a.write(values[0])
		return
	}
	a.text.WriteByte('[')
	for i, n := 0, len(values)/max1(shape[0]); i < shape[0]; i++ {
		if i > 0 {
			a.text.WriteString(", ")
		}
		a.writeNested(values[i*n:(i+1)*n], shape[1:])
	}
	a.text.WriteByte(']')
}

func max1(n int) int {
	if n < 1 {
		return 1
	}
	return n
}

func realJSON(x float64) string {
	switch {
	case math.IsNaN(x):
		return `"nan"`
	case math.IsInf(x, 1):
		return `"inf"`
	case math.IsInf(x, -1):
		return `"-inf"`
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func (a *arguments) json() string { return "{" + a.text.String() + "}" }
