// Package native is the C interface as SWIG sees it: one function a function, handles as numbers. The package around it is
// written on this one.
package native

// #cgo pkg-config: tenon
import "C"

import "unsafe"

// The code is written for an int of 64 bits; elsewhere this doesn't compile.
const _ = uint(unsafe.Sizeof(int(0)) - 8)
