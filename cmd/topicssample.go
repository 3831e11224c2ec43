package cmd

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"chatcops/internal/store"
	"chatcops/internal/topics"
)

// topicSample is from how many conversations topics are made: of more, those
// whose ids come first in an order that looks random. A topic of one conversation
// in a thousand still has 15 in it.
const topicSample = 15_000

// sample returns what the users of the conversations say of which topics are
// made, in an order that depends on their ids alone.
func (f *topicFinder) sample(ctx context.Context, all int64) ([]topics.Text, error) {
	last := uint64(math.MaxUint64)
	if all > topicSample {
		last = uint64(float64(math.MaxUint64) / float64(all) * topicSample)
	}
	parts := make([]*partSample, runtime.GOMAXPROCS(0))
	steps := newSteps(func(n int64) { f.step("reading requests", n, all) })
	err := f.s.ScanUserMessages(ctx, false, len(parts), func(part int) func(*store.UserMessage) error {
		parts[part] = &partSample{last: last, steps: steps}
		return parts[part].take
	})
	if err != nil {
		return nil, err
	}
	var list []*sampled
	for _, p := range parts {
		if p != nil {
			list = append(list, p.list...)
		}
	}
	sortSampled(list)
	texts := make([]topics.Text, len(list))
	for i, x := range list {
		texts[i] = x.text
	}
	return texts, nil
}

// partSample gathers the conversations of one part that are in the sample.
type partSample struct {
	last         uint64 // in the order
	steps        *steps
	list         []*sampled
	conversation int64
	in           bool // the conversation is in the sample
}

func (p *partSample) take(m *store.UserMessage) error {
	if m.Conversation != p.conversation {
		p.conversation = m.Conversation
		p.steps.add(1)
		order := sampleOrder(m.ID, m.Source)
		if p.in = order <= p.last; p.in {
			p.list = append(p.list, &sampled{order: order, id: string(m.ID), source: string(m.Source), text: topics.Text{Language: string(m.Language)}})
		}
	}
	if !p.in {
		return nil
	}
	x := p.list[len(p.list)-1]
	if m.Event && x.plain || len(x.text.Messages) == topics.MostMessages {
		return nil
	}
	x.plain = x.plain || !m.Event
	x.text.Messages = append(x.text.Messages, string(m.Content[:min(len(m.Content), topics.MaxRead)]))
	return nil
}

// steps counts what several goroutines have done and tells of it now and then.
type steps struct {
	mu   sync.Mutex
	n    int64
	tell func(n int64)
}

func newSteps(tell func(n int64)) *steps { return &steps{tell: tell} }

// tellEvery is how many steps are told of at once.
const tellEvery = 1000

func (s *steps) add(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n += n; s.n%tellEvery == 0 {
		s.tell(s.n)
	}
}

// sampleOrder is the place of a conversation in the order in which topics are
// found: it depends on its id alone, not on when it was imported.
func sampleOrder(id, source []byte) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for _, part := range [][]byte{id, {0}, source} {
		for _, c := range part {
			h = (h ^ uint64(c)) * 1099511628211
		}
	}
	h = (h ^ h>>32) * 0xd6e8feb86659fd93
	return h ^ h>>32
}

// sampled is a conversation of the sample.
type sampled struct {
	order      uint64
	id, source string
	text       topics.Text
	plain      bool
}

func compareSampled(a, b *sampled) int {
	switch {
	case a.order != b.order:
		if a.order < b.order {
			return -1
		}
		return 1
	case a.id != b.id:
		if a.id < b.id {
			return -1
		}
		return 1
	case a.source < b.source:
		return -1
	}
	return 1
}

func sortSampled(list []*sampled) { slices.SortFunc(list, compareSampled) }
