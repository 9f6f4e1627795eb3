package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// callback is a function that the library calls; what it makes is closed when it returns, but for what it gave the library.
type callback func(which int, call uintptr)

func (f callback) Invoke(which int, call uintptr) {
	Scope(func() { f(which, call) })
}

func callArguments(call uintptr) []*Tensor {
	found := make([]*Tensor, integer(native.Tn_call_count(call)))
	for i := range found {
		found[i] = tensorOf(native.Tn_call_arg(call, i))
	}
	return found
}

func callReturn(call uintptr, results []*Tensor) {
	for i, t := range results {
		done(native.Tn_call_return(call, i, t.in()))
	}
	runtime.KeepAlive(results)
}

// ---- functions with a gradient of their own

// Context is what the forward and the backward of a Function share. It is valid while they run.
type Context struct{ call uintptr }

// Save keeps tensors for backward, in order. PyTorch: ctx.save_for_backward.
func (c *Context) Save(tensors ...*Tensor) {
	for _, t := range tensors {
		done(native.Tn_call_save(c.call, t.in()))
	}
	runtime.KeepAlive(tensors)
}

// Saved is the i-th of them. PyTorch: ctx.saved_tensors.
func (c *Context) Saved(i int) *Tensor { return tensorOf(native.Tn_call_saved(c.call, i)) }

// NeedsGrad says whether input i needs a gradient. PyTorch: ctx.needs_input_grad.
func (c *Context) NeedsGrad(i int) bool { return truth(native.Tn_call_needs_grad(c.call, i)) }

// SetData keeps anything else for backward; PyTorch: attributes of ctx. What it keeps must not lead to the graph it is in.
func (c *Context) SetData(data any) {
	done(native.Tn_call_set_data(c.call, native.Keep(&data)))
}

// Data is what was set; nil where nothing was.
func (c *Context) Data() any {
	if data, ok := native.Kept(int64(integer(native.Tn_call_data(c.call)))).(*any); ok {
		return *data
	}
	return nil
}

// Function is torch.autograd.Function: an operator with a gradient of its own.
type Function struct{ object }

// NewFunction makes one of `outputs` outputs. forward gives the outputs of its inputs; backward a gradient for each input, nil
// for one that isn't wanted. Both run without recording, what they make is closed when they return, and a panic in them comes
// out of the call that led to them as it was.
func NewFunction(name string, outputs int, forward, backward func(c *Context, inputs []*Tensor) []*Tensor) *Function {
	run := callback(func(which int, call uintptr) {
		f, c := forward, &Context{call}
		if which == 1 {
			f = backward
		}
		callReturn(call, f(c, callArguments(call)))
		c.call = 0
	})
	return adopt(&Function{}, native.Tn_function_new(name, outputs, native.Keep(run)))
}

// Close gives it up; graphs made by it keep what they need.
func (f *Function) Close()                 { f.close(kindFunction) }
func (f *Function) proxy() (*object, kind) { return &f.object, kindFunction }

// Apply runs a function of one output. PyTorch: Function.apply.
func (f *Function) Apply(inputs ...*Tensor) *Tensor {
	r := native.Tn_function_apply(f.borrow("Function.Apply"), handlesOf(inputs))
	runtime.KeepAlive(f)
	runtime.KeepAlive(inputs)
	return tensorOf(r)
}

// Call runs a function of any number of outputs. PyTorch: Function.apply.
func (f *Function) Call(inputs ...*Tensor) []*Tensor {
	r := native.Tn_function_call(f.borrow("Function.Call"), handlesOf(inputs))
	runtime.KeepAlive(f)
	runtime.KeepAlive(inputs)
	return tensorsOf(r)
}

// ---- hooks

// RegisterHook calls hook with each gradient that reaches t; what it returns, unless nil, goes on in its place. The number is for
// RemoveHook. PyTorch: Tensor.register_hook.
func (t *Tensor) RegisterHook(hook func(grad *Tensor) *Tensor) int {
	run := callback(func(_ int, call uintptr) {
		if grad := hook(callArguments(call)[0]); grad != nil {
			callReturn(call, []*Tensor{grad})
		}
	})
	r := native.Tn_tensor_register_hook(t.in(), native.Keep(run))
	runtime.KeepAlive(t)
	return integer(r)
}

// Gradcheck compares the gradients of f with finite differences at these inputs, which should be float64. PyTorch:
// torch.autograd.gradcheck.
func Gradcheck(f func(inputs []*Tensor) []*Tensor, inputs []*Tensor, options ...GradcheckOption) error {
	a := forGradcheckOptions{}
	for _, o := range options {
		o.forGradcheck(&a)
	}
	run := callback(func(_ int, call uintptr) { callReturn(call, f(callArguments(call))) })
	return Try(func() {
		done(native.Tn_gradcheck(native.Keep(run), handlesOf(inputs), a.words[:]))
		runtime.KeepAlive(inputs)
	})
}

// ---- the process

// SetLog sends messages of at least this level to log; nil removes it. log may run on several goroutines at once.
func SetLog(level LogLevel, log func(level LogLevel, message string)) {
	var user int64
	if log != nil {
		user = native.Keep(callback(func(_ int, call uintptr) {
			log(LogLevel(integer(native.Call_level(call))), text(native.Tn_call_text(call)))
		}))
	}
	done(native.Tn_set_log(int32(level), user))
}

type executor func(call uintptr)

func (f executor) Invoke(_ int, call uintptr) { f(call) }

// SetExecutor lets the host's own workers compute. execute sees to it that task(i) is called once for each i below count, on
// whatever goroutines, and returns when all have; nil brings the library's own threads back.
func SetExecutor(execute func(count int, task func(i int))) {
	var user int64
	if execute != nil {
		user = native.Keep(executor(func(call uintptr) {
			execute(integer(native.Tn_call_count(call)), func(i int) { done(native.Tn_call_run(call, i)) })
		}))
	}
	done(native.Tn_set_executor(user))
}

// OnMemoryPressure calls f, beside the collector, when memory is out or the limit is reached, with how many bytes are wanted; nil
// removes it. It must release rather than make.
func OnMemoryPressure(f func(bytes int)) {
	done(native.Tn_set_memory_pressure(native.Keep(pressure{f})))
}

// SetAllocator takes native memory from functions of C's, by their addresses; 0, 0 brings the C library's back. memory.h says
// what they are given. Call it first of all.
func SetAllocator(allocate, deallocate, userData, destroy uintptr) {
	done(native.Tn_set_allocator(allocate, deallocate, userData, destroy))
}

// Version is the library's.
func Version() string { return text(native.Tn_version()) }

// BuildInfo is what a bug report needs.
func BuildInfo() string { return text(native.Tn_build_info()) }

// ProcAddress is the address of any function of the C interface.
func ProcAddress(name string) (uintptr, error) {
	return try(func() uintptr {
		r := native.Tn_get_proc_address(name)
		if r.N < 0 {
			fail(r.P)
		}
		return uintptr(r.P)
	})
}
