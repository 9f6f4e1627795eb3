package tenon

import (
	"reflect"
	"runtime"
	"strings"
	"sync"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// Module is torch.nn.Module: a *Layer of the library's own, or any struct that embeds ModuleBase:
//
//	type Net struct {
//		tenon.ModuleBase
//		fc *tenon.Layer
//	}
//
//	func NewNet() *Net {
//		n := &Net{}
//		n.fc = tenon.Add(n, "fc", tenon.NewLinear(784, 10))
//		return n
//	}
//
//	func (n *Net) Forward(x *tenon.Tensor) *tenon.Tensor { return n.fc.Forward(x).Relu() }
//
// Forward is an ordinary method. What is used in a container of the library's (NewSequential) has one of these:
//
//	Forward(x *tenon.Tensor) *tenon.Tensor
//	ForwardAll(inputs []*tenon.Tensor) []*tenon.Tensor
type Module interface {
	base() *ModuleBase
	Close()
	proxy() (*object, kind)
}

// Forwarder is a module of one input and one output.
type Forwarder interface {
	Module
	Forward(x *Tensor) *Tensor
}

type multiForwarder interface {
	Module
	ForwardAll(inputs []*Tensor) []*Tensor
}

// ModuleBase makes a struct that embeds it a Module.
type ModuleBase struct {
	object
	made     bool
	self     Module // the struct around, where that is known
	call     *cell  // of a module of the host's
	children []child
	tensors  []*Tensor // registered here
	parents  int
}

type child struct {
	name   string
	module Module
}

// Layer is a module of one of the library's own classes, or one that a file describes.
type Layer struct{ ModuleBase }

func (m *ModuleBase) base() *ModuleBase      { return m }
func (m *ModuleBase) proxy() (*object, kind) { return &m.object, kindModule }

// Close closes the module, and the modules and tensors that were added to it and to no other.
func (m *ModuleBase) Close() {
	if m.handle == 0 {
		return
	}
	m.close(kindModule)
	for _, c := range m.children {
		b := c.module.base()
		if b.parents--; b.parents == 0 {
			c.module.Close()
		}
	}
	for _, t := range m.tensors {
		if g := t.guard; g != nil {
			if g.parents--; g.parents == 0 {
				t.Close()
			}
		}
	}
	m.children, m.tensors = nil, nil
}

// ensure makes the library's side of a module of the host's, once; self is the struct around.
func (m *ModuleBase) ensure(self Module) {
	if m.made {
		if m.self == nil {
			m.self = self
		}
		return
	}
	m.made, m.self, m.call = true, self, &cell{}
	class := "Module"
	if self != nil {
		class = reflect.TypeOf(self).Elem().Name()
	}
	adopt(m.owner(), native.Tn_module_custom(class, native.Keep(m.call)))
}

func (m *ModuleBase) owner() Module {
	if m.self != nil {
		return m.self
	}
	return m
}

// Init says which struct is around the base, for one that is used before anything was added to it; Add and NewSequential do so by
// themselves.
func (m *ModuleBase) Init(self Module) *ModuleBase {
	m.ensure(self)
	return m
}

func (m *ModuleBase) in() uintptr {
	if m != nil && !m.made {
		m.ensure(nil)
	}
	return (&m.object).borrow("Module")
}

func moduleIn(m Module) uintptr {
	if m == nil || reflect.ValueOf(m).Kind() == reflect.Pointer && reflect.ValueOf(m).IsNil() {
		panic(failure(ErrNull, "module", "module: nil where one is needed"))
	}
	m.base().ensure(m)
	return m.base().in()
}

// ---- making

func newLayer(class string, a *arguments) *Layer {
	return layerOf(native.Tn_module_new(class, a.json()))
}

func layerOf(r native.Result) *Layer { return adopt(&Layer{ModuleBase{made: true}}, r) }

// NewSequential is torch.nn.Sequential: each module's output is the next one's input. They are named "0", "1", …
func NewSequential(modules ...Forwarder) *Layer {
	handles := make([]uintptr, len(modules))
	for i, m := range modules {
		handles[i] = moduleIn(m)
	}
	s := layerOf(native.Tn_nn_sequential(handles))
	for i, m := range modules {
		s.hold(itoa(i), m)
	}
	return s
}

// hold is the Go side of an addition: the parent has the very object.
func (m *ModuleBase) hold(name string, added Module) {
	leave(added)
	for i := range m.children {
		if m.children[i].name == name {
			m.children[i].module.base().parents--
			m.children[i].module = added
			added.base().parents++
			return
		}
	}
	m.children = append(m.children, child{name, added})
	added.base().parents++
}

// Add makes a module a child of parent, under this name, and returns it. PyTorch: Module.add_module.
func Add[M Module](parent Module, name string, added M) M {
	done(native.Tn_module_add(moduleIn(parent), name, moduleIn(added)))
	parent.base().hold(name, added)
	return added
}

// AddEach makes modules the children "0", "1", … of a child of parent's, and returns them. PyTorch: ModuleList.
func AddEach[M Module](parent Module, name string, modules []M) []M {
	list := Add(parent, name, &ModuleList{})
	for i, m := range modules {
		Add(list, itoa(i), m)
	}
	return modules
}

// ModuleList is torch.nn.ModuleList: modules under numbers.
type ModuleList struct{ ModuleBase }

// AddParameter makes t a parameter of m, and returns it: a leaf that requires a gradient. PyTorch: Module.register_parameter with
// a Parameter.
func AddParameter(m Module, name string, t *Tensor) *Tensor {
	if t != nil && !t.RequiresGrad() {
		t.RequiresGrad_(true)
	}
	done(native.Tn_module_add_parameter(moduleIn(m), name, t.in()))
	m.base().register(t)
	return t
}

// AddBuffer makes t a buffer of m, part of its state_dict where persistent, and returns it. PyTorch: Module.register_buffer.
func AddBuffer(m Module, name string, t *Tensor, persistent bool) *Tensor {
	done(native.Tn_module_add_buffer(moduleIn(m), name, t.in(), persistent))
	m.base().register(t)
	return t
}

func (m *ModuleBase) register(t *Tensor) {
	if t != nil {
		leave(t)
		if t.guard != nil {
			t.guard.parents++
		}
		m.tensors = append(m.tensors, t)
	}
}

// ---- walking

// Children is the names of its own children, in order.
func (m *ModuleBase) Children() []string {
	names := listed(native.Tn_module_child_count(m.in()), func(i int) native.List { return native.Tn_module_child_name(m.in(), i) })
	runtime.KeepAlive(m)
	return names
}

// Child is the module at a path, "0" or "encoder.0": the very object that was added. PyTorch: get_submodule.
func (m *ModuleBase) Child(path string) Module {
	first, rest, deeper := strings.Cut(path, ".")
	found := m.childNamed(first)
	if deeper {
		return found.base().Child(rest)
	}
	return found
}

func (m *ModuleBase) childNamed(name string) Module {
	for _, c := range m.children {
		if c.name == name {
			return c.module
		}
	}
	l := layerOf(native.Tn_module_child(m.in(), name))
	m.hold(name, l)
	return l
}

// Apply calls f for every module in m and then for m itself. PyTorch: Module.apply.
func Apply(m Module, f func(Module)) {
	for _, name := range m.base().Children() {
		Apply(m.base().childNamed(name), f)
	}
	f(m)
}

// Eval sets evaluation mode, of it and of all modules in it. PyTorch: Module.eval.
func (m *ModuleBase) Eval() { m.Train(false) }

// String is PyTorch's text.
func (m *ModuleBase) String() string {
	found := text(native.Tn_module_text(m.in()))
	runtime.KeepAlive(m)
	return found
}

// Arguments is what it was constructed with, as a JSON object.
func (m *ModuleBase) Arguments() string {
	found := text(native.Tn_module_arguments(m.in()))
	runtime.KeepAlive(m)
	return found
}

// ---- running

// Forward runs the module. PyTorch: module(input).
func (l *Layer) Forward(x *Tensor) *Tensor {
	defer l.lend()()
	r := native.Tn_module_forward(l.in(), x.in())
	runtime.KeepAlive(l)
	runtime.KeepAlive(x)
	return tensorOf(r)
}

// Call runs a module of any number of inputs, nil among them, and outputs, through the library. PyTorch: module(*inputs).
func (m *ModuleBase) Call(inputs ...*Tensor) []*Tensor {
	defer m.lend()()
	r := native.Tn_module_call(m.in(), handlesOf(inputs))
	runtime.KeepAlive(m)
	runtime.KeepAlive(inputs)
	return tensorsOf(r)
}

// cell is what the library holds of a module of the host's. It leads to the module only while a forward runs: else the module
// would keep itself alive.
type cell struct {
	lock   sync.Mutex
	module Module
	count  int
}

var nothingLent = func() {}

// lend makes the modules of the host's in m known to the library, until the result is called.
func (m *ModuleBase) lend() func() {
	var cells []*cell
	m.lendTo(&cells)
	if cells == nil {
		return nothingLent
	}
	return func() {
		for _, c := range cells {
			c.lock.Lock()
			if c.count--; c.count == 0 {
				c.module = nil
			}
			c.lock.Unlock()
		}
	}
}

func (m *ModuleBase) lendTo(cells *[]*cell) {
	if m.call != nil && m.self != nil {
		m.call.lock.Lock()
		m.call.count++
		m.call.module = m.self
		m.call.lock.Unlock()
		*cells = append(*cells, m.call)
	}
	for _, c := range m.children {
		c.module.base().lendTo(cells)
	}
}

// Invoke is the library's call of a module of the host's.
func (c *cell) Invoke(_ int, call uintptr) {
	c.lock.Lock()
	m := c.module
	c.lock.Unlock()
	Scope(func() {
		inputs := callArguments(call)
		switch m := m.(type) {
		case multiForwarder:
			callReturn(call, m.ForwardAll(inputs))
		case Forwarder:
			if len(inputs) != 1 {
				panic(failure(ErrValue, "Forward", "%T.Forward takes one input and was given %d", m, len(inputs)))
			}
			callReturn(call, []*Tensor{m.Forward(inputs[0])})
		case nil:
			panic(failure(ErrState, "Forward", "a module was run that only the library holds: run it by the module that it was added to"))
		default:
			panic(failure(ErrUnsupported, "Forward", "%T has neither Forward nor ForwardAll", m))
		}
	})
}
