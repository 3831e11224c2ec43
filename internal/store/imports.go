package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Import names a file that is about to be read.
type Import struct {
	Path   string
	Bytes  int64
	Format string
	Source string // namespace of the conversation ids
	At     chat.Time
}

// Earlier is what an earlier import of the same file has read.
type Earlier struct {
	Format                                   string
	Records, Conversations, Messages, Events int
}

// Imported returns the import of a file of that fingerprint that was read to its end and
// had records, none of which was rejected, if there was one.
func (s *Store) Imported(fingerprint string) (e Earlier, ok bool, err error) {
	err = s.each(`SELECT format, records, conversations_new + conversations_changed + conversations_unchanged, messages + messages_duplicate, events + events_duplicate
		FROM imports WHERE fingerprint = ? AND complete = 1 AND records > 0 AND rejected = 0 LIMIT 1`, func(q *sqlite.Stmt) error {
		e, ok = Earlier{q.Text(0), int(q.Int(1)), int(q.Int(2)), int(q.Int(3)), int(q.Int(4))}, true
		return nil
	}, fingerprint)
	return e, ok, describe(s.path, err)
}

// Fresh reports whether the file was empty when the writing began, and is still growing.
func (w *Writer) Fresh() bool { return w.fresh }

// Begin starts the import of a file and resets the counts.
func (w *Writer) Begin(im Import) error {
	if im.Bytes >= worthBulk {
		if err := w.resumeBulk(); err != nil {
			return describe(w.s.path, err)
		}
	}
	if err := w.begin(); err != nil {
		return describe(w.s.path, err)
	}
	w.source = im.Source
	w.Counts = Counts{}
	err := w.s.conn.Run("INSERT INTO imports(path, fingerprint, bytes, format, source, imported_at, complete) VALUES (?,'',?,?,?,?,0)",
		im.Path, im.Bytes, im.Format, im.Source, int64(im.At))
	w.importID = w.s.conn.LastID()
	return describe(w.s.path, err)
}

// Turn is the import of a file that is put aside while another one has its turn.
type Turn struct {
	importID int64
	source   string
	counts   Counts
}

// Pause puts the import that was begun last aside; Resume goes on with it.
func (w *Writer) Pause() Turn { return Turn{w.importID, w.source, w.Counts} }

// Resume goes on with an import that was put aside.
func (w *Writer) Resume(t Turn) error {
	w.importID, w.source, w.Counts = t.importID, t.source, t.counts
	return describe(w.s.path, w.begin())
}

// Reject is a record that could not be read.
type Reject struct {
	Line    int
	Problem string
}

// Ended tells how the import of a file ended.
type Ended struct {
	Records, Rejected int
	Rejects           []Reject
	Complete          bool   // it was read to its end
	Fingerprint       string // of the bytes that were read
	Bytes             int64
}

// End records what the import of a file has brought.
func (w *Writer) End(e Ended) error {
	err := w.begin()
	if err == nil {
		err = w.flush()
	}
	if err == nil && e.Complete && len(e.Rejects) > 0 { // read again, the same file has the same rejects
		err = w.s.conn.Run("DELETE FROM rejects WHERE import IN (SELECT id FROM imports WHERE fingerprint = ?)", e.Fingerprint)
	}
	for i := 0; err == nil && i < len(e.Rejects); i++ {
		err = w.s.conn.Run("INSERT INTO rejects(import, line, problem) VALUES (?,?,?)", w.importID, e.Rejects[i].Line, e.Rejects[i].Problem)
	}
	if err == nil {
		complete := 0
		if e.Complete {
			complete = 1
		}
		c := &w.Counts
		err = w.s.conn.Run(`UPDATE imports SET complete = ?, fingerprint = ?, bytes = ?, records = ?, conversations_new = ?, conversations_changed = ?,
			conversations_unchanged = ?, messages = ?, messages_duplicate = ?, events = ?, events_duplicate = ?, feedback = ?, exposures = ?, scores = ?, rejected = ? WHERE id = ?`,
			complete, e.Fingerprint, e.Bytes, e.Records, c.New, c.Changed, c.Unchanged, c.Messages, c.DuplicateMessages, c.Events, c.DuplicateEvents,
			c.Feedback, c.Exposures, c.Scores, e.Rejected, w.importID)
	}
	if err == nil {
		err = w.commit()
	}
	w.brought.forget(w.importID)
	delete(w.encounters, w.importID)
	return describe(w.s.path, err)
}

