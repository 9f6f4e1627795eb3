module github.com/tenonml/tenon/examples/go

go 1.19

require github.com/tenonml/tenon/bindings/go v0.1.0

replace github.com/tenonml/tenon/bindings/go => ../../bindings/go
