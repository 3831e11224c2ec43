package store

import (
	"strconv"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// Signals lie in the row of their conversation's facts: a row for each of them
// would cost as much as a message. A view shows them as rows.

// appendSignals writes signals as the column holds them.
func appendSignals(dst []byte, signals []chat.Signal) []byte {
	for i := range signals {
		s := &signals[i]
		open := ",["
		if i == 0 {
			open = "[["
		}
		dst = strconv.AppendInt(append(dst, open...), int64(s.Message), 10)
		for _, text := range [...]string{string(s.Kind), s.Rule, s.Text} {
			dst = jsondoc.AppendString(append(dst, ','), text)
		}
		dst = append(dst, ']')
	}
	if len(signals) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// Signals returns what rules found in the messages of a conversation.
func (s *Store) Signals(key int64) ([]chat.Signal, error) {
	q, err := s.conn.Cached("SELECT signals FROM conversation_facts WHERE conversation = ?")
	if err != nil {
		return nil, describe(s.path, err)
	}
	defer q.Reset()
	q.BindInt(1, key)
	if ok, err := q.Next(); err != nil || !ok || q.IsNull(0) {
		return nil, describe(s.path, err)
	}
	var p jsondoc.Parser
	v, err := p.Parse([]byte(q.Text(0)))
	if err != nil {
		return nil, describe(s.path, err)
	}
	var out []chat.Signal
	for it := v.Iter(); it.Next(); {
		message, _ := it.Value().Index(0).Int()
		text := func(i int) string { return it.Value().Index(i).Scalar() }
		out = append(out, chat.Signal{Message: int(message), Kind: chat.SignalKind(text(1)), Rule: text(2), Text: text(3)})
	}
	return out, nil
}
