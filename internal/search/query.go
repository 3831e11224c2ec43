// Package search finds words in messages: it parses what a person wrote, says
// whether a text holds it, ranks the hits and cuts snippets out of them.
//
// Case and accents do not matter; whole words are compared. There is no index:
// matching is linear in the text and as fast as it can be read.
package search

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Query is what to search for: all of the terms wanted, and none of the excluded.
type Query struct {
	wanted, excluded []term
}

// term is a row of words that follow each other.
type term struct {
	words  [][]byte // folded, at least one
	prefix bool     // the last word may go on
}

// Longest query in bytes, and most terms in one.
const (
	longestQuery = 1000
	mostTerms    = 32
)

// Parse reads a query: words, "phrases in quotes", beginnings of words such as
// refund*, and -words or -"phrases" that must not occur. All other characters
// only stand between words, so that nothing can be written wrong; a query
// without any word to search for is an error.
func Parse(text string) (*Query, error) {
	if len(text) > longestQuery {
		return nil, fmt.Errorf("the query has %d bytes, more than %d", len(text), longestQuery)
	}
	q := &Query{}
	for rest := text; rest != ""; {
		var piece string
		var excluded bool
		piece, excluded, rest = cutPiece(rest)
		t, ok := newTerm(piece)
		switch {
		case !ok:
		case excluded:
			q.excluded = appendTerm(q.excluded, t)
		default:
			q.wanted = appendTerm(q.wanted, t)
		}
	}
	switch {
	case len(q.wanted) == 0 && len(q.excluded) > 0:
		return nil, errors.New("the query only excludes: name a word to search for, too")
	case len(q.wanted) == 0:
		return nil, errors.New("the query has no word to search for")
	case len(q.wanted)+len(q.excluded) > mostTerms:
		return nil, fmt.Errorf("the query has %d terms, more than %d", len(q.wanted)+len(q.excluded), mostTerms)
	}
	return q, nil
}

// appendTerm leaves out what was said before.
func appendTerm(list []term, t term) []term {
	if slices.ContainsFunc(list, t.equal) {
		return list
	}
	return append(list, t)
}

func (t term) equal(o term) bool {
	return t.prefix == o.prefix && slices.EqualFunc(t.words, o.words, func(a, b []byte) bool { return string(a) == string(b) })
}

// cutPiece cuts the first word or quoted phrase off a query that is not empty.
func cutPiece(s string) (piece string, excluded bool, rest string) {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t' || s[0] == '\n' || s[0] == '\r') {
		s = s[1:]
	}
	if len(s) > 1 && s[0] == '-' && s[1] != '-' && s[1] != ' ' {
		excluded, s = true, s[1:]
	}
	closing := quotes[firstRune(s)]
	if closing == 0 {
		for i, r := range s {
			if r == ' ' || r == '\t' || r == '\n' || r == '\r' || quotes[r] != 0 && i > 0 {
				return s[:i], excluded, s[i:]
			}
		}
		return s, excluded, ""
	}
	s = s[utf8.RuneLen(firstRune(s)):]
	for i, r := range s {
		if r == closing || r == '"' {
			end := i + utf8.RuneLen(r)
			if end < len(s) && s[end] == '*' { // "begins like thi"*
				return s[:i] + "*", excluded, s[end+1:]
			}
			return s[:i], excluded, s[end:]
		}
	}
	return s, excluded, "" // an open quote ends with the query
}

// quotes are the marks that open a phrase, with those that close it.
var quotes = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»'}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// newTerm cuts a piece of a query into words. ok is false if it has none.
func newTerm(piece string) (t term, ok bool) {
	t.prefix = len(piece) > 0 && piece[len(piece)-1] == '*'
	var f folded
	f.set([]byte(piece))
	start := -1
	flush := func(end int) {
		if start >= 0 {
			t.words = append(t.words, f.text[start:end])
		}
		start = -1
	}
	for i := 0; i < len(f.text); {
		r, n := utf8.DecodeRune(f.text[i:])
		switch kindOf(r) {
		case between:
			flush(i)
		case alone:
			flush(i)
			start = i
			flush(i + n)
		case inWord:
			if start < 0 {
				start = i
			}
		}
		i += n
	}
	flush(len(f.text))
	if t.prefix && len(t.words) > 0 { // a star behind a mark, as in "what?*", says nothing
		last := t.words[len(t.words)-1]
		t.prefix = bytes.HasSuffix(f.text[:len(f.text)-1], last)
	}
	return t, len(t.words) > 0
}
