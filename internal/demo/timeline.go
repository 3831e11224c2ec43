package demo

import (
	"container/heap"
	"iter"
)

// Moment is an entry together with its conversation.
type Moment struct {
	*Conversation
	Index int // of the entry in Conversation.Entries
}

// Entry returns the entry of the moment.
func (m Moment) Entry() *Entry { return &m.Entries[m.Index] }

// Timeline streams the entries of all conversations in order of time, as a live
// log holds them. It keeps no more than the conversations open at one time.
func Timeline(o Options) (iter.Seq[Moment], error) {
	conversations, err := Conversations(o)
	if err != nil {
		return nil, err
	}
	return func(yield func(Moment) bool) {
		var t openConversations
		for c := range conversations {
			if !t.until(c.Entries[0].Millis, yield) {
				return
			}
			t.push(c)
		}
		t.until(maxMillis, yield)
	}, nil
}

const maxMillis = 1<<63 - 1

type openConversation struct {
	*Conversation
	next    int // index of the entry to tell next
	arrived int // order of start, which decides between equal times
}

// openConversations is a heap by the time of the next entry.
type openConversations struct {
	open    []openConversation
	arrived int
}

func (t *openConversations) push(c *Conversation) {
	t.arrived++
	heap.Push(t, openConversation{c, 0, t.arrived})
}

// until tells the entries before the instant. It returns false when yield does.
func (t *openConversations) until(millis int64, yield func(Moment) bool) bool {
	for len(t.open) > 0 && t.open[0].millis() < millis {
		c := &t.open[0]
		if !yield(Moment{c.Conversation, c.next}) {
			return false
		}
		c.next++
		if c.next < len(c.Entries) {
			heap.Fix(t, 0)
		} else {
			heap.Pop(t)
		}
	}
	return true
}

func (c openConversation) millis() int64 { return c.Entries[c.next].Millis }

func (t *openConversations) Len() int      { return len(t.open) }
func (t *openConversations) Swap(i, j int) { t.open[i], t.open[j] = t.open[j], t.open[i] }

func (t *openConversations) Less(i, j int) bool {
	a, b := t.open[i], t.open[j]
	if a.millis() != b.millis() {
		return a.millis() < b.millis()
	}
	return a.arrived < b.arrived
}

// Push is for package heap.
func (t *openConversations) Push(x any) { t.open = append(t.open, x.(openConversation)) }

// Pop is for package heap.
func (t *openConversations) Pop() any {
	last := t.open[len(t.open)-1]
	t.open[len(t.open)-1] = openConversation{}
	t.open = t.open[:len(t.open)-1]
	return last
}
