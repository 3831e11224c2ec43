package merge

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// joinWholes joins transcripts that several records tell of one conversation.
// The newest stands; an older one adds only the beginning that a newer one has
// dropped (a sliding window). A record that another one contains adds no message;
// but what it alone says of one is kept, such as the tokens of an answer that
// later records only repeat the words of.
func joinWholes(pieces []Piece) []chat.Message {
	if len(pieces) == 0 {
		return nil
	}
	slices.SortStableFunc(pieces, func(a, b Piece) int { return -compareWholes(&a, &b) })
	told := pieces[0].Messages
	for _, p := range pieces[1:] {
		switch {
		case place(told, p.Messages) >= 0:
			told = enriched(told, p.Messages, place(told, p.Messages))
		case place(p.Messages, told) >= 0:
			told = enriched(p.Messages, told, place(p.Messages, told))
		default:
			if k := overlap(p.Messages, told); k > 1 {
				told = slices.Concat(p.Messages[:len(p.Messages)-k], enriched(told, p.Messages[len(p.Messages)-k:], 0))
			}
		}
	}
	return told
}

// enriched returns all with what part, which is all[at:], says of its messages and all does not.
func enriched(all, part []chat.Message, at int) []chat.Message {
	copied := false
	for i := range part {
		own, other := all[at+i], &part[i]
		if own.ID == "" {
			own.ID = other.ID
		}
		if !own.Time.Known() {
			own.Time = other.Time
		}
		supplement(&own, other)
		if own != all[at+i] {
			if !copied {
				all, copied = slices.Clone(all), true
			}
			all[at+i] = own
		}
	}
	return all
}

// compareWholes orders records by age: what they say of it, then their last
// message, their length and their words.
func compareWholes(a, b *Piece) int {
	return cmp.Or(cmp.Compare(a.UpdatedAt, b.UpdatedAt), cmp.Compare(lastTime(a.Messages), lastTime(b.Messages)),
		cmp.Compare(len(a.Messages), len(b.Messages)), slices.CompareFunc(a.Messages, b.Messages, func(x, y chat.Message) int {
			return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(x.Content, y.Content), cmp.Compare(x.ToolCalls, y.ToolCalls),
				cmp.Compare(x.ID, y.ID), cmp.Compare(x.Time, y.Time), cmp.Compare(x.Properties, y.Properties))
		}))
}

func lastTime(ms []chat.Message) chat.Time {
	last := chat.NoTime
	for i := range ms {
		last = max(last, ms[i].Time)
	}
	return last
}

// same reports whether two records tell of the same message.
func same(a, b *chat.Message) bool {
	if a.ID != "" && b.ID != "" {
		return a.ID == b.ID && a.Content == b.Content
	}
	return a.Role == b.Role && a.Content == b.Content && a.ToolCalls == b.ToolCalls &&
		(a.Time == b.Time || !a.Time.Known() || !b.Time.Known())
}

// place returns where part occurs in all without a gap, -1 if it does not.
func place(all, part []chat.Message) int {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.EqualFunc(all[i:i+len(part)], part, func(a, b chat.Message) bool { return same(&a, &b) }) {
			return i
		}
	}
	return -1
}

// overlap returns how many messages at the end of a are the beginning of b.
func overlap(a, b []chat.Message) int {
	for k := min(len(a), len(b)); k > 0; k-- {
		if slices.EqualFunc(a[len(a)-k:], b[:k], func(x, y chat.Message) bool { return same(&x, &y) }) {
			return k
		}
	}
	return 0
}
