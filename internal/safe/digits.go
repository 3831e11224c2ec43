package safe

import "strings"

func isDigit(c byte) bool { return c-'0' < 10 }

// isWord reports whether c is a letter, digit or _ of ASCII. Other letters do not
// count: Chinese and Japanese put no space before a number.
func isWord(c byte) bool { return isDigit(c) || (c|0x20)-'a' < 26 || c == '_' }

func skipDigits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// group is one group of the digits of a number.
type group struct {
	end       int  // in the text, after a closing parenthesis
	length    int  // in digits
	separator byte // before it: one of " -./", 0 if there is none
	spaced    bool // there is a space at the separator
	paren     bool // it stands in parentheses
}

// number is digits written in groups, such as +49 (0)30 123-45.
type number struct {
	start  int
	plus   bool
	digits []byte // of all groups
	groups []group
}

// The most that is read of a number: longer ones are no data of any kind. The
// least is what a phone number has with its area code.
const maxDigits, maxGroups, leastDigits = 20, 10, 9

// numberScratch keeps reading a number free of allocations.
type numberScratch struct {
	digits [maxDigits]byte
	groups [maxGroups]group
}

// hasDigits reports whether so many digits follow from i on before any letter, near enough for one number.
func hasDigits(s string, i, count int) bool {
	for _, c := range []byte(s[i:min(len(s), i+64)]) {
		if isDigit(c) {
			if count--; count == 0 {
				return true
			}
		} else if isWord(c) {
			return false
		}
	}
	return false
}

// readNumber reads the number that starts at i with a digit, + or (. It has no
// groups if there are no digits, or too many of them in one piece.
func readNumber(s string, i int, scratch *numberScratch) (n number) {
	n.start = i
	digits, groups := scratch.digits[:0], scratch.groups[:0]
	g := group{}
	for len(groups) < maxGroups {
		if i < len(s) && s[i] == '(' {
			g.paren = true
			i++
		}
		if len(groups) == 0 && i < len(s) && s[i] == '+' {
			n.plus = true
			i++
		}
		end := skipDigitsUpTo(s, i, maxDigits+1-len(digits))
		g.length, g.end = end-i, end
		if g.length == 0 || len(digits)+g.length > maxDigits {
			break
		}
		if g.paren {
			if end == len(s) || s[end] != ')' {
				break
			}
			g.end++
		}
		digits = append(digits, s[i:end]...)
		groups = append(groups, g)
		wasParen := g.paren
		if g, i = readSeparator(s, g.end); g.separator == 0 && !wasParen && (i == len(s) || s[i] != '(') {
			break
		}
	}
	n.digits, n.groups = digits, groups
	return n
}

func skipDigitsUpTo(s string, i, most int) int {
	return i + skipDigits(s[i:min(len(s), i+most)], 0)
}

// readSeparator reads what may stand between two groups at i: a space, or one of
// - . / with or without a space on each side (a full stop without).
func readSeparator(s string, i int) (g group, next int) {
	next = i + spaceAt(s, i)
	if next > i {
		g.separator, g.spaced = ' ', true
	}
	c, size := symbolAt(s, next)
	if size == 0 {
		return g, next
	}
	next += size
	g.separator = c
	after := spaceAt(s, next)
	g.spaced = g.spaced || after > 0
	if c == '.' && g.spaced {
		return group{}, i // the end of a sentence
	}
	return g, next + after
}

// symbolAt returns the separator at i as - . or /, and its size, 0 if there is none.
func symbolAt(s string, i int) (c byte, size int) {
	if i == len(s) {
		return 0, 0
	}
	switch c := s[i]; c {
	case '-', '.', '/':
		return c, 1
	case 0xe2:
		for _, dash := range []string{"‐", "‑", "‒", "–"} {
			if strings.HasPrefix(s[i:], dash) {
				return '-', len(dash)
			}
		}
	}
	return 0, 0
}

// spaceAt returns the size of the space at i, 0 if there is none.
func spaceAt(s string, i int) int {
	switch {
	case i == len(s):
		return 0
	case s[i] == ' ':
		return 1
	case strings.HasPrefix(s[i:], "\u00a0"):
		return len("\u00a0")
	case strings.HasPrefix(s[i:], "\u202f"):
		return len("\u202f")
	}
	return 0
}

// startsNumber reports whether a number can start at i: it does not run on from a
// word, a path, a decimal, a time or another number.
func startsNumber(s string, i, done int) bool {
	if i == done {
		return true
	}
	c := s[i-1]
	if isWord(c) || c == '+' {
		return false
	}
	if i-1 == done {
		return true
	}
	switch c {
	case '-', '/':
		return !isWord(s[i-2])
	case '.', ',', ':':
		return !isDigit(s[i-2])
	}
	return true
}

// endsNumber reports whether a number can end at i: it does not run on into more
// digits, a word, a decimal, a time or an e-mail address.
func endsNumber(s string, i int) bool {
	if i == len(s) {
		return true
	}
	c := s[i]
	if isWord(c) || c == '@' {
		return c == 'x' && i+1 < len(s) && isDigit(s[i+1]) // an extension
	}
	size := 0
	if c == ',' || c == ':' {
		size = 1
	} else {
		_, size = symbolAt(s, i)
	}
	return size == 0 || i+size == len(s) || !isDigit(s[i+size])
}

// shape writes the lengths of the first k groups as the digits of a number, such as 334.
func (n *number) shape(k int) int {
	shape := 0
	for _, g := range n.groups[:k] {
		shape = shape*10 + min(g.length, 9)
	}
	return shape
}

// sum returns how many digits the first k groups have.
func (n *number) sum(k int) int {
	total := 0
	for _, g := range n.groups[:k] {
		total += g.length
	}
	return total
}
