package store

import (
	"context"
	"strings"
	"unicode/utf8"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// ScannedMessage is a message on its way past a scan, with what lies in the
// store's own memory: Content holds only until the function that takes it returns.
type ScannedMessage struct {
	ID           int64 // the store's own, see FoundMessage
	Conversation int64
	Content      []byte
	Time         chat.Time
}

// ScanMessages reads the messages of the conversations of only (nil: of all) and
// of the roles (none: of all) in parallel parts. part is called once for each
// part and returns the function that takes its messages.
func (s *Store) ScanMessages(ctx context.Context, only *Keys, roles []chat.Role, parts int, part func(int) func(*ScannedMessage) error) error {
	return parallel(s, "SELECT max(id) FROM messages", parts, part, func(own *Store, lo, hi int64, take func(*ScannedMessage) error) error {
		return own.scanMessages(ctx, only, roles, lo, hi, take)
	})
}

func (s *Store) scanMessages(ctx context.Context, only *Keys, roles []chat.Role, lo, hi int64, take func(*ScannedMessage) error) error {
	var m ScannedMessage
	n := 0
	return s.each("SELECT id, conversation, role, content, timestamp FROM messages WHERE id > ? AND id <= ?", func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		m.Conversation = q.Int(1)
		if !only.Has(m.Conversation) || len(roles) > 0 && !isRole(q.Bytes(2), roles) {
			return nil
		}
		m.ID, m.Content, m.Time = q.Int(0), q.Bytes(3), readTime(q, 4)
		return take(&m)
	}, lo, hi)
}

func isRole(word []byte, roles []chat.Role) bool {
	for _, r := range roles {
		if r.String() == string(word) {
			return true
		}
	}
	return false
}

// FoundMessage is a message with where it stands.
type FoundMessage struct {
	chat.Message
	Index          int // in its conversation, from 0
	Source         string
	ConversationID string
}

// MessageOf returns a message by the id that a scan gave; nil if it is not, or
// no longer, part of a conversation.
func (s *Store) MessageOf(id int64) (*FoundMessage, error) {
	q, err := s.conn.Cached(`SELECT m.id - c.first_message, c.source, c.conversation_id, m.role, m.content, m.timestamp, m.message_id
		FROM messages m JOIN conversations c ON c.id = m.conversation WHERE m.id = ? AND m.id >= c.first_message AND m.id < c.first_message + c.message_count`)
	if err != nil {
		return nil, describe(s.path, err)
	}
	defer q.Reset()
	q.BindInt(1, id)
	if ok, err := q.Next(); err != nil || !ok {
		return nil, describe(s.path, err)
	}
	role, _ := chat.ParseRole(q.Text(3))
	return &FoundMessage{Index: int(q.Int(0)), Source: q.Text(1), ConversationID: q.Text(2),
		Message: chat.Message{Role: role, Content: q.Text(4), Time: readTime(q, 5), ID: q.Text(6)}}, nil
}

// FirstWords returns the start of the first user message of a conversation that
// has any words: limit characters or some more.
func (s *Store) FirstWords(key int64, limit int) (string, error) {
	q, err := s.conn.Cached(`SELECT substr(CAST(m.content AS BLOB), 1, ?) FROM conversations c JOIN messages m ON m.id >= c.first_message AND m.id < c.first_message + c.message_count
		WHERE c.id = ? AND m.role = 'user' AND m.content <> '' ORDER BY m.id LIMIT 1`)
	if err != nil {
		return "", describe(s.path, err)
	}
	defer q.Reset()
	if err := q.Bind(utf8.UTFMax*limit, key); err != nil { // as text it would end at a NUL
		return "", err
	}
	if ok, err := q.Next(); err != nil || !ok {
		return "", describe(s.path, err)
	}
	return strings.ToValidUTF8(string(q.Bytes(0)), ""), nil
}
