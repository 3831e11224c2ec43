package store

import (
	"slices"
	"strconv"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/sqlite"
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
		dst = append(append(append(dst, `,"`...), s.Kind...), `",`...) // our own words need no escape
		dst = jsondoc.AppendString(dst, s.Rule)
		dst = jsondoc.AppendString(append(dst, ','), s.Text)
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

// appendReached writes the goals of facts as the column holds them.
func appendReached(dst []byte, f *chat.Facts) []byte {
	for i, g := range f.Goals {
		open := ",["
		if i == 0 {
			open = "[["
		}
		dst = jsondoc.AppendString(append(dst, open...), g)
		if slices.Contains(f.WaitingGoals, g) {
			dst = append(dst, ",1"...)
		} else {
			dst = append(dst, ",0"...)
		}
		if i < len(f.GoalTimes) && f.GoalTimes[i].Known() {
			dst = strconv.AppendInt(append(dst, ','), int64(f.GoalTimes[i]), 10)
		}
		dst = append(dst, ']')
	}
	if len(f.Goals) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// appendScores writes scores of graders as the column holds them.
func appendScores(dst []byte, scores []chat.Score) []byte {
	for i, s := range scores {
		open := ",["
		if i == 0 {
			open = "[["
		}
		dst = jsondoc.AppendString(append(dst, open...), s.Name)
		dst = strconv.AppendFloat(append(dst, ','), s.Value, 'g', -1, 64)
		dst = append(dst, ']')
	}
	if len(scores) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

// readLists fills in the goals and the scores of graders, whose columns stand at i.
func readLists(q *sqlite.Stmt, i int, f *chat.Facts, names interner) error {
	err := eachOf(q.Text(i), func(v jsondoc.Value) {
		g := names.of([]byte(v.Index(0).Scalar()))
		f.Goals = append(f.Goals, g)
		if waits, _ := v.Index(1).Int(); waits != 0 {
			f.WaitingGoals = append(f.WaitingGoals, g)
		}
		at := chat.NoTime
		if us, ok := v.Index(2).Int(); ok {
			at = chat.Time(us)
		}
		f.GoalTimes = append(f.GoalTimes, at)
	})
	if err != nil {
		return err
	}
	return eachOf(q.Text(i+1), func(v jsondoc.Value) {
		value, _ := v.Index(1).Float()
		f.Scores = append(f.Scores, chat.Score{Name: names.of([]byte(v.Index(0).Scalar())), Value: value})
	})
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
	return eachOf(column, func(v jsondoc.Value) {
		message, _ := v.Index(0).Int()
		yield(v, int(message))
	})
}

// eachOf yields the arrays of which a column consists.
func eachOf(column string, yield func(jsondoc.Value)) error {
	if column == "" {
		return nil
	}
	var p jsondoc.Parser
	v, err := p.Parse([]byte(column))
	if err != nil {
		return err
	}
	for it := v.Iter(); it.Next(); {
		yield(it.Value())
	}
	return nil
}
