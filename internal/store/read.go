package store

import (
	"context"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/merge"
	"chatcops/internal/sqlite"
)

// each runs a query and calls row for each of its rows.
func (s *Store) each(sql string, row func(*sqlite.Stmt) error, args ...any) error {
	q, err := s.conn.Prepare(sql)
	if err != nil {
		return err
	}
	defer q.Close()
	if err := q.Bind(args...); err != nil {
		return err
	}
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return err
		}
		if err := row(q); err != nil {
			return err
		}
	}
}

// reader keeps the statements prepared that read one conversation after another.
type reader struct {
	conversation, messages, events, pending, feedback *sqlite.Stmt
}

func (s *Store) newReader() (*reader, error) {
	r := &reader{}
	for _, q := range []struct {
		to  **sqlite.Stmt
		sql string
	}{
		{&r.conversation, "SELECT source, conversation_id, whole, first_message, message_count, first_event, event_count, told_at, " + attributeColumns + " FROM conversations WHERE id = ?"},
		{&r.messages, "SELECT role, content, timestamp, message_id, position, name, model, tool_call_id, tool_calls, properties, event_type, input_tokens, output_tokens, cached_tokens, cost FROM messages WHERE id >= ? AND id < ? ORDER BY id"},
		{&r.events, "SELECT type, timestamp, event_id, source_type, user_id, channel, message_id, properties FROM events WHERE id >= ? AND id < ? ORDER BY id"},
		{&r.pending, "SELECT import, first_message, message_count, first_event, event_count, whole, updated_at FROM pending WHERE conversation = ? ORDER BY id"},
		{&r.feedback, "SELECT feedback_id, message_id, rating, thumb, reasons, comment, timestamp, user_id FROM feedback WHERE conversation = ?"},
	} {
		var err error
		if *q.to, err = s.conn.Prepare(q.sql); err != nil {
			r.close()
			return nil, err
		}
	}
	return r, nil
}

func (r *reader) close() {
	for _, s := range []*sqlite.Stmt{r.conversation, r.messages, r.events, r.pending, r.feedback} {
		s.Close()
	}
}

// stored is a conversation with the pieces of which it consists in the file.
type stored struct {
	base     chat.Conversation // as the conversation's own row has it
	whole    bool
	hash     int64  // of its last whole record, else of what is stored of it
	pieces   []span // the first is the base
	messages []merge.Piece
	events   []merge.EventPiece
}

// span is where a piece lies in the tables.
type span struct{ firstMessage, messages, firstEvent, events int64 }

// load reads all there is of a conversation. ok is false if there is no such one.
func (r *reader) load(key int64) (st *stored, ok bool, err error) {
	q := r.conversation
	q.BindInt(1, key)
	if ok, err := q.Next(); err != nil || !ok {
		return nil, false, err
	}
	a := readAttributes(q, 8)
	st = &stored{base: chat.Conversation{Key: key, Source: q.Text(0), ID: q.Text(1), UserID: a.UserID, Bot: a.Bot, Channel: a.Channel,
		Language: a.Language, Properties: a.Properties, UserProperties: a.UserProperties, CreatedAt: a.CreatedAt, UpdatedAt: a.UpdatedAt}, whole: q.Int(2) != 0, hash: q.Int(16)}
	base, toldAt := span{q.Int(3), q.Int(4), q.Int(5), q.Int(6)}, readTime(q, 7)
	q.Reset()
	if err := r.piece(st, base, st.whole, toldAt, 0); err != nil {
		return nil, false, err
	}
	r.pending.BindInt(1, key)
	for {
		ok, err := r.pending.Next()
		if err != nil {
			return nil, false, err
		}
		if !ok {
			break
		}
		p := r.pending
		err = r.piece(st, span{p.Int(1), p.Int(2), p.Int(3), p.Int(4)}, p.Int(5) != 0, readTime(p, 6), p.Int(0))
		if err != nil {
			return nil, false, err
		}
	}
	st.base.Messages, st.base.Events = st.messages[0].Messages, st.events[0].Events
	st.base.Feedback, err = r.readFeedback(key)
	return st, err == nil, err
}

