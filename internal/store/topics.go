package store

import (
	"context"
	"encoding/json"
	"fmt"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// UserMessage is a message of a user on its way past a scan; what it refers to
// holds only until the function that takes it returns.
type UserMessage struct {
	Conversation int64
	ID, Source   []byte // of the conversation
	Language     []byte // of the conversation
	Content      []byte
	Event        bool // it arrived as an event
}

// ScanUserMessages reads what users say, in parallel parts: the conversations of
// a part one after another, each with its messages in order. unassigned leaves out
// those that were compared with the topics before. part is called once for each
// part and returns the function that takes its messages.
func (s *Store) ScanUserMessages(ctx context.Context, unassigned bool, parts int, part func(int) func(*UserMessage) error) error {
	// CROSS JOIN keeps SQLite from another order of the loops, which is that of the
	// rows; the plus keeps it from an index of all messages made for this one query.
	sql := `SELECT c.id, c.conversation_id, c.source, ifnull(c.language, f.language), m.content, m.event_type IS NOT NULL
		FROM conversations c CROSS JOIN conversation_facts f ON f.conversation = c.id
		CROSS JOIN messages m ON m.id >= c.first_message AND m.id < c.first_message + c.message_count
		WHERE c.id > ? AND c.id <= ? AND f.user_messages > 0 AND +m.role = 'user'`
	if unassigned {
		sql += " AND NOT EXISTS (SELECT 1 FROM conversation_topics t WHERE t.conversation = c.id)"
	}
	return parallel(s, "SELECT max(id) FROM conversations", parts, part, func(own *Store, lo, hi int64, take func(*UserMessage) error) error {
		var m UserMessage
		n := 0
		return own.each(sql, func(q *sqlite.Stmt) error {
			if n++; n&1023 == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			m.Conversation, m.ID, m.Source, m.Language, m.Content, m.Event = q.Int(0), q.Bytes(1), q.Bytes(2), q.Bytes(3), q.Bytes(4), q.Int(5) != 0
			return take(&m)
		}, lo, hi)
	})
}

// Engaged returns how many conversations have a user message and, of these, how
// many were not yet compared with the topics.
func (s *Store) Engaged() (all, unassigned int64, err error) {
	err = s.each(`SELECT count(*), count(*) - count(t.conversation) FROM conversation_facts f
		LEFT JOIN conversation_topics t ON t.conversation = f.conversation WHERE user_messages > 0`, func(q *sqlite.Stmt) error {
		all, unassigned = q.Int(0), q.Int(1)
		return nil
	})
	return all, unassigned, describe(s.path, err)
}

// Untold is how many conversations with a user message have not been compared
// with topics. Where it is plain that they are no more than enough, they are not
// counted, which takes a while, and the number is what they are at most.
func (s *Store) Untold(enough int64) (int64, error) {
	most, err := s.conn.Int("SELECT (SELECT count(*) FROM conversation_facts) - (SELECT count(*) FROM conversation_topics)")
	if err != nil || most <= enough {
		return most, describe(s.path, err)
	}
	_, untold, err := s.Engaged()
	return untold, err
}

// TopicModel is what tells topics, and when it was made.
type TopicModel struct {
	MadeAt chat.Time
	NextID int64 // of a new topic
	Model  []byte
}

// TopicModel returns the model that is stored, nil if there is none.
func (s *Store) TopicModel() (*TopicModel, error) {
	var m *TopicModel
	err := s.each("SELECT made_at, next_id, model FROM topic_model", func(q *sqlite.Stmt) error {
		m = &TopicModel{chat.Time(q.Int(0)), q.Int(1), []byte(q.Text(2))}
		return nil
	})
	return m, describe(s.path, err)
}

// NoTopic is the topic of a conversation that fits none.
const NoTopic = -1

// ConversationTopic is the topic of one conversation.
type ConversationTopic struct {
	Conversation int64
	Topic        int32 // NoTopic if it fits none
	Similarity   float32
	Later        bool // it came after the topics were made
}

// ConversationTopics calls yield for each conversation that was compared with the topics.
func (s *Store) ConversationTopics(ctx context.Context, yield func(ConversationTopic)) error {
	n := 0
	err := s.each("SELECT conversation, ifnull(topic, -1), similarity, later FROM conversation_topics", func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		yield(ConversationTopic{q.Int(0), int32(q.Int(1)), float32(q.Float(2)), q.Int(3) != 0})
		return nil
	})
	return describe(s.path, err)
}

// TopicRow is a topic as it is stored.
type TopicRow struct {
	ID    int
	Label string
	Terms []string
}

// Topics returns the topics that are stored, by id.
func (s *Store) Topics() (list []TopicRow, err error) {
	err = s.each("SELECT id, label, terms FROM topics ORDER BY id", func(q *sqlite.Stmt) error {
		t := TopicRow{ID: int(q.Int(0)), Label: q.Text(1)}
		if err := json.Unmarshal([]byte(q.Text(2)), &t.Terms); err != nil {
			return fmt.Errorf("terms of topic %d: %w", t.ID, err)
		}
		list = append(list, t)
		return nil
	})
	return list, describe(s.path, err)
}

// State identifies what is in the database: it differs once an import, or a
// rescoring, or a new topic has changed it.
func (s *Store) State() (int64, error) {
	n, err := s.conn.Int("PRAGMA data_version")
	return n, describe(s.path, err)
}

// SaveTopics keeps a new model with its topics in the place of the one before,
// or with no model only further conversations. list is what is to be stored of
// conversations; with a model it replaces all. unchanged is asked, once nobody
// else can write, whether the database is still what list was made of; if not,
// nothing is stored and saved is false.
func (s *Store) SaveTopics(model *TopicModel, topics []TopicRow, list []ConversationTopic, unchanged func() (bool, error)) (saved bool, err error) {
	if err := s.conn.Exec("BEGIN IMMEDIATE"); err != nil {
		return false, describe(s.path, err)
	}
	ok, err := unchanged()
	if err == nil && ok {
		if model != nil {
			err = s.replaceTopics(model, topics)
		}
		if err == nil {
			err = s.insertTopics(list)
		}
	}
	if err != nil || !ok {
		_ = s.conn.Exec("ROLLBACK")
		return false, describe(s.path, err)
	}
	return true, describe(s.path, s.conn.Exec("COMMIT"))
}

func (s *Store) replaceTopics(model *TopicModel, topics []TopicRow) error {
	if err := s.conn.Exec("DELETE FROM topic_model; DELETE FROM topics; DELETE FROM conversation_topics"); err != nil {
		return err
	}
	if err := s.conn.Run("INSERT INTO topic_model VALUES (?,?,?)", int64(model.MadeAt), model.NextID, string(model.Model)); err != nil {
		return err
	}
	for _, t := range topics {
		terms, err := json.Marshal(t.Terms)
		if err == nil {
			err = s.conn.Run("INSERT INTO topics VALUES (?,?,?)", int64(t.ID), t.Label, string(terms))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) insertTopics(list []ConversationTopic) error {
	q, err := s.conn.Prepare("INSERT OR REPLACE INTO conversation_topics VALUES (?,?,?,?)")
	if err != nil {
		return err
	}
	defer q.Close()
	var r sqlite.Record
	for _, t := range list {
		r.Reset()
		r.Int(t.Conversation)
		r.IntUnless(NoTopic, int64(t.Topic))
		r.Float(float64(t.Similarity))
		bindFlag(&r, t.Later)
		r.BindTo(q, 1)
		if err := q.Exec(); err != nil {
			return err
		}
	}
	return nil
}
