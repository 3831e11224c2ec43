package metrics

import (
	"slices"

	"chatcops/internal/stats"
)

// replyTimes keeps the times of the replies of each conversation: a stream of the
// number of replies and their times, in a sample for each collector that was merged.
type replyTimes struct {
	parts []sample // the first one is ours
	all   []int64  // sorted, once finish was called
	n     int64    // conversations
}

func (r *replyTimes) add(times []int64) {
	if len(r.parts) == 0 {
		r.parts = make([]sample, 1)
	}
	own := &r.parts[0]
	own.add(int64(len(times)))
	for _, t := range times {
		own.add(t)
	}
	r.n++
}

// merge adds those of o, which it shares.
func (r *replyTimes) merge(o *replyTimes) {
	if len(o.parts) == 0 {
		return
	}
	if len(r.parts) == 0 {
		r.parts = make([]sample, 1)
	}
	r.parts = append(r.parts, o.parts...)
	r.n += o.n
}

// clusters yields the times of each conversation.
func (r *replyTimes) clusters(yield func([]int64) bool) {
	var times []int64
	for i := range r.parts {
		left := int64(0)
		for value := range r.parts[i].values {
			if left == 0 {
				left, times = value, times[:0]
				continue
			}
			times = append(times, value)
			if left--; left == 0 && !yield(times) {
				return
			}
		}
	}
}

// finish sorts the times of all conversations.
func (r *replyTimes) finish() {
	r.all = r.all[:0]
	for times := range r.clusters {
		r.all = append(r.all, times...)
	}
	stats.Sort(r.all)
}

// values yields the values of a sample in the order in which they were added.
func (s *sample) values(yield func(int64) bool) {
	for _, piece := range append(slices.Clip(s.full), s.last) {
		for _, x := range piece {
			if !yield(x) {
				return
			}
		}
	}
}