// piece reads one piece. An empty piece that is not the base adds nothing.
func (r *reader) piece(st *stored, at span, whole bool, updated chat.Time, imported int64) error {
	ms, err := r.readMessages(at.firstMessage, at.messages)
	if err != nil {
		return err
	}
	es, err := r.readEvents(at.firstEvent, at.events)
	if err != nil {
		return err
	}
	st.pieces = append(st.pieces, at)
	st.messages = append(st.messages, merge.Piece{Messages: ms, Whole: whole && len(ms) > 0, UpdatedAt: updated, Import: imported})
	st.events = append(st.events, merge.EventPiece{Events: es, Import: imported})
	return nil
}

func (r *reader) readMessages(first, n int64) ([]chat.Message, error) {
	if n == 0 {
		return nil, nil
	}
	q := r.messages
	q.BindInt(1, first)
	q.BindInt(2, first+n)
	out := make([]chat.Message, 0, n)
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return out, err
		}
		role, _ := chat.ParseRole(string(q.Bytes(0)))
		m := chat.Message{Role: role, Content: q.Text(1), Time: readTime(q, 2), ID: q.Text(3), Position: -1, Name: q.Text(5), Model: q.Text(6),
			ToolCallID: q.Text(7), ToolCalls: q.Text(8), Properties: q.Text(9), EventType: q.Text(10), InputTokens: q.Int(11), OutputTokens: q.Int(12),
			CachedTokens: q.Int(13), Cost: chat.Cost{Known: !q.IsNull(14), Nanos: q.Int(14)}}
		if !q.IsNull(4) {
			m.Position = int32(q.Int(4))
		}
		out = append(out, m)
	}
}

func (r *reader) readEvents(first, n int64) ([]chat.Event, error) {
	if n == 0 {
		return nil, nil
	}
	q := r.events
	q.BindInt(1, first)
	q.BindInt(2, first+n)
	out := make([]chat.Event, 0, n)
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return out, err
		}
		out = append(out, chat.Event{Type: q.Text(0), Time: readTime(q, 1), ID: q.Text(2), SourceType: q.Text(3), UserID: q.Text(4),
			Channel: q.Text(5), MessageID: q.Text(6), Properties: q.Text(7)})
	}
}

func (r *reader) readFeedback(key int64) ([]chat.Feedback, error) {
	q := r.feedback
	q.BindInt(1, key)
	var out []chat.Feedback
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return merge.Feedback(out), err
		}
		out = append(out, chat.Feedback{ID: q.Text(0), MessageID: q.Text(1), Rating: int(q.Int(2)), Thumb: q.Int(3) != 0, Reasons: q.Text(4),
			Comment: q.Text(5), Time: readTime(q, 6), UserID: q.Text(7)})
	}
}

// merged returns the canonical conversation of what load has read.
func (st *stored) merged() chat.Conversation {
	c := st.base
	if len(st.pieces) > 1 {
		c.Messages = merge.Messages(st.messages)
		c.Events = merge.Events(st.events)
	}
	return c
}

// Conversations calls yield for each conversation in the order of their ids.
// The conversation is yield's to keep.
func (s *Store) Conversations(ctx context.Context, yield func(*chat.Conversation) error) error {
	r, err := s.newReader()
	if err != nil {
		return describe(s.path, err)
	}
	defer r.close()
	err = s.each("SELECT id FROM conversations ORDER BY conversation_id, source", func(q *sqlite.Stmt) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		st, ok, err := r.load(q.Int(0))
		if err != nil || !ok {
			return err
		}
		c := st.merged()
		return yield(&c)
	})
	return describe(s.path, err)
}

// Reader reads conversations by their keys; it must be closed before its store.
type Reader struct {
	r    *reader
	path string
}

// NewReader prepares the reading of conversations.
func (s *Store) NewReader() (*Reader, error) {
	r, err := s.newReader()
	return &Reader{r, s.path}, describe(s.path, err)
}

// Close frees the reader.
func (r *Reader) Close() { r.r.close() }

// Conversation returns all there is of a conversation, in canonical order.
func (r *Reader) Conversation(key int64) (*chat.Conversation, error) {
	st, ok, err := r.r.load(key)
	if err == nil && !ok {
		err = fmt.Errorf("there is no conversation with the key %d", key)
	}
	if err != nil {
		return nil, describe(r.path, err)
	}
	c := st.merged()
	return &c, nil
}
