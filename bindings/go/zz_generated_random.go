// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.

package tenon

import (
	"runtime"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

// ManualSeed: Seeds the default generator of every device. Any number is a seed.
//
// PyTorch: torch.manual_seed.
func ManualSeed(seed int) {
	r := native.Tn_manual_seed(seed)
	done(r)
}

// InitialSeed: The seed of the CPU's default generator; 67280421310721 at first.
//
// PyTorch: torch.initial_seed.
func InitialSeed() int {
	r := native.Tn_initial_seed()
	return integer(r)
}

// NewGenerator: A generator of its own, with the seed that the default ones have at first.
//
// PyTorch: torch.Generator.
func NewGenerator(options ...GeneratorNewGeneratorOption) *Generator {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_generator_new(0)
	} else {
		a := forGeneratorNewGeneratorOptions{device: 0}
		for _, o := range options {
			o.forGeneratorNewGenerator(&a)
		}
		r = native.Tn_generator_new(int32(a.device))
	}
	return generatorOf(r)
}

// DefaultGenerator: A handle of a device's default generator.
//
// PyTorch: torch.default_generator.
func DefaultGenerator(options ...GeneratorDefaultGeneratorOption) *Generator {
	var r native.Result
	if len(options) == 0 {
		r = native.Tn_generator_default(0)
	} else {
		a := forGeneratorDefaultGeneratorOptions{device: 0}
		for _, o := range options {
			o.forGeneratorDefaultGenerator(&a)
		}
		r = native.Tn_generator_default(int32(a.device))
	}
	return generatorOf(r)
}

// ManualSeed: Sets the seed, and puts the position back to the start.
//
// PyTorch: Generator.manual_seed.
func (g *Generator) ManualSeed(seed int) {
	r := native.Tn_generator_manual_seed(g.in(), seed)
	runtime.KeepAlive(g)
	done(r)
}

// InitialSeed: The seed it was last given. -1 on failure, and for that seed.
//
// PyTorch: Generator.initial_seed.
func (g *Generator) InitialSeed() int {
	r := native.Tn_generator_initial_seed(g.in())
	runtime.KeepAlive(g)
	return integer(r)
}

// State: Seed and position, as a tensor of bytes, to come back to.
//
// PyTorch: Generator.get_state, torch.get_rng_state.
func (g *Generator) State() *Tensor {
	r := native.Tn_generator_state(g.in())
	runtime.KeepAlive(g)
	return tensorOf(r)
}

// SetState: Comes back to it. ErrValue for bytes that are no state.
//
// PyTorch: Generator.set_state, torch.set_rng_state.
func (g *Generator) SetState(state *Tensor) {
	r := native.Tn_generator_set_state(g.in(), state.in())
	runtime.KeepAlive(g)
	runtime.KeepAlive(state)
	done(r)
}
