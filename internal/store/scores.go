package store

import (
	"context"
	"maps"
	"slices"
	"sort"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/sqlite"
)

// insertScore adds a score or replaces an older one of the same conversation and
// name: the later stands, one without a time being the earliest, then the higher,
// then the one whose comment sorts last. So the order of imports does not matter.
const insertScore = `INSERT INTO scores(conversation_id, source, name, score, timestamp, comment) VALUES (?1,?2,?3,?4,?5,?6)
 ON CONFLICT DO UPDATE SET score = excluded.score, timestamp = excluded.timestamp, comment = excluded.comment
 WHERE (ifnull(excluded.timestamp, -1 << 63), excluded.score, ifnull(excluded.comment, '')) > (ifnull(timestamp, -1 << 63), score, ifnull(comment, ''))`

func (w *Writer) addScores(list []chat.Given) error {
	for i := range list {
		g, r := &list[i], &w.record
		r.Reset()
		r.Text(g.Conversation)
		r.Text(w.source)
		r.Text(g.Name)
		r.Float(g.Value)
		bindTime(r, g.Time)
		r.TextOrNull(g.Comment)
		if err := w.execute(w.st.score); err != nil {
			return err
		}
		w.Counts.Scores += int(w.s.conn.Changes())
	}
	return nil
}

// tellGraders notes beside the rule set which scores its graders give, so that
// whoever looks for scores need not search all facts.
func (w *Writer) tellGraders() error {
	before := len(w.graders)
	for i := range w.facts {
		for _, s := range w.facts[i].f.Scores {
			if !w.graders[s.Name] {
				if w.graders == nil {
					w.graders = map[string]bool{}
				}
				w.graders[s.Name] = true
			}
		}
	}
	if len(w.graders) == before {
		return nil
	}
	all := maps.Clone(w.graders)
	err := w.s.each("SELECT j.value FROM rule_sets r, json_each(r.graders) j WHERE r.id = ?", func(q *sqlite.Stmt) error {
		all[q.Text(0)] = true
		return nil
	}, w.rules)
	if err != nil {
		return err
	}
	list := []byte{'['}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i > 0 {
			list = append(list, ',')
		}
		list = jsondoc.AppendString(list, name)
	}
	return w.s.conn.Run("UPDATE rule_sets SET graders = ? WHERE id = ?", string(append(list, ']')), w.rules)
}

// Scores are the values of one named score, by the keys of conversations.
type Scores struct {
	keys   []int64
	values []float64
}

// Of returns the score of a conversation. It may be called in parallel.
func (s *Scores) Of(key int64) (value float64, ok bool) {
	i, ok := slices.BinarySearch(s.keys, key)
	if !ok {
		return 0, false
	}
	return s.values[i], true
}

// Len, Less and Swap sort by key, those of one key as they came.
func (s *Scores) Len() int           { return len(s.keys) }
func (s *Scores) Less(i, j int) bool { return s.keys[i] < s.keys[j] }

// Swap exchanges two values.
func (s *Scores) Swap(i, j int) {
	s.keys[i], s.keys[j] = s.keys[j], s.keys[i]
	s.values[i], s.values[j] = s.values[j], s.values[i]
}

func (s *Scores) add(key int64, value float64) {
	s.keys, s.values = append(s.keys, key), append(s.values, value)
}

// settle sorts by key and keeps the first value of each.
func (s *Scores) settle() {
	if !slices.IsSorted(s.keys) {
		sort.Stable(s)
	}
	n := 0
	for i := range s.keys {
		if i == 0 || s.keys[i] != s.keys[n-1] {
			s.keys[n], s.values[n] = s.keys[i], s.values[i]
			n++
		}
	}
	s.keys, s.values = s.keys[:n], s.values[:n]
}

// Scores returns all scores of conversations by their names: those that were
// imported and, where a conversation has none of the name, those of graders.
func (s *Store) Scores(ctx context.Context) (map[string]*Scores, error) {
	all := map[string]*Scores{}
	of := func(name []byte) *Scores {
		scores := all[string(name)]
		if scores == nil {
			scores = &Scores{}
			all[string(name)] = scores
		}
		return scores
	}
	n := 0
	err := s.each(`SELECT s.name, c.id, s.score FROM scores s
		JOIN conversations c ON c.conversation_id = s.conversation_id AND c.source = s.source`, func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		of(q.Bytes(0)).add(q.Int(1), q.Float(2))
		return nil
	})
	if err == nil {
		err = s.graded(ctx, func(key int64, name []byte, value float64) { of(name).add(key, value) })
	}
	if err != nil {
		return nil, describe(s.path, err)
	}
	for _, scores := range all {
		scores.settle()
	}
	return all, nil
}

// graded yields the scores of graders.
func (s *Store) graded(ctx context.Context, yield func(key int64, name []byte, value float64)) error {
	if any, err := s.conn.Int("SELECT EXISTS (SELECT 1 FROM rule_sets WHERE graders IS NOT NULL)"); err != nil || any == 0 {
		return err
	}
	var p jsondoc.Parser
	n := 0
	return s.each("SELECT conversation, graded FROM conversation_facts WHERE graded IS NOT NULL", func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		v, err := p.Parse(q.Bytes(1))
		if err != nil {
			return err
		}
		for it := v.Iter(); it.Next(); {
			if value, ok := it.Value().Index(1).Float(); ok {
				yield(q.Int(0), []byte(it.Value().Index(0).Scalar()), value)
			}
		}
		return nil
	})
}

// EachGiven calls yield for every score that was imported, in the order of
// conversations and names; the conversation may be unknown.
func (s *Store) EachGiven(yield func(source string, g chat.Given) error) error {
	err := s.each("SELECT conversation_id, source, name, score, timestamp, comment FROM scores", func(q *sqlite.Stmt) error {
		return yield(q.Text(1), chat.Given{Conversation: q.Text(0), Score: chat.Score{Name: q.Text(2), Value: q.Float(3)}, Time: readTime(q, 4), Comment: q.Text(5)})
	})
	return describe(s.path, err)
}

// ScoresUnmatched returns how many imported scores are of conversations that are not there.
func (s *Store) ScoresUnmatched() (int64, error) {
	n, err := s.conn.Int(`SELECT count(*) FROM scores s WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.conversation_id = s.conversation_id AND c.source = s.source)`)
	return n, describe(s.path, err)
}

// ScoresOf returns the scores of a conversation by their names: those of its
// graders, replaced by those that were imported.
func (s *Store) ScoresOf(f *chat.Facts) (map[string]float64, error) {
	all := make(map[string]float64, len(f.Scores))
	for _, score := range f.Scores {
		all[score.Name] = score.Value
	}
	q, err := s.conn.Cached("SELECT name, score FROM scores WHERE conversation_id = ? AND source = ?")
	if err != nil {
		return nil, describe(s.path, err)
	}
	defer q.Reset()
	q.BindText(1, f.ID)
	q.BindText(2, f.Source)
	for {
		ok, err := q.Next()
		if err != nil || !ok {
			return all, describe(s.path, err)
		}
		all[q.Text(0)] = q.Float(1)
	}
}
