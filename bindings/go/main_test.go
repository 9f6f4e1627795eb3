package tenon

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/tenonml/tenon/bindings/go/internal/native"
)

func TestMain(m *testing.M) { os.Exit(m.Run()) }

// leakFree ends a test where it began: what was left to the collector is collected first.
func leakFree(t *testing.T) {
	t.Helper()
	collect()
	before, kept := LiveCount(), native.KeptCount()
	t.Cleanup(func() {
		for i := 0; i < 3 && (LiveCount() != before || native.KeptCount() != kept); i++ {
			collect()
		}
		if now := LiveCount(); now != before {
			t.Errorf("%d objects of the library are alive, and %d were before", now, before)
		}
		if now := native.KeptCount(); now != kept {
			t.Errorf("C holds %d objects of Go's, and held %d before", now, kept)
		}
	})
}

func same(t *testing.T, got *Tensor, want string) {
	t.Helper()
	if text := got.String(); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

// fails checks that f panics with an *Error of this code, whose message has all of the words.
func fails(t *testing.T, code Code, f func(), words ...string) {
	t.Helper()
	err := Try(f)
	checkError(t, err, code, words...)
}

func checkError(t *testing.T, err error, code Code, words ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, where %v is due", code)
		return
	}
	if !errors.Is(err, code) {
		t.Errorf("the error is %v: %v, where %v is due", err.(*Error).Code, err, code)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q isn't in the message: %v", word, err)
		}
	}
}