// Newest returns the latest time of any message or event, NoTime if there is none.
func (s *Store) Newest() (chat.Time, error) {
	t := chat.NoTime
	err := s.each("SELECT value FROM meta WHERE key = 'newest'", func(q *sqlite.Stmt) error {
		t = chat.Time(q.Int(0))
		return nil
	})
	return t, describe(s.path, err)
}

// Info is what the file holds as a whole.
type Info struct {
	Conversations, Messages, Events, Feedback, Exposures, Scores int64
	Unscored                                                     int64 // conversations with pieces that wait to be merged
	WithoutTime                                                  int64
	First, Last                                                  chat.Time // earliest and latest start of a conversation
	Rules                                                        string    // version of the rules of the newest facts
}

// Span returns the earliest and latest start of a conversation; NoTime if none has a time.
func (s *Store) Span() (first, last chat.Time, err error) {
	first, last = chat.NoTime, chat.NoTime
	for _, x := range []struct {
		to  *chat.Time
		sql string
	}{{&first, "SELECT min(started_at) FROM conversation_facts"}, {&last, "SELECT max(started_at) FROM conversation_facts"}} {
		err := s.each(x.sql, func(q *sqlite.Stmt) error {
			*x.to = readTime(q, 0)
			return nil
		})
		if err != nil {
			return first, last, describe(s.path, err)
		}
	}
	return first, last, nil
}

// Info counts what the file holds.
func (s *Store) Info() (Info, error) {
	var in Info
	for _, x := range []struct {
		to  *int64
		sql string
	}{
		{&in.Conversations, "SELECT count(*) FROM conversations"},
		{&in.Messages, "SELECT count(*) FROM messages"},
		{&in.Events, "SELECT count(*) FROM events"},
		{&in.Feedback, "SELECT count(*) FROM feedback"},
		{&in.Exposures, "SELECT count(*) FROM exposures"},
		{&in.Scores, "SELECT count(*) FROM scores"},
		{&in.WithoutTime, "SELECT count(*) FROM conversation_facts WHERE started_at IS NULL"},
	} {
		var err error
		if *x.to, err = s.conn.Int(x.sql); err != nil {
			return in, describe(s.path, err)
		}
	}
	var err error
	if in.Unscored, err = s.Unscored(); err != nil {
		return in, err
	}
	if in.Rules, err = s.Rules(); err != nil {
		return in, err
	}
	in.First, in.Last, err = s.Span()
	return in, err
}

// FormatCount is what was read in one format, whatever was known already.
type FormatCount struct {
	Format                   string
	Files, Records, Rejected int64
}

// Formats lists what was read in each format, the most first.
func (s *Store) Formats() (list []FormatCount, err error) {
	err = s.each("SELECT format, count(*), sum(records), sum(rejected) FROM imports WHERE format <> '' GROUP BY format ORDER BY sum(records) DESC, format", func(q *sqlite.Stmt) error {
		list = append(list, FormatCount{q.Text(0), q.Int(1), q.Int(2), q.Int(3)})
		return nil
	})
	return list, describe(s.path, err)
}

// Unscored returns how many conversations wait to be merged and scored, after
// an import was killed.
func (s *Store) Unscored() (int64, error) {
	n, err := s.conn.Int("SELECT count(DISTINCT conversation) FROM pending")
	return n, describe(s.path, err)
}

// Rules returns the version of the rules by which the facts of the newest conversation were made.
func (s *Store) Rules() (string, error) {
	var v string
	err := s.each("SELECT version FROM rule_sets WHERE id = (SELECT rules FROM conversation_facts ORDER BY conversation DESC LIMIT 1)", func(q *sqlite.Stmt) error {
		v = q.Text(0)
		return nil
	})
	return v, describe(s.path, err)
}
