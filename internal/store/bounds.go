package store

import "chatcops/internal/chat"

// Bounds are the most that one conversation may hold, 0 for any number. What
// exceeds them is left out and counted: messages and events that come later,
// properties that sort later. So it does not matter how the data was split.
type Bounds struct {
	Messages   int   // messages, and as many events
	Bytes      int64 // of their texts
	Properties int   // keys of one set of properties
}

// Bound sets the bounds of conversations. score concludes the facts of those that
// must be merged before the import is read to its end, lest they fill the memory.
func (w *Writer) Bound(b Bounds, score Score) { w.bounds, w.score = b, score }

// burden is how much waits to be merged of the conversations of a bucket. Many share
// one, so a bucket that is not too heavy holds none that is.
type burden struct {
	rows  int
	bytes int64
}

const loadBuckets = 1 << 12

// weigh books a piece that waits.
func (w *Writer) weigh(key int64, r *chat.Record) {
	l := &w.loads[key&(loadBuckets-1)]
	l.rows += len(r.Messages) + len(r.Events)
	for i := range r.Messages {
		l.bytes += messageBytes(&r.Messages[i])
	}
	for i := range r.Events {
		l.bytes += int64(len(r.Events[i].Properties))
	}
	if w.score != nil && (w.bounds.Messages > 0 && l.rows > w.bounds.Messages || w.bounds.Bytes > 0 && l.bytes > w.bounds.Bytes) {
		*l = burden{}
		w.heavy = append(w.heavy, key)
	}
}

// relieve merges the conversations of which too much waits.
func (w *Writer) relieve() error {
	if len(w.heavy) == 0 {
		return nil
	}
	if err := w.endBulk(); err != nil {
		return err
	}
	if err := w.flush(); err != nil {
		return err
	}
	x, err := newSettler(w.s, w.score, w.bounds)
	if err != nil {
		return err
	}
	defer x.close()
	for _, key := range w.heavy {
		c := x.conclude(key)
		if err := w.store(&c); err != nil {
			return err
		}
		if err := w.s.conn.Run("DELETE FROM pending WHERE conversation = ?", key); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.heavy = w.heavy[:0]
	return nil
}

// Trim returns the first messages and events, which are in canonical order, that a
// conversation may hold, and how many it may not.
func (b Bounds) Trim(ms []chat.Message, es []chat.Event) (_ []chat.Message, _ []chat.Event, leftOut int) {
	messages, events := len(ms), len(es)
	if b.Messages > 0 {
		messages, events = min(messages, b.Messages), min(events, b.Messages)
	}
	if b.Bytes > 0 {
		size := int64(0)
		for i := range messages {
			if size += messageBytes(&ms[i]); size > b.Bytes {
				messages = i
				break
			}
		}
		for i := range events {
			if size += int64(len(es[i].Properties)); size > b.Bytes {
				events = i
				break
			}
		}
	}
	return ms[:messages:messages], es[:events:events], len(ms) - messages + len(es) - events
}

func (w *Writer) leaveOut(n int, conversation string) {
	if n == 0 {
		return
	}
	if w.Counts.LeftOut == 0 {
		w.Counts.LeftOutOf = conversation
	}
	w.Counts.LeftOut += n
}

func messageBytes(m *chat.Message) int64 {
	return int64(len(m.Content) + len(m.ToolCalls) + len(m.Properties))
}
