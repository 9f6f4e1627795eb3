// Characters is a model of characters: it learns to say what comes after the last 16, and then writes (Bengio et al., 2003).
//
//	characters [--text FILE] [--steps N] [--length N] [--seed N]
package main

import (
	"flag"
	"fmt"
	"os"
	"sort"

	tenon "github.com/tenonml/tenon/bindings/go"
)

const context, batchSize = 16, 64

// Lewis Carroll, Jabberwocky.
const poem = `'Twas brillig, and the slithy toves
Did gyre and gimble in the wabe:
All mimsy were the borogoves,
And the mome raths outgrabe.

"Beware the Jabberwock, my son!
The jaws that bite, the claws that catch!
Beware the Jubjub bird, and shun
The frumious Bandersnatch!"

He took his vorpal sword in hand;
Long time the manxome foe he sought--
So rested he by the Tumtum tree
And stood awhile in thought.
`

// Model gives scores of the next character.
type Model struct {
	tenon.ModuleBase
	letters, hidden, norm, out *tenon.Layer
}

func newModel(vocabulary int) *Model {
	m := &Model{}
	m.letters = tenon.Add(m, "letters", tenon.NewEmbedding(vocabulary, 24))
	m.hidden = tenon.Add(m, "hidden", tenon.NewLinear(context*24, 128))
	m.norm = tenon.Add(m, "norm", tenon.NewLayerNorm(tenon.Shape{128}))
	m.out = tenon.Add(m, "out", tenon.NewLinear(128, vocabulary))
	return m
}

// Forward takes (n, 16) numbers of characters to (n, vocabulary) scores.
func (m *Model) Forward(x *tenon.Tensor) *tenon.Tensor {
	return m.out.Forward(m.norm.Forward(m.hidden.Forward(m.letters.Forward(x).Flatten(tenon.StartDim(1)))).Gelu())
}

// The characters of a text in order, and the text by their numbers.
func numbered(text string) (alphabet []rune, numbers []int64) {
	place := map[rune]int64{}
	for _, c := range text {
		place[c] = 0
	}
	for c := range place {
		alphabet = append(alphabet, c)
	}
	sort.Slice(alphabet, func(i, j int) bool { return alphabet[i] < alphabet[j] })
	for i, c := range alphabet {
		place[c] = int64(i)
	}
	for _, c := range text {
		numbers = append(numbers, place[c])
	}
	return alphabet, numbers
}

func train(model *Model, numbers []int64, steps int) {
	all := tenon.FromSlice(numbers)
	rows := len(numbers) - context
	columns := make([]*tenon.Tensor, context)
	for i := range columns {
		columns[i] = all.Narrow(0, i, rows)
	}
	// Row i has the characters i to i + 15, and what comes after them.
	windows, next := tenon.Stack(columns, tenon.Dim(1)), all.Narrow(0, context, rows)
	adam := tenon.NewAdamW(model.Parameters(), tenon.LR(3e-3))
	for step := 1; step <= steps; step++ {
		tenon.Scope(func() {
			chosen := tenon.Randint(0, rows, tenon.Shape{batchSize})
			loss := tenon.CrossEntropy(model.Forward(windows.IndexSelect(0, chosen)), next.IndexSelect(0, chosen))
			adam.ZeroGrad()
			loss.Backward()
			adam.Step()
			if step%((steps+3)/4) == 0 {
				fmt.Printf("step %d of %d: loss %.4f\n", step, steps, loss.Item())
			}
		})
	}
}

// write draws one character after another, each by its probability.
func write(model *Model, begin []int64, length int) []int64 {
	model.Eval()
	text := append([]int64(nil), begin...)
	tenon.NoGrad(func() {
		for i := 0; i < length; i++ {
			tenon.Scope(func() {
				chances := model.Forward(tenon.FromSlice(text[len(text)-context:], 1, context)).Softmax(1).Select(0, 0)
				// The first place where the sum of the probabilities passes a random number.
				drawn := chances.Cumsum(0).Lt(tenon.Rand(tenon.Shape{1})).Sum().ItemInt()
				if last := chances.Numel() - 1; drawn > last {
					drawn = last
				}
				text = append(text, int64(drawn))
			})
		}
	})
	return text
}

func main() {
	file := flag.String("text", "", "file to learn from; without it a poem")
	steps := flag.Int("steps", 400, "steps of training")
	length := flag.Int("length", 200, "characters to write")
	seed := flag.Int("seed", 1, "of weights, order and drawing")
	flag.Parse()
	text := poem
	if *file != "" {
		read, err := os.ReadFile(*file)
		if err != nil {
			fmt.Fprintln(os.Stderr, "characters:", err)
			os.Exit(1)
		}
		text = string(read)
	}
	tenon.ManualSeed(*seed)
	alphabet, numbers := numbered(text)
	if len(numbers) <= context {
		fmt.Fprintf(os.Stderr, "characters: a text of more than %d characters is wanted\n", context)
		os.Exit(1)
	}
	model := newModel(len(alphabet))
	train(model, numbers, *steps)
	for _, i := range write(model, numbers[:context], *length) {
		fmt.Print(string(alphabet[i]))
	}
	fmt.Println()
}
