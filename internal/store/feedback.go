package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

const insertFeedback = `INSERT OR IGNORE INTO feedback(conversation, source, message_id, feedback_id, rating, thumb, reasons, comment, timestamp, user_id, identity)
 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)`

// updateFeedback replaces one that is there already by its later version, by the
// order of merge.Feedback; it returns whose it is if that changes anything.
const updateFeedback = `UPDATE feedback SET conversation = coalesce(conversation, ?1), message_id = ?3,
  rating = ?5, thumb = ?6, reasons = ?7, comment = ?8, timestamp = ?9, user_id = ?10
 WHERE identity = ?11 AND (ifnull(?9, -1 << 63), ifnull(?5, 0), ?6, ifnull(?7, ''), ifnull(?8, ''), ifnull(?3, ''), ifnull(?10, '')) >
  (ifnull(timestamp, -1 << 63), ifnull(rating, 0), thumb, ifnull(reasons, ''), ifnull(comment, ''), ifnull(message_id, ''), ifnull(user_id, ''))
 RETURNING conversation`

// addFeedback stores the feedback of a conversation; key 0 stands for one that
// is not known yet. added tells whether any of it was new.
func (w *Writer) addFeedback(key int64, fs []chat.Feedback) (added bool, err error) {
	for i := range fs {
		f := &fs[i]
		identity := w.feedbackIdentity(key, f)
		w.bindFeedback(key, f, identity)
		if err := w.execute(w.st.feedback); err != nil {
			return added, err
		}
		if w.s.conn.Changes() > 0 {
			added = true
			w.Counts.Feedback++
			continue
		}
		s := w.st.updateFeedback
		w.record.BindTo(s, 1)
		changed, err := s.Next()
		if err != nil {
			return added, err
		}
		if !changed {
			continue
		}
		added = true
		w.Counts.Feedback++
		owner := s.Int(0)
		s.Reset()
		if key == 0 && owner != 0 { // a new version of one that has its conversation already
			w.rescore(owner)
		}
	}
	return added, nil
}

func (w *Writer) bindFeedback(key int64, f *chat.Feedback, identity string) {
	r := &w.record
	r.Reset()
	bindPositive(r, key)
	r.Text(w.source)
	r.TextOrNull(f.MessageID)
	r.TextOrNull(f.ID)
	bindPositive(r, int64(f.Rating))
	bindFlag(r, f.Thumb)
	r.TextOrNull(f.Reasons)
	r.TextOrNull(f.Comment)
	bindTime(r, f.Time)
	r.TextOrNull(f.UserID)
	r.Text(identity)
}

// rescore marks a conversation by an empty piece.
func (w *Writer) rescore(key int64) {
	w.unsettled = true
	w.pending = append(w.pending, pendingRow{conversation: key, importID: w.importID, firstMessage: w.nextMessage, firstEvent: w.nextEvent, updatedAt: chat.NoTime})
}

// feedbackIdentity tells whether two pieces of feedback are the same: by id; of
// one message by who gave it; else by all that it says.
func (w *Writer) feedbackIdentity(key int64, f *chat.Feedback) string {
	var parts []any
	switch {
	case f.ID != "":
		parts = []any{"id", w.source, f.ID}
	case f.MessageID != "":
		parts = []any{"message", w.source, f.MessageID, f.UserID, f.Rating, f.Reasons, f.Comment, f.Time}
	default:
		parts = []any{"conversation", key, f.UserID, f.Rating, f.Reasons, f.Comment, f.Time}
	}
	b, _ := json.Marshal(parts)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

func (w *Writer) addExposures(es []chat.Exposure) error {
	for i := range es {
		e, r := &es[i], &w.record
		r.Reset()
		r.Text(w.source)
		r.Text(e.Test)
		r.Text(e.Session)
		r.Text(e.Variant)
		bindTime(r, e.Time)
		if err := w.execute(w.st.exposure); err != nil {
			return err
		}
		w.Counts.Exposures += int(w.s.conn.Changes())
	}
	return nil
}

// addOrphans stores feedback and events that name only a message; Settle finds
// the conversation once the message is there.
func (w *Writer) addOrphans(r *chat.Record) error {
	w.unsettled = true
	if _, err := w.addFeedback(0, r.Feedback); err != nil {
		return err
	}
	if len(r.Events) > 0 {
		if err := w.endBulk(); err != nil {
			return err
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		err := w.s.conn.Run("INSERT OR IGNORE INTO events("+eventColumns+") VALUES (?,NULL,?,?,?,?,?,?,?,?)", w.nextEvent, e.Type, timeOrNull(e.Time), textOrNull(e.ID),
			textOrNull(e.SourceType), textOrNull(e.UserID), textOrNull(e.Channel), textOrNull(e.MessageID), textOrNull(e.Properties))
		if err != nil {
			return err
		}
		n := int(w.s.conn.Changes())
		w.Counts.Events += n
		w.Counts.DuplicateEvents += 1 - n
		w.nextEvent += int64(n)
	}
	return nil
}

func timeOrNull(t chat.Time) any {
	if t.Known() {
		return int64(t)
	}
	return nil
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// adoptOrphans gives events and feedback whose message has come their conversation.
func (w *Writer) adoptOrphans() error {
	wanted, err := w.orphans()
	if err != nil || len(wanted) == 0 {
		return err
	}
	found := map[string]int64{}
	err = w.s.each("SELECT m.message_id, m.conversation, c.source FROM messages m JOIN conversations c ON c.id = m.conversation WHERE m.message_id IS NOT NULL", func(s *sqlite.Stmt) error {
		if wanted[string(s.Bytes(0))] && s.Text(2) == w.source {
			found[s.Text(0)] = s.Int(1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for message, key := range found {
		if err := w.adopt(message, key); err != nil {
			return err
		}
	}
	return nil
}

// orphans returns the ids of the messages that events and feedback wait for.
func (w *Writer) orphans() (map[string]bool, error) {
	wanted := map[string]bool{}
	err := w.s.each(`SELECT message_id FROM events WHERE conversation IS NULL AND message_id IS NOT NULL
		UNION SELECT message_id FROM feedback WHERE conversation IS NULL AND message_id IS NOT NULL`, func(s *sqlite.Stmt) error {
		wanted[s.Text(0)] = true
		return nil
	})
	return wanted, err
}

func (w *Writer) adopt(message string, key int64) error {
	if err := w.s.conn.Run("UPDATE feedback SET conversation = ? WHERE conversation IS NULL AND message_id = ? AND source = ?", key, message, w.source); err != nil {
		return err
	}
	judged := w.s.conn.Changes() > 0
	var events []int64
	err := w.s.each("SELECT id FROM events WHERE conversation IS NULL AND message_id = ?", func(s *sqlite.Stmt) error {
		events = append(events, s.Int(0))
		return nil
	}, message)
	if err != nil {
		return err
	}
	p := pendingRow{conversation: key, importID: w.importID, firstMessage: w.nextMessage, firstEvent: w.nextEvent, updatedAt: chat.NoTime}
	for _, id := range events {
		if err := w.s.conn.Run("UPDATE events SET conversation = ? WHERE id = ?", key, id); err != nil {
			return err
		}
		one := p
		one.firstEvent, one.events = id, 1
		w.pending = append(w.pending, one)
	}
	if judged && len(events) == 0 {
		w.pending = append(w.pending, p)
	}
	return nil
}
