package store

import (
	"strconv"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// Marks lie in the row of their conversation's facts: a row for each of them
// would cost as much as a message. Views show them as rows.

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

// appendSentiments writes sentiments as the column holds them.
func appendSentiments(dst []byte, sentiments []chat.MessageSentiment) []byte {
	for i, s := range sentiments {
		open := ",["
		if i == 0 {
			open = "[["
		}
		dst = strconv.AppendInt(append(dst, open...), int64(s.Message), 10)
		dst = strconv.AppendInt(append(dst, ','), int64(s.Compound), 10)
		dst = append(dst, ']')
	}
	if len(sentiments) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// Marks returns what scoring found in the messages of a conversation.
func (s *Store) Marks(key int64) (chat.Marks, error) {
	var m chat.Marks
	q, err := s.conn.Cached("SELECT signals, sentiments FROM conversation_facts WHERE conversation = ?")
	if err != nil {
		return m, describe(s.path, err)
	}
	defer q.Reset()
	q.BindInt(1, key)
	if ok, err := q.Next(); err != nil || !ok {
		return m, describe(s.path, err)
	}
	err = eachMark(q.Text(0), func(v jsondoc.Value, message int) {
		text := func(i int) string { return v.Index(i).Scalar() }
		m.Signals = append(m.Signals, chat.Signal{Message: message, Kind: chat.SignalKind(text(1)), Rule: text(2), Text: text(3)})
	})
	if err == nil {
		err = eachMark(q.Text(1), func(v jsondoc.Value, message int) {
			compound, _ := v.Index(1).Int()
			m.Sentiments = append(m.Sentiments, chat.MessageSentiment{Message: message, Compound: int32(compound)})
		})
	}
	return m, describe(s.path, err)
}

// eachMark yields the arrays of a column of marks, each with the message it is about.
func eachMark(column string, yield func(v jsondoc.Value, message int)) error {
	if column == "" {
		return nil
	}
	var p jsondoc.Parser
	v, err := p.Parse([]byte(column))
	if err != nil {
		return err
	}
	for it := v.Iter(); it.Next(); {
		message, _ := it.Value().Index(0).Int()
		yield(it.Value(), int(message))
	}
	return nil
}
