package metrics

// replyTimes keeps the times of the replies of each conversation: a stream of the
// number of replies and their times, in a sample for each collector that was merged.
type replyTimes struct {
	parts         []sample // the first one is ours
	conversations int64
	n             int64 // replies
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
	r.conversations++
	r.n += int64(len(times))
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
	r.conversations += o.conversations
	r.n += o.n
}

// clusters yields the times of each conversation.
func (r *replyTimes) clusters(yield func([]int64) bool) {
	var torn []int64 // those that lie in two pieces
	for i := range r.parts {
		s := &r.parts[i]
		left := 0 // how many of torn are still to come
		for k := range len(s.full) + 1 {
			piece := s.last
			if k < len(s.full) {
				piece = s.full[k]
			}
			for len(piece) > 0 {
				if left == 0 {
					left, piece, torn = int(piece[0]), piece[1:], torn[:0]
				}
				n := min(left, len(piece))
				times := piece[:n]
				left, piece = left-n, piece[n:]
				if left > 0 || len(torn) > 0 {
					torn = append(torn, times...)
					times = torn
				}
				if left == 0 && !yield(times) {
					return
				}
			}
		}
	}
}
