package tenon

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// PyTorch's operator cases, driven by the operators' names: results, errors and gradients. What only the C runner does (views,
// changed inputs, calls that aren't "torch.name(args, kwargs)") is counted as skipped.

type oracleValue struct {
	T            string          `json:"t"`
	V            json.RawMessage `json:"v"`
	Key          *string         `json:"key"`
	DType        string          `json:"dtype"`
	RequiresGrad bool            `json:"requires_grad"`
	Check        string          `json:"check"`
}

type oracleGradient struct {
	Output int     `json:"output"`
	Input  string  `json:"input"`
	Key    *string `json:"key"`
}

type oracleCase struct {
	ID         string                 `json:"id"`
	Args       []oracleValue          `json:"args"`
	Kwargs     map[string]oracleValue `json:"kwargs"`
	Expect     string                 `json:"expect"`
	ErrorType  string                 `json:"error_type"`
	Check      string                 `json:"check"`
	Quality    string                 `json:"quality"`
	Mutated    json.RawMessage        `json:"mutated"`
	Outputs    []oracleValue          `json:"outputs"`
	Cotangents []oracleGradient       `json:"cotangents"`
	Grads      []oracleGradient       `json:"grads"`
	Tol        []float64              `json:"tol"`
	GradTol    []float64              `json:"grad_tol"`
}

type oracleManifest struct {
	Op      string       `json:"op"`
	Call    string       `json:"call"`
	Tensors string       `json:"tensors"`
	Cases   []oracleCase `json:"cases"`
}

var errSkipped = errors.New("a case of a kind that isn't tried here")

// f(*ints) and f(*tensors) in Python take a list here, and casts are "to".
var variadic = strings.Fields(`sum_to_size view reshape expand repeat tile permute flip atleast_1d atleast_2d atleast_3d block_diag
	broadcast_tensors cartesian_prod meshgrid tensordot svd_lowrank pca_lowrank bool byte char short int long half float double
	bfloat16 chalf`)

var dtypesByName = map[string]DType{"float32": Float32, "float64": Float64, "float16": Float16, "bfloat16": BFloat16, "int64": Int64,
	"int32": Int32, "int16": Int16, "int8": Int8, "uint8": Uint8, "bool": Bool}

func read[T any](raw json.RawMessage) (value T) {
	if json.Unmarshal(raw, &value) != nil {
		panic(errSkipped)
	}
	return value
}

func real_(raw json.RawMessage) float64 {
	x, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err != nil {
		panic(errSkipped)
	}
	return x
}

// oracleInputs is the tensors of one case: a key names one tensor.
type oracleInputs struct {
	file  *TensorDict
	known map[string]*Tensor
}

func (in *oracleInputs) tensor(v oracleValue) *Tensor {
	if _, ok := dtypesByName[v.DType]; !ok || v.Key == nil {
		panic(errSkipped)
	}
	if in.known[*v.Key] == nil {
		in.known[*v.Key] = in.file.Get(*v.Key).Clone()
		if v.RequiresGrad {
			in.known[*v.Key].RequiresGrad_(true)
		}
	}
	return in.known[*v.Key]
}

func (in *oracleInputs) value(v oracleValue) any {
	switch v.T {
	case "tensor":
		return in.tensor(v)
	case "none":
		return nil
	case "int":
		return read[int](v.V)
	case "float":
		return real_(v.V)
	case "bool":
		return read[bool](v.V)
	case "str":
		return read[string](v.V)
	case "dtype":
		if d, ok := dtypesByName[read[string](v.V)]; ok {
			return d
		}
	case "device":
		return CPU
	case "ints":
		return read[[]int](v.V)
	case "floats":
		found := []float64{}
		for _, raw := range read[[]json.RawMessage](v.V) {
			found = append(found, real_(raw))
		}
		return found
	case "tensors":
		found := []*Tensor{}
		for _, one := range read[[]oracleValue](v.V) {
			found = append(found, in.tensor(one))
		}
		return found
	}
	panic(errSkipped)
}

// differs says how a tensor isn't the one that is wanted.
func differs(got, want *Tensor, tolerance []float64) string {
	if got.DType() != want.DType() || !reflect.DeepEqual(got.Shape(), want.Shape()) {
		return got.DType().String() + " of another dtype or shape"
	}
	if !DTypeIsFloatingPoint(want.DType()) {
		if !reflect.DeepEqual(ToSlice[int64](got), ToSlice[int64](want)) {
			return "other values"
		}
		return ""
	}
	a, b := ToSlice[float64](got.Detach()), ToSlice[float64](want)
	for i := range a {
		near := math.Abs(a[i]-b[i]) <= tolerance[1]+tolerance[0]*math.Abs(b[i])
		if !near && a[i] != b[i] && !(math.IsNaN(a[i]) && math.IsNaN(b[i])) {
			return "element " + strconv.Itoa(i) + ": " + strconv.FormatFloat(a[i], 'g', -1, 64) + " in place of " +
				strconv.FormatFloat(b[i], 'g', -1, 64)
		}
	}
	return ""
}

