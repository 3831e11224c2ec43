package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chatcops/internal/chat"
)

// TestSignalsAreDocumented compares docs/conversations.md with the table of
// signals; run with -update to write it.
func TestSignalsAreDocumented(t *testing.T) {
	path := filepath.Join("..", "docs", "conversations.md")
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const head = "| kind | title | meaning |\n|---|---|---|\n"
	before, rest, found := strings.Cut(string(doc), head)
	_, after, more := strings.Cut(rest, "\n\n")
	if !found || !more {
		t.Fatal("docs/conversations.md has no table of signals with text behind it")
	}
	want := before + head
	for _, s := range chat.SignalKinds {
		meaning := s.Doc
		if s.Passing {
			meaning += "; read for the quality score alone and not stored"
		}
		want += "| `" + string(s.Kind) + "` | " + s.Title + " | " + meaning + " |\n"
	}
	want += "\n" + after
	if want == string(doc) {
		return
	}
	if !*update {
		t.Fatal("the table of signals is stale: go test ./cmd -run TestSignalsAreDocumented -update")
	}
	if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}
