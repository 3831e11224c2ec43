package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxProblems is how many mistakes an error lists before it only counts them.
const maxProblems = 50

// Problem is one mistake in the configuration, with the way out in its text.
type Problem struct {
	Pos  Pos
	Text string
}

// Problems are all mistakes of a configuration, in the order of the file, then
// those of the environment and the flags. Every error of Load is of this type.
type Problems []Problem

// String gives FILE:LINE:COL, less what is not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// origin is the position as a setting's origin: FILE:LINE, a variable or a flag.
func (p Pos) origin() string { return Pos{File: p.File, Line: p.Line}.String() }

// Error gives the position and the text.
func (p Problem) Error() string { return p.Pos.String() + ": " + p.Text }

// Error gives one mistake a line.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == maxProblems {
			fmt.Fprintf(&b, "\nand %d more mistakes", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// sortByLine orders the mistakes of one file as a reader meets them.
func (ps Problems) sortByLine() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
}

// quote shows what the user wrote, shortened and without control characters.
func quote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
