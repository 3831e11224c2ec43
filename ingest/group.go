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
	judges  []*judge       // one for each goroutine
	bounds  store.Bounds   // of a conversation
	unnamed map[uint64]int // how often the words of a conversation without an id have occurred
	open    openConversations
	made    madeItems
}

// judge concludes items, in one goroutine.
type judge struct {
	score    store.Score
	known    *store.Known // what earlier imports have stored, nil if nothing
	digester merge.Digester
}

func newGrouper(newScore func() store.Score, bounds store.Bounds) *grouper {
	g := &grouper{bounds: bounds, unnamed: map[uint64]int{}, open: newOpenConversations()}
	for range runtime.GOMAXPROCS(0) {
		g.judges = append(g.judges, &judge{score: newScore()})
	}
	return g
}

// know lets the judges see what is stored, until forget.
func (g *grouper) know(newKnown func() (*store.Known, error)) (err error) {
	for _, j := range g.judges {
		if j.known, err = newKnown(); err != nil {
			g.forget()
			return err
		}
	}
	return nil
}

func (g *grouper) forget() {
	for _, j := range g.judges {
		j.known.Close()
		j.known = nil
	}
}

// group makes items of a batch of decoded blocks and of what earlier batches left
// open, but for conversations that may go on.
func (g *grouper) group(batch []*decoded) []store.Item {
	var whole []store.Item
	for _, d := range batch {
		for i := range d.records {
			switch r := &d.records[i]; {
			case r.Whole:
				if r.Conversation == unnamed {
					r.Conversation = g.name(r)
				}
				whole = append(whole, store.Item{Record: *r, Hash: d.hashes[i]})
			case r.Conversation == "":
				whole = append(whole, store.Item{Record: *r})
			default:
				g.open.add(r)
			}
		}
	}
	return g.finish(g.open.settled(), whole)
}

// rest makes items of all that is still open.
func (g *grouper) rest() []store.Item { return g.finish(g.open.all(), nil) }

// finish makes items of conversations that are told in loose records, and
// concludes these and others.
func (g *grouper) finish(loose []*openConversation, whole []store.Item) []store.Item {
	items := make([]store.Item, len(loose), len(loose)+len(whole))
	items = append(items, whole...)
	again := make([]bool, len(loose))
	for i, c := range loose {
		again[i] = g.made.add(c.parts[0].Conversation)
	}
	g.each(len(items), func(j *judge, i int) {
		if i < len(loose) {
			items[i].Record, items[i].LeftOut = joinParts(loose[i].parts, g.bounds.Properties)
		}
		j.conclude(&items[i], g.bounds, i < len(loose) && again[i])
	})
	g.open.reuse(loose)
	return items
}

// eachAtOnce is how many items a goroutine takes at a time: few, so that all end together.
const eachAtOnce = 8

// each runs work on all numbers below n, in parallel.
func (g *grouper) each(n int, work func(*judge, int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for _, j := range g.judges {
		wg.Go(func() {
			for {
				hi := int(next.Add(eachAtOnce))
				for i := hi - eachAtOnce; i < min(hi, n); i++ {
					work(j, i)
				}
				if hi >= n {
					return
				}
			}
		})
	}
	wg.Wait()
}

// conclude puts the rows of an item in order and scores it, unless it tells of a
// conversation that was told before, in this file or an earlier one: then the store
// merges and scores it.
func (j *judge) conclude(it *store.Item, bounds store.Bounds, again bool) {
	r := &it.Record
	if r.Conversation == "" {
		return
	}
	r.Messages = merge.Messages([]merge.Piece{{Messages: r.Messages, Whole: r.Whole, Import: 1}})
	r.Events = merge.Events([]merge.EventPiece{{Events: r.Events, Import: 1}})
	over := 0
	r.Messages, r.Events, over = bounds.Trim(r.Messages, r.Events)
	it.LeftOut += over
	r.Feedback = merge.Feedback(r.Feedback)
	c := r.AsConversation()
	if !r.Whole {
		it.Hash = j.digester.Of(c)
	}
	if !again && !j.known.Has(r.Conversation) {
		it.Facts, it.Marks = j.score(c)
	}
}

// joinParts gathers what loose records say of one conversation. It returns how
// many properties were left out.
func joinParts(parts []*chat.Record, keys int) (r chat.Record, leftOut int) {
	r = *parts[0]
	if len(parts) == 1 {
		return r, 0
	}
	messages, events := 0, 0
	for _, p := range parts {
		messages += len(p.Messages)
		events += len(p.Events)
	}
	a := merge.AttributesOf(parts[0])
	r.Messages, r.Events, r.Feedback, r.Exposures = make([]chat.Message, 0, messages), make([]chat.Event, 0, events), nil, nil
	for _, p := range parts {
		r.Messages = append(r.Messages, p.Messages...)
		r.Events = append(r.Events, p.Events...)
		r.Feedback = append(r.Feedback, p.Feedback...)
		r.Exposures = append(r.Exposures, p.Exposures...)
		if b := merge.AttributesOf(p); b != a {
			var over int
			a, over = merge.JoinWithin(a, b, keys)
			leftOut += over
		}
	}
	r.UserID, r.Bot, r.Channel, r.Language = a.UserID, a.Bot, a.Channel, a.Language
	r.Properties, r.UserProperties, r.CreatedAt, r.UpdatedAt = a.Properties, a.UserProperties, a.CreatedAt, a.UpdatedAt
	return r, leftOut
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
