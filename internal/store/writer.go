package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Item is what one batch brings of one conversation.
type Item struct {
	Record chat.Record // messages and events in canonical order
	Hash   int64       // of a whole record, else the digest of what the item tells; what was imported before is recognised by it
	// Facts and Marks hold if nothing else is known of the conversation. Facts is
	// nil if something is.
	Facts *chat.Facts
	Marks chat.Marks
	// LeftOut counts what joining the item has left out.
	LeftOut int
}

// Counts is what an import has brought.
type Counts struct {
	New, Changed, Unchanged     int // conversations
	Messages, DuplicateMessages int
	Events, DuplicateEvents     int
	Feedback, Exposures, Scores int

	LeftOut   int    // messages, events and properties beyond the bounds of a conversation
	LeftOutOf string // id of the first conversation that this concerns
}

// Writer imports into a database. It works in transactions of bounded size, so
// that a kill loses at most what the next run brings back.
type Writer struct {
	s      *Store
	source string
	rules  int64 // key of the rule set of the facts
	// fresh says that the file was empty when we began and is ours alone: ids
	// that the cache lacks are new, and indexes wait for the end.
	fresh   bool
	bulk    *sqlite.Bulk // while the tables of a fresh file are only appended to
	entries entries      // of the indexes of a fresh file
	ids     *idCache

	importID   int64
	brought    newcomers
	encounters map[int64]*encounters // by import
	Counts     Counts
	newest     chat.Time

	inTx        bool
	txSize      int
	dataVersion int64
	blocks      newBlocks
	scored      bool // facts were written, or their blocks taken away
	unsettled   bool // something was written that Settle has to look at

	nextConversation, nextMessage, nextEvent int64

	messages []queued
	events   []queuedEvent
	rows     []conversationRow
	facts    []queuedFacts
	pending  []pendingRow
	record   sqlite.Record   // reused
	graders  map[string]bool // scores that the rule set is known to give

	bounds Bounds
	score  Score               // of conversations that are merged before the others
	loads  [loadBuckets]burden // what waits to be merged, by key
	heavy  []int64             // conversations of which too much waits

	st statements
}

type queuedEvent struct {
	id           int64
	conversation int64
	e            *chat.Event
}

type queuedFacts struct {
	key   int64
	f     *chat.Facts
	marks chat.Marks
}

// transactionSize is how many bytes of text go into one transaction.
const transactionSize = 32 << 20

// NewWriter prepares s for an import that scores by the rules of that version.
func (s *Store) NewWriter(rules string) (*Writer, error) {
	w := &Writer{s: s, ids: newIDCache(idCacheLimit), encounters: map[int64]*encounters{}, newest: chat.NoTime}
	err := w.claim()
	switch {
	case err != nil:
	case w.fresh:
		// A rollback journal is faster than WAL while a file only grows, and
		// nobody can read what is not there yet.
		err = s.conn.Exec("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL")
	default:
		err = s.conn.Exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
		if err == nil {
			err = s.index()
		}
	}
	if err == nil {
		err = w.begin()
	}
	if err == nil {
		err = w.st.prepare(s.conn)
	}
	if err == nil {
		err = s.conn.Run("INSERT OR IGNORE INTO rule_sets(version) VALUES (?)", rules)
	}
	if err == nil {
		w.rules, err = s.conn.Int("SELECT id FROM rule_sets WHERE version = ?", rules)
	}
	if err == nil {
		err = w.commit()
	}
	if err == nil && w.fresh {
		err = w.beginBulk()
	}
	if err != nil {
		w.st.close()
		return nil, describe(s.path, err)
	}
	return w, nil
}

// neverLoaded is 1 while no import into the file has begun.
const neverLoaded = "SELECT NOT EXISTS (SELECT 1 FROM conversations) AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'conversations_id')"

