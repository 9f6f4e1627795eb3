// Addcost prints what an add of 16 floats costs from Go, its object and its clean-up included, as tenon-perf's case add_16 has it
// in C.
package main

import (
	"fmt"
	"os"
	"sort"
	"time"

	tenon "github.com/tenonml/tenon/bindings/go"
)

const rounds, inScope = 15, 100

var calls = 200000

func measure(mode string, run func()) {
	times := make([]float64, rounds)
	for i := 0; i < 5; i++ {
		run()
	}
	for i := range times {
		begin := time.Now()
		run()
		times[i] = float64(time.Since(begin).Nanoseconds()) / 1e3 / float64(calls)
	}
	sort.Float64s(times)
	fmt.Printf("{\"case\":\"add_16\",\"impl\":\"go\",\"mode\":%q,\"threads\":1,\"median_us\":%.4f}\n", mode, times[rounds/2])
}

func main() {
	if len(os.Args) > 1 { // a multiple of what is in a scope
		fmt.Sscan(os.Args[1], &calls)
	}
	tenon.SetNumThreads(1)
	a, b := tenon.Rand(tenon.Shape{16}), tenon.Rand(tenon.Shape{16})
	measure("closed", func() {
		for i := 0; i < calls; i++ {
			a.Add(b).Close()
		}
	})
	measure("scope", func() {
		for i := 0; i < calls; i += inScope {
			tenon.Scope(func() {
				for k := 0; k < inScope; k++ {
					a.Add(b)
				}
			})
		}
	})
	measure("collected", func() {
		for i := 0; i < calls; i++ {
			a.Add(b)
		}
	})
}
