package jsondoc

import (
	"io"
	"slices"
)

// Unwrapper reads JSON whose top-level objects are around arrays of records, and
// shows the arrays alone: every byte outside of them is a blank, line ends
// excepted, so that places and lines stay what they are. Memory is bounded,
// however long the arrays are.
type Unwrapper struct {
	r        io.Reader
	keys     []string
	depth    int
	inString bool
	escaped  bool
	shown    bool   // inside one of the arrays, which lies at depth 1
	last     []byte // the last string of the top-level object, as far as a key may be long
}

// longestKey is how much of a string is kept to be compared with the keys.
const longestKey = 64

// NewUnwrapper shows of what r gives the arrays that are values of these keys.
func NewUnwrapper(r io.Reader, keys []string) *Unwrapper { return &Unwrapper{r: r, keys: keys} }

// Read implements io.Reader.
func (u *Unwrapper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.hide(p[:n])
	return n, err
}

// hide replaces what lies outside of the arrays.
func (u *Unwrapper) hide(p []byte) {
	for i, c := range p {
		show := u.shown
		switch {
		case u.inString:
			u.string(c)
		case c == '"':
			u.inString = true
			if u.depth == 1 {
				u.last = u.last[:0]
			}
		case c == '{' || c == '[':
			if c == '[' && u.depth == 1 && slices.Contains(u.keys, string(u.last)) {
				u.shown, show = true, true
			}
			u.depth++
		case c == '}' || c == ']':
			u.depth--
			if u.depth <= 1 {
				u.shown = false
			}
			u.depth = max(u.depth, 0)
		}
		if !show && c != '\n' {
			p[i] = ' '
		}
	}
}

// string reads a byte inside of a string.
func (u *Unwrapper) string(c byte) {
	switch {
	case u.escaped:
		u.escaped = false
	case c == '\\':
		u.escaped = true
	case c == '"':
		u.inString = false
		return
	case c == '\n': // no JSON; the string is given up, as the records after it will tell
		u.inString = false
	}
	if u.depth == 1 && len(u.last) < longestKey {
		u.last = append(u.last, c)
	}
}