// claim makes a file that was never loaded ours alone. It looks again under the
// lock, for of two imports that begin at once only one may.
func (w *Writer) claim() error {
	c := w.s.conn
	if empty, err := c.Int(neverLoaded); err != nil || empty == 0 {
		return err
	}
	if err := c.Exec("BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	empty, err := c.Int(neverLoaded)
	if err == nil && empty == 1 {
		w.fresh = true
		err = c.Exec("PRAGMA locking_mode = EXCLUSIVE")
	}
	if err != nil {
		_ = c.Exec("ROLLBACK")
		return err
	}
	return c.Exec("COMMIT")
}

// begin opens a transaction if none is open. What another process has written
// since the last one makes our counters and cached ids worthless.
func (w *Writer) begin() error {
	if w.inTx {
		return nil
	}
	if err := w.s.conn.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	w.inTx, w.txSize = true, 0
	v, err := w.s.conn.Int("PRAGMA data_version")
	if err != nil || v == w.dataVersion {
		return err
	}
	w.dataVersion = v
	w.blocks.clear()
	w.ids.clear()
	alone := true // opening a fresh file to others raises the version too
	for _, c := range []struct {
		next  *int64
		table string
	}{{&w.nextConversation, "conversations"}, {&w.nextMessage, "messages"}, {&w.nextEvent, "events"}} {
		last, err := w.s.conn.Int("SELECT max(id) FROM " + c.table)
		if err != nil {
			return err
		}
		alone = alone && *c.next == last+1
		*c.next = last + 1
	}
	if !alone {
		w.brought.othersWrote()
	}
	return nil
}

func (w *Writer) commit() error {
	if !w.inTx {
		return nil
	}
	if w.newest.Known() {
		err := w.s.conn.Run("INSERT INTO meta VALUES ('newest', ?) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)", int64(w.newest))
		if err != nil {
			return err
		}
	}
	if w.bulk != nil {
		if err := w.syncBulk(); err != nil {
			return err
		}
	}
	if err := w.s.conn.Exec("COMMIT"); err != nil {
		return err
	}
	w.inTx = false
	if w.bulk != nil {
		w.bulk.Forget()
	}
	return nil
}

// Close ends the writing: an open transaction is committed, a fresh file gets its
// indexes, the blocks of facts are made, and a fresh file is opened to other processes.
func (w *Writer) Close() error {
	err := w.commit()
	if err == nil {
		err = w.index()
	}
	w.dropBulk()
	w.st.close()
	if err == nil && w.scored {
		err = w.s.buildBlocks()
	}
	if err == nil {
		err = w.share()
	}
	return describe(w.s.path, err)
}

// Publish lets other processes see all that was written: the open transaction is
// committed, and a fresh file gets its indexes and is opened to them.
func (w *Writer) Publish() error {
	err := w.commit()
	if err == nil {
		err = w.index()
	}
	if err == nil {
		err = w.share()
	}
	return describe(w.s.path, err)
}

// share opens a fresh file to other processes.
func (w *Writer) share() error {
	if !w.fresh {
		return nil
	}
	w.fresh = false
	return w.s.conn.Exec("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; SELECT 1 FROM meta")
}

// Abort ends the writing without committing what the open transaction holds.
func (w *Writer) Abort() {
	w.dropBulk()
	w.st.close()
	if w.inTx {
		_ = w.s.conn.Exec("ROLLBACK")
	}
}

// statements are those that a writer keeps prepared.
type statements struct {
	messages, events, conversations, facts, pending                            *inserter
	find, attributes, setAttributes, feedback, updateFeedback, exposure, score *sqlite.Stmt
}

func (st *statements) prepare(c *sqlite.Conn) error {
	for _, in := range []struct {
		to             **inserter
		table, columns string
	}{
		{&st.messages, "messages", messageColumns},
		{&st.events, "events", eventColumns},
		{&st.conversations, "conversations", conversationColumns},
		{&st.facts, "conversation_facts", factColumns},
		{&st.pending, "pending", "id, conversation, import, first_message, message_count, first_event, event_count, whole, updated_at"},
	} {
		var err error
		if *in.to, err = newInserter(c, in.table, in.columns); err != nil {
			return err
		}
	}
	for _, q := range []struct {
		to  **sqlite.Stmt
		sql string
	}{
		{&st.find, "SELECT id FROM conversations WHERE conversation_id = ? AND source = ?"},
		{&st.attributes, "SELECT " + attributeColumns + " FROM conversations WHERE id = ?"},
		{&st.setAttributes, "UPDATE conversations SET user_id = ?, bot = ?, channel = ?, language = ?, properties = ?, user_properties = ?, created_at = ?, updated_at = ?, record_hash = ? WHERE id = ?"},
		{&st.feedback, insertFeedback},
		{&st.updateFeedback, updateFeedback},
		{&st.exposure, "INSERT OR IGNORE INTO exposures(source, test, session_id, variant, timestamp) VALUES (?,?,?,?,?)"},
		{&st.score, insertScore},
	} {
		var err error
		if *q.to, err = c.Prepare(q.sql); err != nil {
			return err
		}
	}
	return nil
}

func (st *statements) close() {
	for _, in := range []*inserter{st.messages, st.events, st.conversations, st.facts, st.pending} {
		in.close()
	}
	for _, s := range []*sqlite.Stmt{st.find, st.attributes, st.setAttributes, st.feedback, st.updateFeedback, st.exposure, st.score} {
		s.Close()
	}
	*st = statements{}
}
