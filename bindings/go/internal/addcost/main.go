// Addcost prints what an add of 16 floats costs from Go, its object and its clean-up included, as tenon-perf's case add_16 has it
// in C.
package main

import (
	"fmt"
	"sort"
	"time"

	tenon "github.com/tenonml/tenon/bindings/go"
)

const inScope = 100

// measure takes the median of so many rounds. Short ones end before another process gets the processor; where the collector does
// a part of the work they must be long.
func measure(mode string, rounds, calls int, run func(calls int)) {
	times := make([]float64, rounds)
	for i := 0; i < rounds/5; i++ {
		run(calls)
	}
	for i := range times {
		begin := time.Now()
		run(calls)
		times[i] = float64(time.Since(begin).Nanoseconds()) / 1e3 / float64(calls)
	}
	sort.Float64s(times)
	fmt.Printf("{\"case\":\"add_16\",\"impl\":\"go\",\"mode\":%q,\"threads\":1,\"median_us\":%.4f}\n", mode, times[rounds/2])
}

func main() {
	tenon.SetNumThreads(1)
	a, b := tenon.Rand(tenon.Shape{16}), tenon.Rand(tenon.Shape{16})
	measure("closed", 1000, 2000, func(calls int) {
		for i := 0; i < calls; i++ {
			a.Add(b).Close()
		}
	})
	measure("scope", 1000, 2000, func(calls int) {
		for i := 0; i < calls; i += inScope {
			tenon.Scope(func() {
				for k := 0; k < inScope; k++ {
					a.Add(b)
				}
			})
		}
	})
	measure("collected", 15, 200000, func(calls int) {
		for i := 0; i < calls; i++ {
			a.Add(b)
		}
	})
}
