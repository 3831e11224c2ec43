package cmd

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// check fails if what a command has written is not harmless, or not what its
// format says. Without a format only the first is asked.
func (h *hostileWorld) check(t testing.TB, what, format string) {
	out := h.out.String()
	checkTerminal(t, what+" on stderr", h.err.String())
	if format == "pdf" { // is no text, and goes to no terminal
		return
	}
	checkTerminal(t, what+" on stdout", out)
	switch format {
	case "json":
		checkJSON(t, what, out)
	case "jsonl", "openai":
		for line := range strings.Lines(out) {
			checkJSON(t, what, line)
		}
	case "csv":
		checkCSV(t, what, out)
	case "markdown":
		checkMarkdown(t, what, out)
	case "html":
		checkMarkup(t, what, out)
	}
}

// ownColour are the escape sequences that we write ourselves: colours.
var ownColour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// checkTerminal fails on what a terminal would obey.
func checkTerminal(t testing.TB, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Fatalf("%s: no UTF-8: %q", what, text)
	}
	for i, r := range ownColour.ReplaceAllString(text, "") {
		switch {
		case r == '\n' || r == '\t':
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			t.Fatalf("%s: %U at %d: %q", what, r, i, text)
		}
	}
}

func checkJSON(t testing.TB, what, text string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	for n := 0; ; n++ {
		var v any
		switch err := d.Decode(&v); {
		case err == io.EOF && n == 1 || err == io.EOF && strings.TrimSpace(text) == "":
			return
		case err != nil || n > 0:
			t.Fatalf("%s: value %d: %v: %q", what, n, err, text)
		}
	}
}

// checkCSV reads tables, which blank lines separate.
func checkCSV(t testing.TB, what, text string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v: %q", what, err, text)
	}
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && !ownFlag.MatchString(cell) && strings.ContainsRune("=+-@\t\r\uff1d\uff0b\uff0d\uff20", firstRune(cell)) {
				t.Fatalf("%s: the cell %q is a formula", what, cell)
			}
		}
	}
}

// ownFlag is a flag of ours in the table of settings.
var ownFlag = regexp.MustCompile(`^--[a-z][a-z-]*$`)

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

var (
	escapedInMarkdown = regexp.MustCompile(`\\.`)
	tagInMarkdown     = regexp.MustCompile(`<[A-Za-z!/?]`)
	linkInMarkdown    = regexp.MustCompile(`\]\(`)
)

// checkMarkdown fails on rows whose number of cells is not that of their header,
// on markup and on links.
func checkMarkdown(t testing.TB, what, text string) {
	t.Helper()
	cells := 0
	for line := range strings.Lines(text) {
		bare := escapedInMarkdown.ReplaceAllString(line, "")
		switch {
		case tagInMarkdown.MatchString(bare), linkInMarkdown.MatchString(bare):
			t.Fatalf("%s: markup in %q", what, line)
		case !strings.HasPrefix(bare, "|"):
			cells = 0
		case cells == 0:
			cells = strings.Count(bare, "|")
		case strings.Count(bare, "|") != cells:
			t.Fatalf("%s: %q has other cells than its header", what, line)
		}
	}
}

// tag is a tag of HTML as a browser finds it, attribute an attribute in it.
var (
	tag       = regexp.MustCompile(`(?s)<([A-Za-z][A-Za-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>`)
	attribute = regexp.MustCompile(`(?s)([^\s"'=/>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?`)
	style     = regexp.MustCompile(`(?s)<style>[^<]*</style>`)
)

// ownTags are the elements that we write, ownAttributes their attributes.
var (
	ownTags = strings.Fields(`html head meta title style body header main footer nav section article figure figcaption h1 h2 h3 h4 p div span ul ol li dl dt dd
		table caption thead tbody tr th td colgroup col strong em small code pre blockquote a br hr img details summary time
		svg g path rect line polyline polygon circle text tspan desc defs clippath pattern lineargradient stop`)
	ownAttributes = regexp.MustCompile(`^(lang|charset|name|content|http-equiv|class|id|style|scope|colspan|rowspan|role|aria-[a-z]+|href|src|alt|width|height|viewBox|xmlns|transform|datetime|open|tabindex|dir|title|
		|[xy][12]?|[cr][xy]?|d|points|fill|fill-[a-z]+|stroke|stroke-[a-z]+|opacity|font-[a-z]+|text-anchor|dominant-baseline|d[xy]|offset|stop-[a-z]+|clip-path|preserveAspectRatio|focusable)$`)
)

// checkMarkup fails on elements and attributes that we do not write, and on
// addresses outside the document.
func checkMarkup(t testing.TB, what, text string) {
	t.Helper()
	for _, m := range tag.FindAllStringSubmatch(style.ReplaceAllString(text, ""), -1) {
		if !slices.Contains(ownTags, strings.ToLower(m[1])) {
			t.Fatalf("%s: the element %.300q", what, m[0])
		}
		for _, a := range attribute.FindAllStringSubmatch(m[2], -1) {
			value := strings.Trim(a[2], `"'`)
			if !ownAttributes.MatchString(a[1]) || (a[1] == "href" || a[1] == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") {
				t.Fatalf("%s: the attribute %.300q in %.300q", what, a[0], m[0])
			}
		}
	}
	if rest := tag.ReplaceAllString(style.ReplaceAllString(text, ""), ""); strings.Contains(strings.NewReplacer("</", "", "<!DOCTYPE", "", "<!doctype", "", "<?xml", "").Replace(rest), "<") {
		i := strings.LastIndex(rest, "<")
		t.Fatalf("%s: an open < before %.100q", what, rest[i:])
	}
}
