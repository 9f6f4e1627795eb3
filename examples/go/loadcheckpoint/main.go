// Loadcheckpoint prints what a PyTorch checkpoint holds, without Python: loadcheckpoint FILE [NAME].
package main

import (
	"fmt"
	"os"

	tenon "github.com/tenonml/tenon/bindings/go"
)

func show(tree *tenon.Tree, indent string) {
	switch tree.Kind() {
	case tenon.TreeKindTensor:
		t := tree.AsTensor()
		fmt.Println(t.DType(), t.Shape())
	case tenon.TreeKindDict:
		fmt.Println(tree)
		for i := 0; i < tree.Len(); i++ {
			fmt.Printf("%s  %v: ", indent, tree.Key(i))
			show(tree.Item(i), indent+"  ")
		}
	case tenon.TreeKindList, tenon.TreeKindTuple:
		fmt.Println(tree)
		for i := 0; i < tree.Len() && i < 3; i++ {
			fmt.Printf("%s  %d: ", indent, i)
			show(tree.Item(i), indent+"  ")
		}
	default:
		fmt.Println(tree)
	}
}

func run(path string, names []string) error {
	weights, err := tenon.LoadStateDict(path)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return tenon.Try(func() { fmt.Println(weights.Get(names[0])) })
	}
	tree, err := tenon.Load(path)
	if err != nil {
		return err
	}
	show(tree, "")
	elements := 0
	weights.Each(func(_ string, t *tenon.Tensor) { elements += t.Numel() })
	fmt.Println(elements, "elements")
	return nil
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: loadcheckpoint FILE [NAME]")
		os.Exit(1)
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "loadcheckpoint:", err)
		os.Exit(1)
	}
}
