package merge

import (
	"cmp"
	"slices"

	"chatcops/internal/chat"
)

// joinWholes joins transcripts that several records tell of one conversation.
// The newest stands; an older one adds only the beginning that a newer one has
// dropped (a sliding window). A record that another one contains adds nothing.
func joinWholes(pieces []Piece) []chat.Message {
	if len(pieces) == 0 {
		return nil
	}
	slices.SortStableFunc(pieces, func(a, b Piece) int { return -compareWholes(&a, &b) })
	told := pieces[0].Messages
	for _, p := range pieces[1:] {
		switch {
		case contains(told, p.Messages):
		case contains(p.Messages, told):
			told = p.Messages
		default:
			if k := overlap(p.Messages, told); k > 1 {
				told = slices.Concat(p.Messages[:len(p.Messages)-k], told)
			}
		}
	}
	return told
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

// contains reports whether part occurs in all without a gap.
func contains(all, part []chat.Message) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.EqualFunc(all[i:i+len(part)], part, func(a, b chat.Message) bool { return same(&a, &b) }) {
			return true
		}
	}
	return false
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
