package jsondoc

import (
	"bytes"
	"math"
)

// Found is what Splitter.Next came upon.
type Found uint8

const (
	// NeedMore says that the buffer ends before the record does.
	NeedMore Found = iota
	// Record is a span to be parsed as one value.
	Record
	// CutOff says, once, that the input ended inside its array.
	CutOff
	// End says that the input has no more records.
	End
)

// Splitter finds the records in JSON that need not stand on lines of their
// own: objects one after the other, pretty-printed or not, and the elements of
// arrays at the top level, which are delivered one by one. Bytes between
// records that are no JSON are delivered as a record too, for Parse to reject
// with a reason; so is a record broken by a string that runs over the end of
// its line. Both reach up to the next line that opens an object and, after a
// broken record, is indented no deeper than the record was. Commas are skipped
// wherever they stand between records. A byte order mark is the caller's to remove.
//
// Neither the records nor the time depend on how the input is cut into
// buffers. The zero value is ready.
type Splitter struct {
	pos      int // bytes of the next buffer that were looked at already
	mode     mode
	depth    int
	inString bool
	inArray  bool // inside an array at the top level
	skipping bool
	column   int // blanks since the start of the line, -1 after something else on it
	indent   int // blanks at the start of the line
}

// mode is what a Splitter is reading.
type mode uint8

const (
	between mode = iota
	inside       // a container or a string
	bare         // an element that is neither: a number or nonsense
	broken       // what is no JSON
)

// anyIndent lets every line that opens an object end what is no JSON.
const anyIndent = math.MaxInt

// Next looks for the next record, buf[start:end]. In every case the bytes
// before end are done with: the next call must be given buf[end:], after
// NeedMore with further bytes appended. eof says that there are none.
func (s *Splitter) Next(buf []byte, eof bool) (found Found, start, end int) {
	for {
		if s.mode == between {
			start = s.begin(buf)
		}
		if s.mode == between { // the buffer is used up
			return s.idle(eof), len(buf), len(buf)
		}
		complete := s.advance(buf)
		switch {
		case complete:
			s.mode = between
			if s.skipping {
				s.skipping = false
				continue
			}
			end, s.pos = s.pos, 0
			return Record, start, end
		case eof:
			// A record that is cut off tells by itself that the array is too.
			skipped := s.skipping
			*s = Splitter{inArray: s.inArray && s.mode == bare}
			if skipped {
				return s.idle(eof), len(buf), len(buf)
			}
			return Record, start, len(buf)
		case s.skipping:
			start = s.pos
		}
		s.pos -= start
		return NeedMore, start, start
	}
}

// Skip drops the record that is being read, for one that outgrew the caller's
// limit. It is to be called after NeedMore; from the next call on, Next lets go
// of the record's bytes as it reads them. Between records Skip does nothing.
func (s *Splitter) Skip() { s.skipping = s.mode != between }

// idle tells what it means that no record begins in the buffer.
func (s *Splitter) idle(eof bool) Found {
	s.pos = 0
	switch {
	case !eof:
		return NeedMore
	case s.inArray:
		s.inArray = false
		return CutOff
	}
	return End
}

// begin passes over what separates records and enters the next one. It returns
// where that starts; the mode stays between if there is none.
func (s *Splitter) begin(buf []byte) (start int) {
	for ; s.pos < len(buf); s.pos++ {
		c := buf[s.pos]
		switch {
		case c == '\n':
			s.column = 0
			continue
		case c == ' ' || c == '\t' || c == '\r':
			if s.column >= 0 {
				s.column++
			}
			continue
		}
		if s.column >= 0 {
			s.indent, s.column = s.column, -1
		}
		switch {
		case c == ',':
		case c == '[' && !s.inArray:
			s.inArray = true
		case c == ']' && s.inArray:
			s.inArray = false
		default:
			s.enter(c)
			s.pos++
			return s.pos - 1
		}
	}
	return s.pos
}

// enter chooses how to read the record that starts with c.
func (s *Splitter) enter(c byte) {
	s.depth, s.inString = 0, false
	switch {
	case c == '{' || c == '[':
		s.mode, s.depth = inside, 1
	case !s.inArray:
		s.mode, s.indent = broken, anyIndent
	case c == '"':
		s.mode, s.inString = inside, true
	default:
		s.mode = bare
	}
}

// advance reads on in the record and reports whether it ended, at s.pos.
func (s *Splitter) advance(buf []byte) bool {
	if s.mode == inside && s.advanceInside(buf) {
		return true
	}
	switch s.mode {
	case bare:
		for ; s.pos < len(buf); s.pos++ {
			switch buf[s.pos] {
			case ' ', '\t', '\r', '\n', ',', '[', ']', '{', '"':
				return true
			}
		}
	case broken:
		return s.advanceBroken(buf)
	}
	return false
}

// structural marks the bytes that matter outside strings.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

func (s *Splitter) advanceInside(buf []byte) bool {
	for {
		if s.inString {
			if !s.advanceString(buf) {
				return false
			}
			if s.depth == 0 {
				return true
			}
		}
		i := s.pos
		for i < len(buf) && !structural[buf[i]] {
			i++
		}
		if i == len(buf) {
			s.pos = i
			return false
		}
		s.pos = i + 1
		switch buf[i] {
		case '"':
			s.inString = true
		case '{', '[':
			s.depth++
		default:
			if s.depth--; s.depth == 0 {
				return true
			}
		}
	}
}

// advanceString reports whether the string ended. A line feed in it, which JSON
// forbids, breaks the record.
func (s *Splitter) advanceString(buf []byte) bool {
	for {
		i, _ := special(buf, s.pos)
		s.pos = i
		if i == len(buf) {
			return false
		}
		switch buf[i] {
		case '"':
			s.pos, s.inString = i+1, false
			return true
		case '\n':
			s.pos, s.mode, s.column = i+1, broken, 0
			return false
		case '\\':
			if i+1 == len(buf) {
				return false // the escape is looked at when it is complete
			}
			if buf[i+1] >= ' ' {
				s.pos++
			}
		}
		s.pos++
	}
}

// advanceBroken reports whether s.pos reached a line that opens an object.
func (s *Splitter) advanceBroken(buf []byte) bool {
	for s.pos < len(buf) {
		if s.column < 0 {
			n := bytes.IndexByte(buf[s.pos:], '\n')
			if n < 0 {
				s.pos = len(buf)
				return false
			}
			s.pos += n
		}
		switch c := buf[s.pos]; {
		case c == '\n':
			s.column = 0
		case c == ' ' || c == '\t' || c == '\r':
			s.column++
		case s.column <= s.indent && (c == '{' || c == '[' && !s.inArray && s.indent == anyIndent):
			return true
		default:
			s.column = -1
		}
		s.pos++
	}
	return false
}
