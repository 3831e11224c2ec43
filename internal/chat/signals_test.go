package chat

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// TestEverySignalIsDescribed reads the constants themselves, so that none can be forgotten.
func TestEverySignalIsDescribed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "facts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 || len(spec.Names[0].Name) < 7 || spec.Names[0].Name[:6] != "Signal" {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		word, _ := strconv.Unquote(literal.Value)
		if info := SignalInfoOf(SignalKind(word)); info.Doc == "" {
			t.Errorf("%s: the table of signals lacks %q", spec.Names[0].Name, word)
		}
		kinds++
		return true
	})
	if kinds != len(SignalKinds) || kinds < 10 {
		t.Errorf("%d constants, %d rows of the table", kinds, len(SignalKinds))
	}
}
