package demo

import (
	"math/bits"
	"time"
)

// hourWeights is the traffic of a working day by hour (UTC).
var hourWeights = [24]uint64{2, 1, 1, 1, 1, 2, 5, 10, 20, 34, 40, 38, 30, 32, 38, 37, 34, 28, 22, 18, 16, 12, 7, 4}

// dayWeights scale a day of the week, Sunday first.
var dayWeights = [7]uint64{35, 104, 100, 97, 99, 94, 45}

const (
	hourMillis = int64(time.Hour / time.Millisecond)
	jitterBits = 20
)

// traffic spreads n start times over a span by inverting the cumulated traffic
// at evenly spaced, jittered points: sorted without keeping them.
type traffic struct {
	seed      uint64
	count     uint64
	total     uint64 // traffic of the whole span
	from, end int64  // of the span, Unix milliseconds
	slot      int64  // start of the current hour, cut to the span
	before    uint64 // traffic before the slot
}

func newTraffic(o Options) *traffic {
	t := &traffic{seed: o.Seed, count: uint64(o.Conversations), from: o.Start.UnixMilli(), end: o.End.UnixMilli()}
	t.end = max(t.end, t.from+1)
	for at := t.from; at < t.end; at = t.slotEnd(at) {
		t.total += t.weight(at) * uint64(t.slotEnd(at)-at)
	}
	t.slot = t.from
	return t
}

func (t *traffic) slotEnd(at int64) int64 {
	return min(at-at%hourMillis+hourMillis, t.end)
}

// weight is the traffic of the hour that holds at: the time of day and of the
// week, varied by up to a quarter for the day and for the hour.
func (t *traffic) weight(at int64) uint64 {
	moment := time.UnixMilli(at).UTC()
	day, hour := uint64(at/hourMillis/24), uint64(at/hourMillis)
	w := hourWeights[moment.Hour()] * dayWeights[moment.Weekday()]
	return max(1, w*vary(t.seed+day)*vary(t.seed^hour*golden)/10_000)
}

// vary returns a percentage from 75 to 125.
func vary(seed uint64) uint64 { return 75 + mix(seed)%51 }

// start returns the start of conversation i in Unix milliseconds. It must be
// called with rising i.
func (t *traffic) start(i int) int64 {
	jitter := mix(t.seed+uint64(i)*golden) >> (64 - jitterBits)
	high, low := bits.Mul64(uint64(i)<<jitterBits|jitter, t.total)
	point, _ := bits.Div64(high, low, t.count<<jitterBits)
	for {
		end, weight := t.slotEnd(t.slot), t.weight(t.slot)
		slotTotal := weight * uint64(end-t.slot)
		if point < t.before+slotTotal || end == t.end {
			return t.slot + int64((point-t.before)/weight)
		}
		t.before += slotTotal
		t.slot = end
	}
}
