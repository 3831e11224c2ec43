package csvrow

import "bytes"

// fieldEnd is what follows the closing quote of a field.
type fieldEnd uint8

const (
	ofField   fieldEnd = iota // a separator
	ofRecord                  // a line break or the end of the input
	misplaced                 // something else, which is an error
	unknown                   // the block ends too early to tell
)

// skipEmptyLines returns the index of the first byte from i on that belongs to
// a record. A carriage return at the end of the input counts as a line break.
func skipEmptyLines(b []byte, i int, eof bool) int {
	for i < len(b) {
		switch {
		case b[i] == '\n':
			i++
		case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
			i += 2
		case b[i] == '\r' && i+1 == len(b) && eof:
			i++
		default:
			return i
		}
	}
	return i
}

// closingQuote returns the index of the quote that ends the field whose content
// starts at b[i], negative if there is none. doubled says that the content
// holds doubled quotes.
func closingQuote(b []byte, i int) (at int, doubled bool) {
	for {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			return -1, false
		}
		i += q
		if i+1 >= len(b) || b[i+1] != '"' {
			return i, doubled
		}
		i, doubled = i+2, true
	}
}

// afterQuote looks at what follows a closing quote, at b[i]. next is where the
// next field or record starts.
func afterQuote(b []byte, i int, sep byte, eof bool) (next int, end fieldEnd) {
	switch {
	case i == len(b):
		if !eof {
			return 0, unknown
		}
		return i, ofRecord
	case b[i] == sep:
		return i + 1, ofField
	case b[i] == '\n':
		return i + 1, ofRecord
	case b[i] == '\r' && i+1 == len(b):
		if !eof {
			return 0, unknown
		}
		return i + 1, ofRecord
	case b[i] == '\r' && b[i+1] == '\n':
		return i + 2, ofRecord
	}
	next = lineEnd(b, i)
	if next == len(b) && b[next-1] != '\n' && !eof {
		return 0, unknown
	}
	return next, misplaced
}

// lineEnd returns the index after the first line feed from i on, len(b) if there is none.
func lineEnd(b []byte, i int) int {
	n := bytes.IndexByte(b[i:], '\n')
	if n < 0 {
		return len(b)
	}
	return i + n + 1
}
