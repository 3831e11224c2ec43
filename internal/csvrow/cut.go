package csvrow

import "bytes"

// TrimBOM returns b without the byte order mark that some programs put at the
// start of a file.
func TrimBOM(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) }

// Cut returns the index after the last record that is complete within the
// block, 0 if none is. The block must begin with a record. The two parts can be
// read apart from one another (with eof true for the first) and give the
// records of the whole. It looks for quotes as a Reader does, since counting
// them would err where a quote stands inside an unquoted field.
func Cut(block []byte, sep byte) int {
	cut, quoted := 0, false // quoted says that the last record holds a quote, as the next may then
	for {
		if !quoted {
			rest := block[cut:]
			quote := bytes.IndexByte(rest, '"')
			if quote < 0 {
				return cut + bytes.LastIndexByte(rest, '\n') + 1
			}
			// Up to the first quote every line is a record.
			cut += bytes.LastIndexByte(rest[:quote], '\n') + 1
		}
		end := 0
		if end, quoted = recordEnd(block, cut, sep); end < 0 {
			return cut
		}
		cut = end
	}
}

// recordEnd returns the index after the record that starts at b[start],
// negative if that is not within b, and whether the record holds a quote.
func recordEnd(b []byte, start int, sep byte) (end int, quoted bool) {
	i, newline := start, -1
	for {
		if newline < i {
			n := bytes.IndexByte(b[i:], '\n')
			if n < 0 {
				return -1, quoted
			}
			newline = i + n
		}
		q := bytes.IndexByte(b[i:newline], '"')
		if q < 0 {
			return newline + 1, quoted
		}
		quoted = true
		if q += i; q != start && b[q-1] != sep {
			i = q + 1 // inside an unquoted field
			continue
		}
		closing, _ := closingQuote(b, q+1)
		if closing < 0 {
			return -1, true
		}
		next, after := afterQuote(b, closing+1, sep, false)
		switch after {
		case unknown:
			return -1, true
		case ofRecord, misplaced:
			return next, true
		}
		i = next
	}
}
