package config

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"chatcops/internal/guess"
)

// maxValueBytes bounds one value, which may end up in a message or a table.
const maxValueBytes = 4096

// walker goes over the document and collects values and mistakes.
type walker struct {
	file     string
	problems Problems
	scalars  map[string]located // by key of the setting
	weights  []Weight
	goals    []Goal
	defaults DefaultGoals
	graders  []Grader
	tests    []testNode
	rules    Rules
	redact   Redact
	funnels  []Funnel
	alerts   []Alert
	prices   []priceNode
}

func newWalker(file string) *walker {
	return &walker{file: file, scalars: map[string]located{}}
}

// document reads the whole document; root is nil if there is nothing in it.
func (w *walker) document(root *yaml.Node) {
	if root != nil && w.plain(root) {
		w.section(root, "")
	}
}

func (w *walker) pos(n *yaml.Node) Pos { return Pos{w.file, n.Line, n.Column} }

func (w *walker) problem(n *yaml.Node, format string, args ...any) {
	w.problems = append(w.problems, Problem{w.pos(n), fmt.Sprintf(format, args...)})
}

// plain reports whether the tree holds only what a configuration needs: no
// anchors, aliases or tags, which only obscure values or blow them up.
func (w *walker) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		w.problem(n, "alias *%s: write the value out, or quote a text that begins with *", n.Value)
		return false
	case n.Anchor != "":
		w.problem(n, "anchor &%s: write the value out where it is needed, or quote a text that begins with &", n.Anchor)
		return false
	case n.Style&yaml.TaggedStyle != 0:
		w.problem(n, "tag %s: leave it out, or quote a text that begins with !", quote(n.Tag))
		return false
	}
	ok := true
	for _, c := range n.Content {
		ok = w.plain(c) && ok
	}
	return ok
}

// pairs calls each for every key of a mapping; nothing at all is an empty one.
func (w *walker) pairs(n *yaml.Node, want string, each func(key, value *yaml.Node)) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		w.problem(n, "expected %s, found %s", want, describe(n))
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || isNull(key) {
			w.problem(key, "a key must be a word, found %s: quote it", describe(key))
			continue
		}
		if line, seen := first[key.Value]; seen {
			w.problem(key, "key %s is set twice: keep this one or that of line %d", quote(key.Value), line)
			continue
		}
		first[key.Value] = key.Line
		each(key, value)
	}
}

// items calls each for every item of a list; nothing at all is an empty one.
func (w *walker) items(n *yaml.Node, want string, each func(*yaml.Node)) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.SequenceNode {
		w.problem(n, "expected %s, found %s", want, describe(n))
		return
	}
	for _, item := range n.Content {
		each(item)
	}
}

// item is one entry of a list of goals or tests.
type item struct {
	node   *yaml.Node
	fields map[string]*yaml.Node
	// whole says that all keys were understood, so that one that is not there
	// is missing rather than misspelt.
	whole bool
}

// item reads an entry that is a mapping with the given keys.
func (w *walker) item(n *yaml.Node, want string, fields []field) item {
	var known []string
	for _, f := range fields {
		known = append(known, f.name)
	}
	it := item{node: n, fields: map[string]*yaml.Node{}}
	before := len(w.problems)
	if isNull(n) {
		w.problem(n, "expected %s, found nothing", want)
	}
	w.pairs(n, want, func(key, value *yaml.Node) {
		if !slices.Contains(known, key.Value) {
			w.problem(key, "unknown key %s: %s", quote(key.Value), guess.Word(key.Value, known))
			return
		}
		it.fields[key.Value] = value
	})
	it.whole = len(w.problems) == before
	return it
}

// missing reports what an item lacks.
func (w *walker) missing(it item, format string, args ...any) {
	if it.whole {
		w.problem(it.node, format, args...)
	}
}

// uniqueName reads the required name of an item; lines remembers where each
// name was given.
func (w *walker) uniqueName(it item, what string, lines map[string]int) string {
	n := it.fields["name"]
	if n == nil {
		w.missing(it, "the %s has no name: add name: and a name", what)
		return ""
	}
	name, ok := w.name(n, "name")
	if !ok {
		return ""
	}
	if line, seen := lines[name]; seen {
		w.problem(n, "%s %s is defined twice: rename or delete this one or that of line %d", what, quote(name), line)
	} else {
		lines[name] = n.Line
	}
	return name
}

// text gives the literal text of a single value, whatever type YAML would make
// of it, so that 2026 stays a year and 0.50 a weight.
func (w *walker) text(n *yaml.Node, what string) (string, bool) {
	if isNull(n) {
		w.problem(n, "%s has no value: write one, or leave the line out", what)
		return "", false
	}
	if n.Kind != yaml.ScalarNode {
		w.problem(n, "%s: expected a single value, found %s", what, describe(n))
		return "", false
	}
	if len(n.Value) > maxValueBytes {
		w.problem(n, "%s is longer than %d bytes: shorten it", what, maxValueBytes)
		return "", false
	}
	return n.Value, true
}

// name reads a text that will stand in tables.
func (w *walker) name(n *yaml.Node, what string) (string, bool) {
	s, ok := w.text(n, what)
	if !ok {
		return "", false
	}
	if _, err := parseText(s); err != nil {
		w.problem(n, "%s: %v", what, err)
		return "", false
	}
	return s, true
}

// names reads a list of different texts.
func (w *walker) names(n *yaml.Node, want, what string) []Entry {
	var entries []Entry
	seen := map[string]bool{}
	w.items(n, want, func(item *yaml.Node) {
		text, ok := w.name(item, what)
		if !ok {
			return
		}
		if seen[text] {
			w.problem(item, "%s %s is listed twice: delete one", what, quote(text))
			return
		}
		seen[text] = true
		entries = append(entries, Entry{text, w.pos(item)})
	})
	return entries
}

// values drops the positions.
func values(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Value)
	}
	return out
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a map of keys"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	return quote(n.Value)
}
