package parquet

import (
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go/format"
)

// longestBound is the length beyond which a text is not told as the least or greatest.
const longestBound = 64

// span is the least and the greatest value of a row group, by which readers
// pass over groups that they do not need.
type span struct {
	known     bool
	low, high int64
	from, to  float64
	first     string
	last      string
	kind      Type
}

func (s *span) int(n int64) {
	if !s.known {
		*s = span{known: true, kind: Int, low: n, high: n}
	}
	s.low, s.high = min(s.low, n), max(s.high, n)
}

func (s *span) float(v float64) {
	if !s.known {
		*s = span{known: true, kind: Float, from: v, to: v}
	}
	s.from, s.to = min(s.from, v), max(s.to, v)
}

func (s *span) text(t string) {
	if !s.known {
		*s = span{known: true, kind: Text, first: t, last: t}
	}
	s.first, s.last = min(s.first, t), max(s.last, t)
}

// statistics are what the footer tells, beside how many values are null.
func (s *span) statistics(nulls int64) format.Statistics {
	t := format.Statistics{NullCount: nulls}
	switch {
	case !s.known:
	case s.kind == Int:
		t.MinValue, t.MaxValue = binary.LittleEndian.AppendUint64(nil, uint64(s.low)), binary.LittleEndian.AppendUint64(nil, uint64(s.high))
	case s.kind == Float:
		from, to := s.from, s.to
		if from == 0 {
			from = math.Copysign(0, -1) // the format asks for it: either zero may be among the values
		}
		if to == 0 {
			to = 0
		}
		t.MinValue, t.MaxValue = binary.LittleEndian.AppendUint64(nil, math.Float64bits(from)), binary.LittleEndian.AppendUint64(nil, math.Float64bits(to))
	case s.first != "" && len(s.first) <= longestBound && len(s.last) <= longestBound: // an empty bound cannot be told from none
		t.MinValue, t.MaxValue = []byte(s.first), []byte(s.last)
	}
	return t
}
