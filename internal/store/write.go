package store

import (
	"math"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Write adds what a batch brings. Of a conversation that is not there yet all is
// stored as it is; to one that is, the item becomes a pending piece that Settle
// merges. Items are read only until Write returns.
func (w *Writer) Write(items []Item) error {
	if !w.inTx {
		if err := w.resumeBulk(); err != nil {
			return describe(w.s.path, err)
		}
	}
	if err := w.begin(); err != nil {
		return describe(w.s.path, err)
	}
	for i := range items {
		if err := w.add(&items[i]); err != nil {
			return describe(w.s.path, err)
		}
	}
	if err := w.flush(); err != nil {
		return describe(w.s.path, err)
	}
	if err := w.relieve(); err != nil {
		return describe(w.s.path, err)
	}
	if w.txSize >= transactionSize {
		return describe(w.s.path, w.commit())
	}
	return nil
}

func (w *Writer) add(it *Item) error {
	r := &it.Record
	for i := range r.Messages {
		w.txSize += len(r.Messages[i].Content) + len(r.Messages[i].Properties) + 64
		w.seen(r.Messages[i].Time)
	}
	for i := range r.Events {
		w.txSize += len(r.Events[i].Properties) + 64
		w.seen(r.Events[i].Time)
	}
	w.leaveOut(it.LeftOut, r.Conversation)
	if err := w.addExposures(r.Exposures); err != nil {
		return err
	}
	if err := w.addScores(r.Scores); err != nil {
		return err
	}
	if r.Conversation == "" {
		return w.addOrphans(r)
	}
	hash, check := hashID(w.source, r.Conversation)
	key, known, err := w.find(hash, check, r.Conversation)
	if err != nil {
		return err
	}
	if !known {
		return w.addNew(it, hash, check)
	}
	return w.addPiece(it, key)
}

func (w *Writer) seen(t chat.Time) {
	if t.Known() && t > w.newest {
		w.newest = t
	}
}

// find looks a conversation up, in the file only where the cache cannot know.
func (w *Writer) find(hash uint64, check uint32, id string) (key int64, known bool, err error) {
	if key, ok := w.ids.get(hash, check); ok {
		return key, true, nil
	}
	if w.fresh && !w.ids.full() {
		return 0, false, nil
	}
	if w.fresh { // more conversations than the cache holds: from here on the index answers
		if err := w.indexNow(); err != nil {
			return 0, false, err
		}
	}
	if w.ids.full() { // rows still queued are not in the file yet
		if err := w.flush(); err != nil {
			return 0, false, err
		}
	}
	w.st.find.BindText(1, id)
	w.st.find.BindText(2, w.source)
	known, err = w.st.find.Next()
	if err != nil || !known {
		return 0, false, err
	}
	key = w.st.find.Int(0)
	w.st.find.Reset()
	w.ids.put(hash, check, key)
	return key, true, nil
}

func (w *Writer) addNew(it *Item, hash uint64, check uint32) error {
	r := &it.Record
	key := w.nextConversation
	w.nextConversation++
	w.brought.add(key, w.importID)
	w.ids.put(hash, check, key)
	w.rows = append(w.rows, conversationRow{key: key, source: w.source, record: r, hash: it.Hash,
		firstMessage: w.nextMessage, firstEvent: w.nextEvent})
	w.queueMessages(key, r.Messages)
	w.queueEvents(key, r.Events)
	if it.Facts == nil { // it was known when the item was made
		it.Facts, it.Marks = w.score(r.AsConversation())
	}
	w.queueFacts(key, r.Properties, r.Language, it.Facts, it.Marks)
	w.Counts.New++
	w.Counts.Messages += len(r.Messages)
	w.Counts.Events += len(r.Events)
	_, err := w.addFeedback(key, r.Feedback)
	return err
}

// addPiece stores what an item adds to a conversation that is already there.
func (w *Writer) addPiece(it *Item, key int64) error {
	if len(w.rows) > 0 && key >= w.rows[0].key { // its row is queued still
		if err := w.flush(); err != nil {
			return err
		}
	}
	if err := w.releaseConversations(); err != nil {
		return err
	}
	r := &it.Record
	changed, same, err := w.mergeAttributes(key, it)
	if err != nil {
		return err
	}
	if same { // the very record that was imported last
		w.Counts.Unchanged++
		w.Counts.DuplicateMessages += len(r.Messages)
		w.Counts.DuplicateEvents += len(r.Events)
		return nil
	}
	judged, err := w.addFeedback(key, r.Feedback)
	if err != nil {
		return err
	}
	if !changed && !judged && len(r.Messages) == 0 && len(r.Events) == 0 {
		return nil
	}
	from := w.importID
	if w.brought.alone(key, w.importID) {
		from = 0 // of the same import as what the conversation began with
	}
	if err := w.addsTo(key); err != nil {
		return err
	}
	w.queuePiece(key, from, r)
	return nil
}

// queuePiece queues what an import adds to a conversation.
func (w *Writer) queuePiece(key, importID int64, r *chat.Record) {
	p := pendingRow{conversation: key, importID: importID, firstMessage: w.nextMessage, messages: len(r.Messages),
		firstEvent: w.nextEvent, events: len(r.Events), whole: r.Whole, updatedAt: r.UpdatedAt}
	w.queueMessages(key, r.Messages)
	w.queueEvents(key, r.Events)
	w.pending, w.unsettled = append(w.pending, p), true
	w.weigh(key, r)
}

func (w *Writer) queueMessages(key int64, ms []chat.Message) {
	for i := range ms {
		w.messages = append(w.messages, queued{w.nextMessage + int64(i), key, &ms[i]})
	}
	w.nextMessage += int64(len(ms))
}

func (w *Writer) queueEvents(key int64, es []chat.Event) {
	for i := range es {
		w.events = append(w.events, queuedEvent{w.nextEvent + int64(i), key, &es[i]})
	}
	w.nextEvent += int64(len(es))
}

// queueFacts queues the facts of a conversation whose own properties and language
// are given: facts hold only what differs from them.
func (w *Writer) queueFacts(key int64, properties, language string, f *chat.Facts, marks chat.Marks) {
	if f.Properties == properties {
		f.Properties = ""
	}
	if f.Language == language {
		f.Language = ""
	}
	w.facts = append(w.facts, queuedFacts{key, f, marks})
}

// flush inserts all that is queued, in an order that keeps each conversation's rows together.
func (w *Writer) flush() error {
	if w.fresh {
		w.entries.add(w.rows, w.facts)
	}
	if err := w.flushLarge(); err != nil {
		return err
	}
	if w.st.conversations.bulk == nil {
		if err := w.flushRows(); err != nil {
			return err
		}
	}
	if err := w.blocks.flush(w.s); err != nil {
		return err
	}
	if err := w.tellGraders(); err != nil {
		return err
	}
	if err := w.flushPending(); err != nil {
		return err
	}
	reset(&w.messages)
	reset(&w.events)
	reset(&w.rows)
	reset(&w.facts)
	return nil
}

// flushLarge inserts into the large tables, between which a bulk allows no other.
func (w *Writer) flushLarge() error {
	if w.bulk != nil {
		if err := w.bulk.Begin(); err != nil {
			return err
		}
	}
	err := w.st.messages.insert(len(w.messages), 0, func(r *sqlite.Record, i int) int64 { return w.messages[i].bind(r) })
	if err != nil {
		return err
	}
	err = w.st.events.insert(len(w.events), 0, func(r *sqlite.Record, i int) int64 { return w.events[i].bind(r) })
	if err != nil {
		return err
	}
	if err := w.flushFacts(); err != nil {
		return err
	}
	if w.st.conversations.bulk != nil {
		if err := w.flushRows(); err != nil {
			return err
		}
	}
	if w.bulk != nil {
		return w.bulk.End()
	}
	return nil
}

func (w *Writer) flushRows() error {
	return w.st.conversations.insert(len(w.rows), 0, func(r *sqlite.Record, i int) int64 { return w.rows[i].bind(r) })
}

// reset empties a queue without keeping what its elements refer to.
func reset[T any](queue *[]T) {
	clear(*queue)
	*queue = (*queue)[:0]
}

func (w *Writer) flushFacts() error {
	w.scored = w.scored || len(w.facts) > 0
	appended := int64(math.MaxInt64) // keys from here on lie behind all in the table
	if len(w.rows) > 0 {
		appended = w.rows[0].key
	}
	return w.st.facts.insert(len(w.facts), appended, func(r *sqlite.Record, i int) (id int64) {
		q := &w.facts[i]
		if q.key >= appended {
			w.blocks.add(q.key, q.f)
		}
		q.bind(r, w.rules)
		return q.key
	})
}
