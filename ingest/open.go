package ingest

import (
	"github.com/cespare/xxhash/v2"

	"chatcops/internal/chat"
)

// openConversations are those of which loose records came and more may come soon.
// A log of a message a line tells several conversations at once; one that is
// written before its end has to be read again, merged and scored anew.
type openConversations struct {
	byID  map[string]*openConversation
	order []*openConversation // by their first records
	free  []*openConversation // that can be used again
	batch int
}

// openConversation is what came of one conversation.
type openConversation struct {
	parts       []*chat.Record
	first, last int // batches of the first and of the last part
}

// How long a conversation stays open. Its records keep the blocks of the input in
// memory in which they lie.
const (
	mostQuiet = 1   // batches without a record of it
	mostOpen  = 8   // batches in all
	mostParts = 512 // records
)

// What is kept to be used again.
const (
	mostFree   = 4096 // conversations
	mostReused = 64   // records that one has room for
)

func newOpenConversations() openConversations {
	return openConversations{byID: map[string]*openConversation{}}
}

// add takes a record of the batch that is being grouped.
func (o *openConversations) add(r *chat.Record) {
	c := o.byID[r.Conversation]
	if c == nil {
		c = o.new()
		o.byID[r.Conversation] = c
		o.order = append(o.order, c)
	}
	c.parts, c.last = append(c.parts, r), o.batch
}

func (o *openConversations) new() *openConversation {
	if n := len(o.free); n > 0 {
		c := o.free[n-1]
		o.free = o.free[:n-1]
		c.first = o.batch
		return c
	}
	return &openConversation{parts: make([]*chat.Record, 0, 8), first: o.batch}
}

// settled ends a batch and takes out the conversations that stay open no longer.
func (o *openConversations) settled() (done []*openConversation) {
	open := o.order[:0]
	for _, c := range o.order {
		if o.batch-c.last >= mostQuiet || o.batch-c.first >= mostOpen || len(c.parts) >= mostParts {
			delete(o.byID, c.parts[0].Conversation)
			done = append(done, c)
		} else {
			open = append(open, c)
		}
	}
	clear(o.order[len(open):])
	o.order = open
	o.batch++
	return done
}

// all takes out all conversations.
func (o *openConversations) all() []*openConversation {
	done := o.order
	o.order = nil
	clear(o.byID)
	return done
}

// reuse takes back the memory of conversations that were taken out.
func (o *openConversations) reuse(done []*openConversation) {
	for _, c := range done {
		if cap(c.parts) <= mostReused && len(o.free) < mostFree {
			clear(c.parts)
			c.parts = c.parts[:0]
			o.free = append(o.free, c)
		}
	}
}

// madeItems are the conversations of which there was an item, by the hashes of
// their ids.
type madeItems map[uint64]struct{}

// mostMade bounds how many are kept.
const mostMade = 1 << 18

// add reports whether there was an item of that id before. Of two ids with one hash
// the second only waits until the store sees that it is new.
func (m *madeItems) add(id string) (again bool) {
	if *m == nil {
		*m = madeItems{}
	}
	h := xxhash.Sum64String(id)
	if _, again = (*m)[h]; !again && len(*m) < mostMade {
		(*m)[h] = struct{}{}
	}
	return again
}
