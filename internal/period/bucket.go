package period

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Bucketer sorts instants into the buckets of one unit in one timezone. Buckets
// follow one another without gap or overlap; a change of the clock makes days of
// 23 or 25 hours, and an hour that the clock repeats is two buckets. It is meant
// for instants of the years 1000 to 9999 and is not safe for use by several
// goroutines at once.
type Bucketer struct {
	unit  Unit
	loc   *time.Location
	cells [1 << 14]cell // one for each hour of 682 days, then they are used again
}

// cell remembers one bucket: its instants [lo, hi) and its index.
type cell struct{ lo, hi, index int64 }

// NewBucketer returns a Bucketer for the buckets of u in loc (nil is UTC).
func NewBucketer(u Unit, loc *time.Location) *Bucketer {
	return &Bucketer{unit: u, loc: orUTC(loc)}
}

// Index returns the bucket of the instant us: for a cyclic unit 0 to 23 or 1
// (Monday) to 7, else the bucket's first instant. Indexes sort as time does.
func (b *Bucketer) Index(us int64) int64 {
	c := &b.cells[uint64(us)/3600e6%uint64(len(b.cells))]
	if us < c.lo || us >= c.hi {
		*c = b.find(us)
	}
	return c.index
}

// Key returns the name of the bucket of the instant us.
func (b *Bucketer) Key(us int64) string { return b.Name(b.Index(us)) }

// Name returns the name of a bucket: 2026-10-25T02:00+02:00, 2026-10-25,
// 2026-W43 (ISO 8601), 2026-10, 00 to 23, or Mon to Sun.
func (b *Bucketer) Name(index int64) string {
	t := time.UnixMicro(index).In(b.loc)
	switch b.unit {
	case Hour:
		return t.Format("2006-01-02T15:00Z07:00")
	case HourOfDay:
		return fmt.Sprintf("%02d", index)
	case Weekday:
		return time.Weekday(index % 7).String()[:3]
	}
	unit := b.unit.calendar()
	return unit.label(unit.floor(dateOf(t, b.loc)))
}

// Range lists the buckets of a bounded span in order, those without data
// included; of a cyclic unit, each bucket that occurs once. It is nil for a span
// that is unbounded: clip that to the data first.
func (b *Bucketer) Range(s Span) []int64 {
	if !s.Bounded() {
		return nil
	}
	lo, hi := s.Bounds()
	if Units[b.unit].Cyclic {
		hi = min(hi, lo+(8*24*time.Hour).Microseconds()) // by then each has occurred
	}
	var list []int64
	for lo < hi {
		c := b.find(lo)
		list = append(list, c.index)
		lo = c.hi
	}
	if Units[b.unit].Cyclic {
		slices.Sort(list)
		list = slices.Compact(list)
	}
	return list
}

// farthest is as far from the epoch as a bucket can lie without an overflow.
const farthest = math.MaxInt64 - 40*86400*1e6

// find works out the bucket of us by the calendar.
func (b *Bucketer) find(us int64) cell {
	us = max(-farthest, min(us, farthest))
	t := time.UnixMicro(us).In(b.loc)
	if b.unit == Hour || b.unit == HourOfDay {
		lo, hi := clockHour(t)
		c := cell{lo: lo * 1e6, hi: hi * 1e6, index: lo * 1e6}
		if b.unit == HourOfDay {
			c.index = int64(t.Hour())
		}
		return c
	}
	unit := b.unit.calendar()
	first := unit.floor(dateOf(t, b.loc))
	c := cell{lo: midnight(first, b.loc).UnixMicro()}
	c.hi = c.lo
	// A zone that moved over the date line has a day without any instant.
	for end := first; c.hi <= us; {
		end = unit.add(end, 1)
		c.hi = midnight(end, b.loc).UnixMicro()
	}
	c.index = c.lo
	if b.unit == Weekday {
		c.index = int64(first.Weekday()+6)%7 + 1
	}
	return c
}

// clockHour returns the seconds [lo, hi) around t in which the clock of t's zone
// shows the same hour with the same offset from UTC.
func clockHour(t time.Time) (lo, hi int64) {
	_, offset := t.Zone()
	second := t.Unix() + int64(offset)
	lo = second - (second%3600+3600)%3600 - int64(offset)
	hi = lo + 3600
	for at := t; ; {
		start, _ := at.ZoneBounds()
		if start.IsZero() || start.Unix() <= lo {
			break
		}
		at = start.Add(-time.Second)
		if _, o := at.Zone(); o != offset {
			lo = start.Unix()
			break
		}
	}
	for at := t; ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Unix() >= hi {
			break
		}
		at = end
		if _, o := at.Zone(); o != offset {
			hi = end.Unix()
			break
		}
	}
	return lo, hi
}
