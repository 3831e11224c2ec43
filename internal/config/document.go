package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxFileBytes bounds the configuration file; real ones have a few kilobytes.
const maxFileBytes = 1 << 20

// parseDocument reads data as one YAML document and returns its root, nil if
// it is empty or holds only comments.
func parseDocument(file string, data []byte) (*yaml.Node, *Problem) {
	if len(data) > maxFileBytes {
		return nil, &Problem{Pos{File: file}, "larger than 1 MiB: a configuration has a few kilobytes; name the right file with --config"}
	}
	if p := checkText(file, data); p != nil {
		return nil, p
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	if err := decoder.Decode(&first); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, syntaxProblem(file, data, err)
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, &Problem{Pos{file, second.Line, second.Column}, "a second document begins here: keep one, without a line ---"}
	} else if !errors.Is(err, io.EOF) {
		return nil, syntaxProblem(file, data, err)
	}
	return first.Content[0], nil
}

// checkText finds what no YAML file may hold, with a better position than the parser's.
func checkText(file string, data []byte) *Problem {
	line, column := 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return &Problem{Pos{file, line, column}, "not UTF-8: save the file in UTF-8"}
		case r == '\n':
			line, column = line+1, 0
		case r < ' ' && r != '\t' && r != '\r', r >= 0x7f && r < 0xa0 && r != 0x85:
			return &Problem{Pos{file, line, column}, fmt.Sprintf("control character %U: delete it", r)}
		}
		i += size
		column++
	}
	return nil
}

var yamlError = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

// blockErrors are the parser's words for a line that fits into no block.
var blockErrors = regexp.MustCompile(`did not find expected (key|'-' indicator)$`)

// flowErrors are the parser's other words, for which it counts lines from 0.
var flowErrors = regexp.MustCompile(`did not find expected (',' or '[\]}]'|node content|<document start>)$|undefined tag handle|%YAML|%TAG|incompatible YAML`)

var unknownAnchor = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)

// syntaxProblem turns an error of the YAML parser into a problem. The parser
// knows no columns, counts lines from 0 in some errors and from 1 in others, and
// takes a mark on the first line for none; an empty line before the text and
// firstBadLine get around that.
func syntaxProblem(file string, data []byte, err error) *Problem {
	shifted := append([]byte("\n"), bytes.TrimPrefix(data, []byte("\ufeff"))...)
	if e := lastError(shifted); !errors.Is(e, io.EOF) {
		err = e
	}
	m := yamlError.FindStringSubmatch(err.Error())
	if m == nil {
		return &Problem{Pos{File: file}, "not valid YAML: " + err.Error()}
	}
	line, _ := strconv.Atoi(m[1]) // 0, which is no line, where the parser gives none
	text, advice := m[2], "check the indentation, the quotes and the colons"
	switch {
	case blockErrors.MatchString(text):
		line = firstBadLine(data)
	case line > 0 && !flowErrors.MatchString(text):
		line--
	}
	switch {
	case unknownAnchor.MatchString(text):
		alias := "*" + unknownAnchor.FindStringSubmatch(text)[1]
		line = 1 + bytes.Count(data[:max(0, bytes.Index(data, []byte(alias)))], []byte("\n"))
		text, advice = "alias "+alias, "write the value out, or quote a text that begins with *"
	case strings.Contains(text, "tab character"):
		line = tabLine(data, line)
		advice = "indent with spaces"
	case strings.Contains(text, "cannot start any token"):
		advice = "indent with spaces, and quote texts that begin with a special character"
	case strings.Contains(text, "unexpected end of stream"):
		advice = "close the quote that opens here"
	}
	return &Problem{Pos{File: file, Line: line}, "not valid YAML: " + text + ": " + advice}
}

// lastError decodes all documents and returns what ended that: io.EOF if all is well.
func lastError(data []byte) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var node yaml.Node
		if err := decoder.Decode(&node); err != nil {
			return err
		}
	}
}

// tabLine finds the first line from the given one on that is indented with a
// tab: the parser gives the line on which the value around it begins.
func tabLine(data []byte, from int) int {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if i+1 >= from && bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("\t")) {
			return i + 1
		}
	}
	return from
}

// firstBadLine bisects for the shortest run of lines that has a block error:
// all longer ones have it too, since the parser reads from front to back.
func firstBadLine(data []byte) int {
	lines := bytes.SplitAfter(data, []byte("\n"))
	ends := make([]int, len(lines))
	end := 0
	for i, l := range lines {
		end += len(l)
		ends[i] = end
	}
	n := sort.Search(len(lines), func(i int) bool {
		err := lastError(data[:ends[i]])
		return blockErrors.MatchString(err.Error())
	})
	return min(n+1, len(lines))
}
