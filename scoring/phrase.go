package scoring

import (
	"fmt"
	"regexp"
	"strings"
)

// Pieces of the regular expressions that phrases become. Text is matched in
// lower case. A gap between words may hold a comma or a full stop.
const (
	wordChar = `[\p{L}\p{N}']`
	gap      = `[^\p{L}\p{N}]{1,3}`
	before   = `(?:^|[^\p{L}\p{N}'])`
	after    = `(?:[^\p{L}\p{N}]|$)`
	edge     = `[^\p{L}\p{N}]*` // what may stand between a word and the end of the message
)

// compilePhrase turns a phrase of a rules file into a regular expression whose
// first group is the text that matched. The syntax is told in rules/en.yaml.
func compilePhrase(phrase string) (*regexp.Regexp, error) {
	p := strings.ToLower(strings.Join(strings.Fields(phrase), " "))
	head, tail := before, after
	if rest, ok := strings.CutPrefix(p, "^"); ok {
		p, head = rest, "^"+edge
	}
	if rest, ok := strings.CutSuffix(p, "$"); ok {
		p, tail = rest, edge+"$"
	}
	words, err := splitWords(p)
	if err != nil {
		return nil, fmt.Errorf("phrase %q: %w", phrase, err)
	}
	var b strings.Builder
	for i, w := range words {
		last := i == len(words)-1
		switch {
		case w == "...":
			if i == 0 || last {
				return nil, fmt.Errorf("phrase %q: ... must stand between words", phrase)
			}
			b.WriteString("(?:" + wordChar + "+" + gap + "){0,4}")
		case w[0] == '[':
			if last {
				b.WriteString("(?:" + gap + "(?:" + alternatives(w[1:len(w)-1]) + "))?")
			} else {
				b.WriteString("(?:(?:" + alternatives(w[1:len(w)-1]) + ")" + gap + ")?")
			}
		default:
			b.WriteString(alternatives(w))
			if !last && (i+2 < len(words) || words[i+1][0] != '[') {
				b.WriteString(gap)
			}
		}
	}
	re, err := regexp.Compile(head + "(" + b.String() + ")" + tail)
	if err != nil {
		return nil, fmt.Errorf("phrase %q: %w", phrase, err)
	}
	return re, nil
}

// splitWords cuts a phrase at the spaces outside of brackets.
func splitWords(p string) ([]string, error) {
	var words []string
	depth, start := 0, 0
	for i, c := range p {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
			if depth < 0 {
				return nil, fmt.Errorf("a bracket is closed that was not opened")
			}
		case ' ':
			if depth == 0 {
				words = append(words, p[start:i])
				start = i + 1
			}
		}
	}
	if depth != 0 {
		return nil, fmt.Errorf("a bracket is not closed")
	}
	if p == "" {
		return nil, fmt.Errorf("it is empty")
	}
	words = append(words, p[start:])
	for _, w := range words {
		if w[0] == '[' && w[len(w)-1] != ']' {
			return nil, fmt.Errorf("%q: [ ] must hold whole words", w)
		}
	}
	return words, nil
}

// alternatives turns one word of a phrase, with its groups, into an expression.
func alternatives(w string) string {
	var b strings.Builder
	for _, c := range w {
		switch c {
		case '(':
			b.WriteString("(?:")
		case ')', '|':
			b.WriteRune(c)
		case ' ':
			b.WriteString(gap)
		case '*':
			b.WriteString(wordChar + "*")
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return b.String()
}
