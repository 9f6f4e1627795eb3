package tenon

import (
	"strconv"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

func itoa(i int) string { return strconv.Itoa(i) }

type maker func(arguments string) Module

// Invoke is the library's request for a module of the class.
func (f maker) Invoke(_ int, call uintptr) {
	m := f(text(native.Tn_call_text(call)))
	done(native.Tn_call_return_module(call, moduleIn(m)))
	leave(m)
	s := scopeOf(integer(native.Current_scope())) // that of made
	s.made = append(s.made, m)
}

// RegisterModule lets LoadModule and NewModule make modules of a class of the host's: a struct of this name, with its parameters
// and children in it, of the constructor's arguments as a JSON object (SetArguments says what is saved). PyTorch finds classes
// by importing them.
func RegisterModule(class string, make func(arguments string) Module) {
	done(native.Tn_module_register(class, native.Keep(maker(make))))
}

// LoadModule reads a whole model, architecture and weights, as Module.Save wrote it. What is of a class that the host registered
// comes as that struct.
func LoadModule(path string) (Module, error) {
	return try(func() Module { return made(func() native.Result { return native.Tn_module_load(path) }) })
}

// NewModule makes a module by PyTorch's class name, or one of the host's, with the constructor's arguments as a JSON object.
func NewModule(class, arguments string) Module {
	return made(func() native.Result { return native.Tn_module_new(class, arguments) })
}

// ModuleClasses is the classes that NewModule knows of itself, each with its schema.
func ModuleClasses() (names, schemas []string) {
	return listed(native.Tn_module_class_count(), native.Tn_module_class),
		listed(native.Tn_module_class_count(), native.Tn_module_class_schema)
}

// made finds the structs again that classes of the host's have made on the way.
func made(make func() native.Result) Module {
	s := beginScope()
	defer s.end()
	s.made = nil
	root := layerOf(make())
	found := s.made
	s.made = nil
	if len(found) > 0 && found[0].base().Is(root) {
		return found[0]
	}
	if len(found) > 0 {
		root.attach(found)
	}
	return Keep[Module](root)
}

// attach puts them in their places.
func (m *ModuleBase) attach(found []Module) {
	for _, name := range m.Children() {
		child := m.childNamed(name)
		for _, f := range found {
			if f.base().Is(child) {
				m.hold(name, f)
				child.Close()
			}
		}
		if m.childNamed(name) == child {
			child.base().attach(found)
		}
	}
}
