module github.com/tenonml/tenon/bindings/go

go 1.19
