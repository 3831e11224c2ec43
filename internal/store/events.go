package store

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// EventQuery selects events by when they happened and of what type they are.
type EventQuery struct {
	Span  Span
	Types []string // words of the vocabulary or the data's own; none means all
	Limit int      // 0: none
	Only  *Keys    // nil: of all conversations, and of none
}

// allEvents is every event as one table, messages that arrived as events among them.
const allEvents = `(SELECT conversation, timestamp, type, event_id, source_type, user_id, channel, message_id, properties FROM events
 UNION ALL SELECT conversation, timestamp, CASE role WHEN 'user' THEN 'user_message' ELSE 'assistant_message' END, message_id, event_type, NULL, NULL, NULL,
  json_object('text', content) FROM messages WHERE event_type IS NOT NULL)`

func (q *EventQuery) where() (sql string, args []any) {
	var conditions []string
	if q.Span.Bounded {
		conditions = append(conditions, "e.timestamp >= ? AND e.timestamp < ?")
		args = append(args, int64(q.Span.Start), int64(q.Span.End))
	}
	if len(q.Types) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(q.Types)), ",")
		conditions = append(conditions, "(e.type IN ("+marks+") OR e.source_type IN ("+marks+"))")
		for range 2 {
			for _, t := range q.Types {
				args = append(args, t)
			}
		}
	}
	if conditions == nil {
		return "", nil
	}
	return " WHERE " + strings.Join(conditions, " AND "), args
}

// EventCounts counts events by type.
type EventCounts struct {
	Conversations int64 // that have such events
	Types         []TypeCount
}

// TypeCount counts the events of one type and the conversations that have any.
type TypeCount struct {
	Type                 string
	Count, Conversations int64
}

// CountEvents counts the events by type, the most frequent first.
func (s *Store) CountEvents(q EventQuery) (EventCounts, error) {
	var c EventCounts
	where, args := q.where()
	if q.Only != nil {
		return s.countEventsOf(q.Only, where, args)
	}
	err := s.each("SELECT e.type, count(*), count(DISTINCT e.conversation) FROM "+allEvents+" e"+where+" GROUP BY e.type ORDER BY 2 DESC, 1", func(r *sqlite.Stmt) error {
		c.Types = append(c.Types, TypeCount{r.Text(0), r.Int(1), r.Int(2)})
		return nil
	}, args...)
	if err == nil {
		c.Conversations, err = s.conn.Int("SELECT count(DISTINCT e.conversation) FROM "+allEvents+" e"+where, args...)
	}
	return c, describe(s.path, err)
}

// countEventsOf counts the events of chosen conversations by type.
func (s *Store) countEventsOf(only *Keys, where string, args []any) (EventCounts, error) {
	type seen struct {
		events int64
		in     Keys
	}
	var all Keys
	types := map[string]*seen{}
	err := s.each("SELECT e.type, e.conversation FROM "+allEvents+" e"+where, func(r *sqlite.Stmt) error {
		if r.IsNull(1) || !only.Has(r.Int(1)) {
			return nil
		}
		t := types[string(r.Bytes(0))]
		if t == nil {
			t = &seen{}
			types[r.Text(0)] = t
		}
		t.events++
		t.in.Add(r.Int(1))
		all.Add(r.Int(1))
		return nil
	}, args...)
	c := EventCounts{Conversations: int64(all.Len())}
	for name, t := range types {
		c.Types = append(c.Types, TypeCount{name, t.events, int64(t.in.Len())})
	}
	slices.SortFunc(c.Types, func(a, b TypeCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type)) })
	return c, describe(s.path, err)
}

// ListedEvent is an event with the id of its conversation, "" while that is unknown.
type ListedEvent struct {
	chat.Event
	Conversation string
}

// errEnough ends a scan before its last row.
var errEnough = errors.New("enough")

// Events calls yield for the events in the order of their times, untimed ones first.
func (s *Store) Events(q EventQuery, yield func(ListedEvent) error) error {
	where, args := q.where()
	sql := `SELECT e.type, e.timestamp, e.event_id, e.source_type, coalesce(e.user_id, c.user_id), coalesce(e.channel, c.channel), e.message_id, e.properties, c.conversation_id, e.conversation
		FROM ` + allEvents + " e LEFT JOIN conversations c ON c.id = e.conversation" + where + " ORDER BY e.timestamp, c.conversation_id, e.event_id, e.type"
	if q.Limit > 0 && q.Only == nil {
		sql += " LIMIT ?"
		args = append(args, q.Limit)
	}
	n := 0
	err := s.each(sql, func(r *sqlite.Stmt) error {
		if q.Only != nil && (r.IsNull(9) || !q.Only.Has(r.Int(9))) {
			return nil
		}
		if n++; q.Limit > 0 && n > q.Limit {
			return errEnough
		}
		return yield(ListedEvent{chat.Event{Type: r.Text(0), Time: readTime(r, 1), ID: r.Text(2), SourceType: r.Text(3), UserID: r.Text(4),
			Channel: r.Text(5), MessageID: r.Text(6), Properties: r.Text(7)}, r.Text(8)})
	}, args...)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return describe(s.path, err)
}