func (c *oracleCase) judge(results []any, in *oracleInputs) string {
	if len(c.Outputs) > len(results) {
		return "too few results"
	}
	for i, want := range c.Outputs {
		got, isTensor := results[i].(*Tensor)
		// Where equal values may be picked otherwise, the C runner looks closer.
		if want.T != "tensor" || want.Check != "" || !isTensor || dtypesByName[want.DType] == 0 {
			panic(errSkipped)
		}
		if why := differs(got, in.file.Get(*want.Key), c.Tol); why != "" {
			return "output " + strconv.Itoa(i) + ": " + why
		}
	}
	if len(c.Grads) == 0 || len(c.Cotangents) == 0 {
		return ""
	}
	return c.judgeGradients(results, in)
}

func (c *oracleCase) judgeGradients(results []any, in *oracleInputs) string {
	var from, cotangents, to []*Tensor
	var wanted []oracleGradient
	for _, g := range c.Cotangents {
		from, cotangents = append(from, results[g.Output].(*Tensor)), append(cotangents, in.file.Get(*g.Key))
	}
	for _, g := range c.Grads {
		if input := in.known[g.Input]; input != nil && input.RequiresGrad() {
			to, wanted = append(to, input), append(wanted, g)
		}
	}
	for i, got := range Grad(from, to, AllowUnused(true), GradOutputs(cotangents...)) {
		switch key := wanted[i].Key; {
		case key == nil:
			if got != nil && got.CountNonzero().ItemInt() != 0 {
				return "a gradient where there is none"
			}
		case got == nil:
			return "no gradient of " + wanted[i].Input
		default:
			if why := differs(got, in.file.Get(*key), c.GradTol); why != "" {
				return "gradient " + strconv.Itoa(i) + ": " + why
			}
		}
	}
	return ""
}

// run says why a case fails; it panics with errSkipped, or with what the library doesn't do.
func (c *oracleCase) run(call, name string, file *TensorDict) string {
	fails := c.Expect != ""
	if _, out := c.Kwargs["out"]; fails && (c.ErrorType == "TypeError" || out) || c.Mutated != nil || c.Quality == "f64_disagrees" ||
		!fails && c.Check != "close" {
		panic(errSkipped)
	}
	in := &oracleInputs{file, map[string]*Tensor{}}
	arguments := []any{}
	for _, v := range c.Args {
		arguments = append(arguments, in.value(v))
	}
	names := []string{}
	for name := range c.Kwargs {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		arguments = append(arguments, Named{name, in.value(c.Kwargs[name])})
	}
	if strings.HasPrefix(call, "args[0].") {
		if _, ok := arguments[0].(*Tensor); !ok {
			panic(errSkipped)
		}
	}
	var results []any
	if err := Try(func() { results = Op(name, arguments...) }); err != nil {
		if errors.Is(err, ErrUnsupported) && !fails {
			panic(err)
		}
		if fails {
			return ""
		}
		return err.Error()
	}
	if fails {
		return "no error, where PyTorch has one"
	}
	return c.judge(results, in)
}

func TestConformance(t *testing.T) {
	folder := os.Getenv("TENON_CONFORMANCE")
	if folder == "" {
		folder = "../../../shared/conformance/public"
	}
	paths, _ := filepath.Glob(filepath.Join(folder, "ops", "*.json"))
	if len(paths) == 0 {
		t.Skip("there are no operator cases in " + folder)
	}
	leakFree(t)
	known := map[string]bool{}
	names, _ := Operators()
	for _, name := range names {
		base, _, _ := strings.Cut(name, ".")
		known[base] = true
	}
	counts := map[string]int{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		ok(t, err)
		var m oracleManifest
		ok(t, json.Unmarshal(text, &m))
		runManifest(t, &m, filepath.Dir(path), known, counts)
	}
	t.Log(counts)
	if counts["passed"] < 1000 {
		t.Errorf("only %d cases passed", counts["passed"])
	}
}

func runManifest(t *testing.T, m *oracleManifest, folder string, known map[string]bool, counts map[string]int) {
	name := strings.ReplaceAll(strings.ReplaceAll(m.Op, "nn.functional.", ""), ".", "_")
	if !known[name] {
		name = m.Op
	}
	plain := m.Call == "torch."+m.Op+"(args, kwargs)" || m.Call == "args[0]."+m.Op+"(args[1:], kwargs)"
	for _, other := range variadic {
		plain = plain && other != m.Op
	}
	if !plain || !known[name] {
		counts["skipped"] += len(m.Cases)
		return
	}
	file, err := SafetensorsLoad(filepath.Join(folder, m.Tensors))
	ok(t, err)
	defer file.Close()
	for i := range m.Cases {
		Scope(func() {
			defer func() {
				switch value := recover().(type) {
				case nil:
				case *Error:
					if !errors.Is(value, ErrUnsupported) {
						panic(value)
					}
					counts["missing"]++
				default:
					if value != any(errSkipped) {
						panic(value)
					}
					counts["skipped"]++
				}
			}()
			if why := m.Cases[i].run(m.Call, name, file); why != "" {
				t.Errorf("%s %s: %s", m.Op, m.Cases[i].ID, why)
				counts["failed"]++
				return
			}
			counts["passed"]++
		})
	}
}
