package store

import (
	"math/bits"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Keys is a set of conversations by their keys: one bit for each that there is.
type Keys struct{ words []uint64 }

// Add puts a conversation into the set.
func (k *Keys) Add(key int64) {
	word := int(key >> 6)
	if word >= len(k.words) {
		k.words = append(k.words, make([]uint64, max(word+1, 2*len(k.words))-len(k.words))...)
	}
	k.words[word] |= 1 << (key & 63)
}

// Has reports whether a conversation is in the set; all are in a nil one.
func (k *Keys) Has(key int64) bool {
	if k == nil {
		return true
	}
	word := int(key >> 6)
	return word < len(k.words) && k.words[word]&(1<<(key&63)) != 0
}

// Len returns how many conversations are in the set.
func (k *Keys) Len() int {
	n := 0
	for _, w := range k.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// Merge adds all conversations of another set.
func (k *Keys) Merge(other *Keys) {
	k.words = append(k.words, make([]uint64, max(0, len(other.words)-len(k.words)))...)
	for i, w := range other.words {
		k.words[i] |= w
	}
}

// WithGoal returns the conversations that reached one of the goals.
func (s *Store) WithGoal(names []string) (*Keys, error) {
	return s.keys("SELECT DISTINCT conversation FROM conversation_goals WHERE goal IN ("+marksFor(names)+")", anyOf(names)...)
}

// WithSignal returns the conversations that have a signal of one of the kinds.
func (s *Store) WithSignal(kinds []chat.SignalKind) (*Keys, error) {
	var args []any
	var some []string
	for _, k := range kinds {
		some, args = append(some, "instr(signals, ?) > 0"), append(args, `"`+string(k)+`"`)
	}
	for _, k := range kinds {
		args = append(args, string(k))
	}
	// Most conversations are ruled out by the text alone.
	return s.keys("SELECT conversation FROM conversation_facts WHERE ("+strings.Join(some, " OR ")+`)
		AND EXISTS (SELECT 1 FROM json_each(signals) j WHERE json_extract(j.value, '$[1]') IN (`+marksFor(kinds)+"))", args...)
}

func (s *Store) keys(sql string, args ...any) (*Keys, error) {
	k := &Keys{}
	err := s.each(sql, func(q *sqlite.Stmt) error {
		k.Add(q.Int(0))
		return nil
	}, args...)
	return k, describe(s.path, err)
}

func marksFor[T any](list []T) string {
	return strings.TrimSuffix(strings.Repeat("?,", len(list)), ",")
}

func anyOf(list []string) []any {
	var args []any
	for _, v := range list {
		args = append(args, v)
	}
	return args
}

// FactsOf returns the facts of one conversation, with texts, goals and scores of
// graders; nil if there are none.
func (s *Store) FactsOf(key int64) (*chat.Facts, error) {
	f, err := s.readFactsOf(key)
	return f, describe(s.path, err)
}

func (s *Store) readFactsOf(key int64) (*chat.Facts, error) {
	q, err := s.conn.Cached("SELECT " + textColumns + " FROM conversation_facts f JOIN conversations c ON c.id = f.conversation WHERE f.conversation = ?")
	if err != nil {
		return nil, err
	}
	defer q.Reset()
	q.BindInt(1, key)
	if ok, err := q.Next(); err != nil || !ok {
		return nil, err
	}
	var f chat.Facts
	if err := readNumbers(q, &f); err != nil {
		return nil, err
	}
	names := interner{}
	readTexts(q, &f, names)
	if err := readLists(q, numberCount+20, &f, names); err != nil {
		return nil, err
	}
	return &f, nil
}

// Named is a conversation of an id.
type Named struct {
	Key    int64
	Source string
}

// ByID returns the conversations of that id, one for each source that has it.
func (s *Store) ByID(id string) ([]Named, error) {
	var list []Named
	err := s.each("SELECT id, source FROM conversations WHERE conversation_id = ? ORDER BY source", func(q *sqlite.Stmt) error {
		list = append(list, Named{q.Int(0), q.Text(1)})
		return nil
	}, id)
	return list, describe(s.path, err)
}

// IDsFrom returns up to limit ids that begin with start, in their order.
func (s *Store) IDsFrom(start string, limit int) ([]string, error) {
	var ids []string
	err := s.each("SELECT DISTINCT conversation_id FROM conversations WHERE conversation_id >= ? AND conversation_id < ? ORDER BY conversation_id LIMIT ?", func(q *sqlite.Stmt) error {
		ids = append(ids, q.Text(0))
		return nil
	}, start, start+"\U0010ffff", limit)
	return ids, describe(s.path, err)
}
