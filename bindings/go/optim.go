package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Optimizer is torch.optim.Optimizer, of whichever class.
type Optimizer struct{ object }

// Close gives it up.
func (o *Optimizer) Close()                 { o.close(kindOptimizer) }
func (o *Optimizer) proxy() (*object, kind) { return &o.object, kindOptimizer }
func (o *Optimizer) in() uintptr            { return o.borrow("Optimizer") }

func optimizerOf(r native.Result) *Optimizer { return adopt(&Optimizer{}, r) }

func newOptimizer(class string, params []*Tensor, a *arguments) *Optimizer {
	return NewOptimizer(class, params, a.json())
}

// NewOptimizer makes one by PyTorch's class name, with keyword arguments as a JSON object.
func NewOptimizer(class string, params []*Tensor, arguments string) *Optimizer {
	r := native.Tn_optimizer_new(class, handlesOf(params), arguments)
	runtime.KeepAlive(params)
	return optimizerOf(r)
}

// OptimizerClasses is the classes that NewOptimizer knows, each with its schema.
func OptimizerClasses() (names, schemas []string) {
	return listed(native.Tn_optimizer_class_count(), native.Tn_optimizer_class),
		listed(native.Tn_optimizer_class_count(), native.Tn_optimizer_class_schema)
}
