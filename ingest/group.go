package ingest

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
	"chatcops/internal/merge"
	"chatcops/internal/store"
)

// grouper joins the records of a batch by conversation, so that each becomes
// one item: rows in canonical order, scored as if nothing else were known.
type grouper struct {
	scores  []store.Score  // one for each goroutine
	bounds  store.Bounds   // of a conversation
	unnamed map[uint64]int // how often the words of a conversation without an id have occurred
}

func newGrouper(newScore func() store.Score, bounds store.Bounds) *grouper {
	g := &grouper{bounds: bounds, unnamed: map[uint64]int{}}
	for range runtime.GOMAXPROCS(0) {
		g.scores = append(g.scores, newScore())
	}
	return g
}

// group makes items of a batch of decoded blocks, in the order of the input.
func (g *grouper) group(batch []*decoded) []store.Item {
	records := 0
	for _, d := range batch {
		records += len(d.records)
	}
	items := make([]store.Item, 0, min(records, 4096))
	at := make(map[string]int, min(records, 4096)) // conversation → its item of loose rows
	var parts [][]*chat.Record                     // of each item, if it consists of several
	for _, d := range batch {
		for i := range d.records {
			r := &d.records[i]
			if r.Whole {
				if r.Conversation == unnamed {
					r.Conversation = g.name(r)
				}
				items = append(items, store.Item{Record: *r, Hash: d.hashes[i]})
				parts = append(parts, nil)
				continue
			}
			k, known := at[r.Conversation]
			if !known || r.Conversation == "" {
				at[r.Conversation] = len(items)
				items = append(items, store.Item{Record: *r})
				parts = append(parts, nil)
				continue
			}
			if parts[k] == nil {
				parts[k] = append(make([]*chat.Record, 0, 8), &items[k].Record)
				first := items[k].Record
				parts[k][0] = &first
			}
			parts[k] = append(parts[k], r)
		}
	}
	g.each(len(items), func(score store.Score, i int) { finish(&items[i], parts[i], score, g.bounds) })
	return items
}

// eachAtOnce is how many items a goroutine takes at a time: few, so that all end together.
const eachAtOnce = 8

// each runs work on all numbers below n, in parallel.
func (g *grouper) each(n int, work func(store.Score, int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for _, score := range g.scores {
		wg.Go(func() {
			for {
				hi := int(next.Add(eachAtOnce))
				for i := hi - eachAtOnce; i < min(hi, n); i++ {
					work(score, i)
				}
				if hi >= n {
					return
				}
			}
		})
	}
	wg.Wait()
}

// finish joins the parts of an item and scores it.
func finish(it *store.Item, parts []*chat.Record, score store.Score, bounds store.Bounds) {
	r := &it.Record
	if parts != nil {
		it.LeftOut = joinParts(r, parts, bounds.Properties)
	}
	if r.Conversation == "" {
		return
	}
	r.Messages = merge.Messages([]merge.Piece{{Messages: r.Messages, Whole: r.Whole, Import: 1}})
	r.Events = merge.Events([]merge.EventPiece{{Events: r.Events, Import: 1}})
	over := 0
	r.Messages, r.Events, over = bounds.Trim(r.Messages, r.Events)
	it.LeftOut += over
	r.Feedback = merge.Feedback(r.Feedback)
	c := chat.Conversation{ID: r.Conversation, UserID: r.UserID, Bot: r.Bot, Channel: r.Channel, Language: r.Language, Properties: r.Properties,
		UserProperties: r.UserProperties, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Messages: r.Messages, Events: r.Events, Feedback: r.Feedback}
	it.Facts, it.Marks = score(&c)
}

// joinParts gathers what several loose records say of one conversation. It returns
// how many properties were left out.
func joinParts(r *chat.Record, parts []*chat.Record, keys int) (leftOut int) {
	messages, events := 0, 0
	for _, p := range parts {
		messages += len(p.Messages)
		events += len(p.Events)
	}
	a := attributes(parts[0])
	r.Messages, r.Events, r.Feedback, r.Exposures = make([]chat.Message, 0, messages), make([]chat.Event, 0, events), nil, nil
	for _, p := range parts {
		r.Messages = append(r.Messages, p.Messages...)
		r.Events = append(r.Events, p.Events...)
		r.Feedback = append(r.Feedback, p.Feedback...)
		r.Exposures = append(r.Exposures, p.Exposures...)
		if b := attributes(p); b != a {
			var over int
			a, over = merge.JoinWithin(a, b, keys)
			leftOut += over
		}
	}
	r.UserID, r.Bot, r.Channel, r.Language = a.UserID, a.Bot, a.Channel, a.Language
	r.Properties, r.UserProperties, r.CreatedAt, r.UpdatedAt = a.Properties, a.UserProperties, a.CreatedAt, a.UpdatedAt
	return leftOut
}

func attributes(r *chat.Record) merge.Attributes {
	return merge.Attributes{UserID: r.UserID, Bot: r.Bot, Channel: r.Channel, Language: r.Language, Properties: r.Properties,
		UserProperties: r.UserProperties, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
}

// name makes a stable id for a conversation whose record has none: of its words,
// counted where the same words occur again.
func (g *grouper) name(r *chat.Record) string {
	h := xxhash.New()
	for i := range r.Messages {
		m := &r.Messages[i]
		fmt.Fprintf(h, "%d\x00%s\x00%s\x00", m.Role, m.Content, m.ToolCalls)
	}
	sum := h.Sum64()
	g.unnamed[sum]++
	if n := g.unnamed[sum]; n > 1 {
		return fmt.Sprintf("auto-%016x-%d", sum, n)
	}
	return fmt.Sprintf("auto-%016x", sum)
}
