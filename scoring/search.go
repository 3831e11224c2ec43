package scoring

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// search finds an expression in texts. Few texts hold the words without which it
// cannot match, and only those are given to the expression, which is far slower.
type search struct {
	re    *regexp.Regexp
	needs []needle // one of them must be there; none: nothing is known
	// word says that a match lies within one word, so that only words which hold
	// the only needle are searched.
	word    bool
	address bool // re is addressPattern
}

// maxFound bounds how much of a match is kept, in bytes.
const maxFound = 200

func newSearch(re *regexp.Regexp) search {
	s := search{re: re, address: re.String() == addressPattern}
	if tree, err := syntax.Parse(re.String(), syntax.Perl); err == nil {
		s.needs = required(tree)
		s.word = len(s.needs) == 1 && withinWord(tree)
	}
	return s
}

// in returns the beginning of the first match in text.
func (s *search) in(text string) (match string, ok bool) {
	if s.word {
		return s.inWords(text)
	}
	found := len(s.needs) == 0
	for i := range s.needs {
		if found = s.needs[i].index(text) >= 0; found {
			break
		}
	}
	if !found {
		return "", false
	}
	return s.match(text)
}

func (s *search) inWords(text string) (match string, ok bool) {
	for {
		at := s.needs[0].index(text)
		if at < 0 {
			return "", false
		}
		start, end := at, at
		for start > 0 && !isSpace(text[start-1]) {
			start--
		}
		for end < len(text) && !isSpace(text[end]) {
			end++
		}
		if match, ok := s.match(text[start:end]); ok {
			return match, true
		}
		text = text[end:]
	}
}

func (s *search) match(text string) (match string, ok bool) {
	from, to, ok := s.where(text)
	if !ok {
		return "", false
	}
	match = text[from:to]
	if len(match) > maxFound {
		end := maxFound
		for end > 0 && !utf8.RuneStart(match[end]) {
			end--
		}
		match = match[:end]
	}
	return match, true
}

// where returns where the first match begins and ends.
func (s *search) where(text string) (from, to int, ok bool) {
	if s.address {
		return findAddress(text)
	}
	at := s.re.FindStringIndex(text)
	if at == nil {
		return 0, 0, false
	}
	return at[0], at[1], true
}

// spaces are those of \s.
const spaces = "\t\n\f\r "

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// withinWord reports whether all matches lie between two spaces and depend on
// nothing beyond: a boundary of words is one at the ends of the text as well.
func withinWord(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral:
		return !strings.ContainsAny(string(re.Rune), spaces)
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for _, c := range spaces {
				if re.Rune[i] <= c && c <= re.Rune[i+1] {
					return false
				}
			}
		}
		return true
	case syntax.OpEmptyMatch, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	case syntax.OpConcat, syntax.OpAlternate, syntax.OpCapture, syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		for _, sub := range re.Sub {
			if !withinWord(sub) {
				return false
			}
		}
		return true
	}
	return false
}

// needle is a text to look for.
type needle struct {
	text string
	fold bool // in any case; then it is lower-case ASCII
	at   int  // of its rarest byte
}

// maxNeedles is from when on looking for each of them gains nothing.
const maxNeedles = 8

// required returns texts of which every match holds one, none if nothing is known.
func required(re *syntax.Regexp) []needle {
	switch re.Op {
	case syntax.OpLiteral:
		if n, ok := newNeedle(re); ok {
			return []needle{n}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []needle
		for _, sub := range re.Sub {
			if found := required(sub); shortestNeedle(found) > shortestNeedle(best) {
				best = found
			}
		}
		return best
	case syntax.OpAlternate:
		var all []needle
		for _, sub := range re.Sub {
			found := required(sub)
			if all = append(all, found...); len(found) == 0 || len(all) > maxNeedles {
				return nil
			}
		}
		return all
	}
	return nil
}

func shortestNeedle(needles []needle) int {
	least := 0
	for _, n := range needles {
		if least == 0 || len(n.text) < least {
			least = len(n.text)
		}
	}
	return least
}

// newNeedle makes a needle of a literal; one without regard to case of its
// longest run of letters that have no case outside of ASCII, as k (Kelvin) and s
// (long s) do.
func newNeedle(re *syntax.Regexp) (needle, bool) {
	if re.Flags&syntax.FoldCase == 0 {
		return needle{text: string(re.Rune)}, len(re.Rune) > 0
	}
	longest := ""
	for run := range strings.FieldsFuncSeq(strings.ToLower(string(re.Rune)), func(r rune) bool { return r >= utf8.RuneSelf || r == 'k' || r == 's' }) {
		if len(run) > len(longest) {
			longest = run
		}
	}
	n := needle{text: longest, fold: true}
	for i := range longest {
		if rarity(longest[i]) > rarity(longest[n.at]) {
			n.at = i
		}
	}
	return n, longest != ""
}

// rarity orders bytes by how seldom they are in writing.
func rarity(c byte) int { return strings.IndexByte(" etaoinshrdlucmfwypvbgkjqxz", c)&0xff + 1 }

// index returns where text holds the needle, -1 if nowhere. It looks for the
// rarest byte.
func (n *needle) index(text string) int {
	if !n.fold {
		return strings.Index(text, n.text)
	}
	rest := len(n.text) - n.at
	if len(text) < len(n.text) {
		return -1
	}
	c := n.text[n.at]
	lower, upper := next(text, c, n.at), len(text)
	if c >= 'a' && c <= 'z' {
		upper = next(text, c-'a'+'A', n.at)
	}
	for {
		i := min(lower, upper)
		switch {
		case i+rest > len(text):
			return -1
		case strings.EqualFold(text[i-n.at:i+rest], n.text):
			return i - n.at
		case i == lower:
			lower = next(text, c, i+1)
		default:
			upper = next(text, c-'a'+'A', i+1)
		}
	}
}

// next returns where c is from some place on, the length of text if nowhere.
func next(text string, c byte, from int) int {
	if i := strings.IndexByte(text[from:], c); i >= 0 {
		return from + i
	}
	return len(text)
}
