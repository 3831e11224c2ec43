package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chatcops/internal/briefing"
)

var sectionTable = regexp.MustCompile(`(?s)(\| section \| what it shows \| in \|\n\|---\|---\|---\|\n).*?\n\n`)

// TestReportDoc keeps the table of sections in docs/report.md; -update writes it.
func TestReportDoc(t *testing.T) {
	path := filepath.Join("..", "docs", "report.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	for _, s := range briefing.Sections {
		var in []string
		for _, typ := range briefing.Types {
			if s.In(typ.Name) {
				in = append(in, typ.Name)
			}
		}
		fmt.Fprintf(&rows, "| `%s` | %s: %s | %s |\n", s.Name, s.Title, s.Doc, strings.Join(in, ", "))
	}
	want := sectionTable.ReplaceAllString(string(text), "${1}"+rows.String()+"\n")
	if want == string(text) {
		return
	}
	if !*update {
		t.Fatal("docs/report.md has an old table of sections; go test ./cmd -run ReportDoc -update writes it")
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
