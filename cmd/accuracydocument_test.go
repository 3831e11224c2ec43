package cmd

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	accuracyBegin = "<!-- Measured accuracy: written by CHATCOPS_EVAL_DIR=FOLDER go test ./cmd -run Accuracy -update; do not edit. -->\n"
	accuracyEnd   = "<!-- End of measured accuracy -->\n"
	lastDigit     = 0.001 // of a value that decimals prints
)

var accuracyDocument = filepath.Join("..", "docs", "scoring.md")

func decimals(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

// accuracySection is the section of the document: what is fixed around what is measured.
func accuracySection(results []result) string {
	return accuracyHead() + resultRows(results) + accuracyTail()
}

func accuracyHead() string {
	var b strings.Builder
	b.WriteString(`
## Measured accuracy

Measured on labelled conversations that others made, with the rules built in and no settings. The table is printed by

` + "```sh" + `
CHATCOPS_EVAL_DIR=FOLDER go test ./cmd -run Accuracy -v
` + "```" + `

which every check of a change runs where the data is. It fails when a goal is missed or this section is not true
any more (by more than the last digit). The data is not part of the project, since not all of it may be passed on.

All of it is one half of each data set. The rules were written and the goals set with these halves in view, so expect less on
conversations of your own. What is compared:

`)
	for _, m := range measures {
		fmt.Fprintf(&b, "- **%s** (%s): %s.\n", m.task, strings.Join(m.sets, ", "), m.compares)
	}
	b.WriteString("\nA dash means undefined, or no goal.\n\n| task | data set | n | metric | value | goal |\n|---|---|--:|---|--:|--:|\n")
	return b.String()
}

func resultRows(results []result) string {
	var b strings.Builder
	for _, r := range results {
		goal := "–"
		if r.goal != nil {
			goal = r.goal.String()
		}
		fmt.Fprintf(&b, "| %s | %s | %d %s | %s | %s | %s |\n", r.task, r.set, r.n, r.of, r.metric, decimals(r.value), goal)
	}
	return b.String()
}

func accuracyTail() string {
	var b strings.Builder
	b.WriteString("\nWhere the data comes from, and what is weak about it:\n\n| data set | what it is | source | what is weak |\n|---|---|---|---|\n")
	for _, d := range dataSets {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", strings.Join(d.names, ", "), d.what, d.source, d.weak)
	}
	return b.String() + "\n"
}

// compareSection compares the document with the section, or writes it with -update.
func compareSection(t *testing.T, section string) {
	before, documented, after := documentedSection(t)
	problem := staleLine(documented, section)
	if problem == "" {
		return
	}
	if !*update {
		t.Errorf("%s is stale: %s\nrun go test ./cmd -run Accuracy -update", accuracyDocument, problem)
		return
	}
	if err := os.WriteFile(accuracyDocument, []byte(before+section+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// documentedSection returns the document: up to the section, the section, the rest.
func documentedSection(t *testing.T) (before, section, after string) {
	text, err := os.ReadFile(accuracyDocument)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(text), accuracyBegin)
	section, after, ended := strings.Cut(rest, accuracyEnd)
	if !begun || !ended {
		t.Fatalf("%s lacks the lines\n%s%s", accuracyDocument, accuracyBegin, accuracyEnd)
	}
	return before + accuracyBegin, section, accuracyEnd + after
}

// staleLine names the first line that differs, "" without one. Values of a table
// may differ by their last digit, so that the document does not change with every
// change of a rule.
func staleLine(documented, measured string) string {
	have, want := strings.Split(documented, "\n"), strings.Split(measured, "\n")
	for i := range max(len(have), len(want)) {
		switch {
		case i >= len(have):
			return fmt.Sprintf("%q is missing", want[i])
		case i >= len(want):
			return fmt.Sprintf("%q is too much", have[i])
		case !sameCells(have[i], want[i]):
			return fmt.Sprintf("%q should be %q", have[i], want[i])
		}
	}
	return ""
}

func sameCells(a, b string) bool {
	have, want := strings.Split(a, " | "), strings.Split(b, " | ")
	if len(have) != len(want) {
		return false
	}
	for i := range have {
		if have[i] == want[i] {
			continue
		}
		x, errX := strconv.ParseFloat(have[i], 64)
		y, errY := strconv.ParseFloat(want[i], 64)
		if errX != nil || errY != nil || math.Abs(x-y) > 1.01*lastDigit {
			return false
		}
	}
	return true
}

// TestAccuracyDocument compares what the section says without the data: all but
// the figures.
func TestAccuracyDocument(t *testing.T) {
	if *update {
		t.Skip("TestAccuracy writes the section")
	}
	_, section, _ := documentedSection(t)
	rows, headed := strings.CutPrefix(section, accuracyHead())
	rows, tailed := strings.CutSuffix(rows, accuracyTail())
	if !headed || !tailed {
		t.Fatalf("%s says other things around the figures than the tests: run go test ./cmd -run Accuracy -update", accuracyDocument)
	}
	left := goals()
	for _, row := range strings.Split(strings.TrimSuffix(rows, "\n"), "\n") {
		cells := strings.Split(strings.Trim(row, "| "), " | ")
		if len(cells) != 6 {
			t.Errorf("not a row of six cells: %s", row)
			continue
		}
		key, want := goalKey{cells[0], cells[3], cells[1]}, "–"
		if g, ok := left[key]; ok {
			want = g.String()
		}
		if cells[5] != want {
			t.Errorf("goal %s, want %s: %s", cells[5], want, row)
		}
		delete(left, key)
	}
	for key, g := range left {
		t.Errorf("no row with the goal %s for %v", g, key)
	}
}

func TestStaleLine(t *testing.T) {
	row := func(n, value, goal string) string {
		return "text\n\n| outcome | sgd | " + n + " conversations | failure F1 | " + value + " | " + goal + " |\n"
	}
	for _, c := range []struct {
		name, documented string
		stale            bool
	}{
		{"the same", row("7", "0.952", "≥ 0.8"), false},
		{"its last digit", row("7", "0.953", "≥ 0.8"), false},
		{"more than its last digit", row("7", "0.954", "≥ 0.8"), true},
		{"undefined", row("7", "–", "≥ 0.8"), true},
		{"n", row("8", "0.952", "≥ 0.8"), true},
		{"goal", row("7", "0.952", "≥ 0.801"), true},
		{"words", "other " + row("7", "0.952", "≥ 0.8"), true},
		{"too much", row("7", "0.952", "≥ 0.8") + "\nmore", true},
		{"too little", "text", true},
	} {
		if problem := staleLine(c.documented, row("7", "0.952", "≥ 0.8")); (problem != "") != c.stale {
			t.Errorf("%s: %q", c.name, problem)
		}
	}
}
