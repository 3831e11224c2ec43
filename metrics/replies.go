package metrics

import "chatcops/internal/stats"

// replyTimes keeps the times of the replies of each conversation.
type replyTimes struct {
	parts         []replyPart // of each collector that was merged; the first one is ours
	conversations int64
	n             int64         // replies
	ranked        *stats.Ranked // of all replies, once rank has been called
}

// replyPart are the numbers of replies of conversations, and their times one after another.
type replyPart struct{ counts, times sample }

func (r *replyTimes) add(times []int64) {
	if len(r.parts) == 0 {
		r.parts = make([]replyPart, 1)
	}
	own := &r.parts[0]
	own.counts.add(int64(len(times)))
	for _, t := range times {
		own.times.add(t)
	}
	r.conversations++
	r.n += int64(len(times))
}

// merge adds those of o, which it shares.
func (r *replyTimes) merge(o *replyTimes) {
	if len(o.parts) == 0 {
		return
	}
	if len(r.parts) == 0 {
		r.parts = make([]replyPart, 1)
	}
	r.parts = append(r.parts, o.parts...)
	r.conversations += o.conversations
	r.n += o.n
	r.ranked = nil
}

// rank prepares for order statistics; nothing may be added any more.
func (r *replyTimes) rank() *stats.Ranked {
	if r.ranked == nil {
		r.ranked = stats.NewRanked(r.pieces)
	}
	return r.ranked
}

// pieces yields all times, whosever they are.
func (r *replyTimes) pieces(yield func([]int64) bool) {
	for i := range r.parts {
		if !r.parts[i].times.pieces(yield) {
			return
		}
	}
}

// clusters yields the times of each conversation.
func (r *replyTimes) clusters(yield func([]int64) bool) {
	for i := range r.parts {
		if !r.parts[i].clusters(yield) {
			return
		}
	}
}

func (p *replyPart) clusters(yield func([]int64) bool) (more bool) {
	var piece, torn []int64 // torn are times that lie in two pieces
	next := 0
	return p.counts.pieces(func(counts []int64) bool {
		for _, n := range counts {
			if int(n) <= len(piece) {
				if !yield(piece[:n]) {
					return false
				}
				piece = piece[n:]
				continue
			}
			torn = append(torn[:0], piece...)
			for len(torn) < int(n) {
				piece, next = p.times.piece(next), next+1
				missing := min(int(n)-len(torn), len(piece))
				torn, piece = append(torn, piece[:missing]...), piece[missing:]
			}
			if !yield(torn) {
				return false
			}
		}
		return true
	})
}
