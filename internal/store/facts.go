package store

import (
	"context"
	"strings"
	"unicode"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

const numberCount = 2 // columns in numberColumns

// factsOf returns the facts of one conversation without what its own row says.
func (s *Store) factsOf(key int64) (f chat.Facts, ok bool, err error) {
	q, err := s.conn.Cached("SELECT " + numberColumns + ", " + detailColumns + " FROM conversation_facts WHERE conversation = ?")
	if err != nil {
		return f, false, err
	}
	q.BindInt(1, key)
	ok, err = q.Next()
	if err != nil || !ok {
		return f, false, err
	}
	defer q.Reset()
	readDetails(q, numberCount, &f)
	return f, true, readNumbers(q, &f)
}

// Fields says what a scan reads of facts beyond the numbers.
type Fields int

// Fields of a scan.
const (
	Numbers Fields = iota // all that is a number, a time or an outcome
	Names                 // also ids, the language, the names of who took part, and properties
	Texts                 // also evidence and all other texts, and what models have used
	Lists                 // also goals and scores of graders
)

// Span bounds a scan by the start of conversations, half-open, in microseconds.
// The zero value bounds nothing. Conversations without a time are read always:
// whoever asks for a period wants to know how many belong to none.
type Span struct {
	Bounded    bool
	Start, End chat.Time
}

// Scan reads the facts of all conversations of span in parallel parts. part is
// called once for each part and returns the function that takes its facts, each
// of which it must not keep. Goals are read only as a number, unless by Lists.
func (s *Store) Scan(ctx context.Context, fields Fields, span Span, parts int, part func(int) func(*chat.Facts) error) error {
	return parallel(s, "SELECT max(conversation) FROM conversation_facts", parts, part, func(own *Store, lo, hi int64, take func(*chat.Facts) error) error {
		return own.scanPart(ctx, fields, span, lo, hi, take)
	})
}

func (s *Store) scanPart(ctx context.Context, fields Fields, span Span, lo, hi int64, take func(*chat.Facts) error) error {
	if fields == Numbers {
		return s.scanNumbers(ctx, span, lo, hi, take)
	}
	return s.scanRows(ctx, fields, span, lo, hi, take)
}

// scanRows reads the facts of the keys above lo up to hi.
func (s *Store) scanRows(ctx context.Context, fields Fields, span Span, lo, hi int64, take func(*chat.Facts) error) error {
	names := newInterner()
	var f chat.Facts
	n := 0
	sql := "SELECT " + numberColumns + " FROM conversation_facts"
	switch fields {
	case Names:
		sql = "SELECT " + nameColumns + " FROM conversation_facts f JOIN conversations c ON c.id = f.conversation"
	case Texts, Lists:
		sql = "SELECT " + textColumns + " FROM conversation_facts f JOIN conversations c ON c.id = f.conversation"
	}
	sql += " WHERE conversation > ? AND conversation <= ?"
	args := []any{lo, hi}
	if span.Bounded {
		sql += " AND (started_at >= ? AND started_at < ? OR started_at IS NULL)"
		args = append(args, int64(span.Start), int64(span.End))
	}
	return s.each(sql, func(q *sqlite.Stmt) error {
		if n++; n&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		f = chat.Facts{Responses: f.Responses}
		if err := readNumbers(q, &f); err != nil {
			return err
		}
		switch fields {
		case Names:
			readNames(q, &f, names)
		case Texts, Lists:
			readTexts(q, &f, names)
		}
		if fields == Lists {
			if err := readLists(q, numberCount+20, &f, names); err != nil {
				return err
			}
		}
		return take(&f)
	}, args...)
}

// textColumns are all that we read of facts, then of the conversation's own row.
var textColumns = "f." + strings.Join(strings.FieldsFunc(numberColumns+", "+detailColumns, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }), ", f.") +
	", " + ownColumns

// readTexts fills f from the columns behind the numbers of a scan for texts.
func readTexts(q *sqlite.Stmt, f *chat.Facts, names interner) {
	readDetails(q, numberCount, f)
	readUsage(q, numberCount+24, f, names)
	readOwn(q, numberCount+25, f, names)
}

// readNames fills f from the columns behind the numbers of a scan for names.
func readNames(q *sqlite.Stmt, f *chat.Facts, names interner) {
	f.Model = names.of(q.Bytes(numberCount))
	f.Language = names.of(q.Bytes(numberCount + 1))
	f.Properties = q.Text(numberCount + 2)
	readOwn(q, numberCount+3, f, names)
}

// ownColumns are those of the conversation's own row.
const ownColumns = "c.conversation_id, c.source, c.user_id, c.bot, c.channel, c.language, c.properties, c.user_properties"

// nameColumns are what a scan for names reads.
const nameColumns = "f.conversation, f.packed, f.model, f.language, f.properties, " + ownColumns

// readOwn completes f by the conversation's own row, whose columns begin at i.
func readOwn(q *sqlite.Stmt, i int, f *chat.Facts, names interner) {
	f.ID = q.Text(i)
	f.Source = names.of(q.Bytes(i + 1))
	f.UserID = q.Text(i + 2)
	f.Bot = names.of(q.Bytes(i + 3))
	f.Channel = names.of(q.Bytes(i + 4))
	if given := q.Bytes(i + 5); len(given) > 0 {
		f.Language = names.of(given)
	}
	if f.Properties == "" {
		f.Properties = q.Text(i + 6)
	}
	f.UserProperties = q.Text(i + 7)
}

// interner keeps one copy of each of the few names that recur in a scan.
type interner map[string]string

func newInterner() interner { return interner{} }

const internLimit = 10_000

func (in interner) of(b []byte) string {
	if s, ok := in[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(in) < internLimit {
		in[s] = s
	}
	return s
}

// Facts calls yield for the facts of each conversation in the order of their
// ids, with goals and scores of graders. The facts are yield's only until it returns.
func (s *Store) Facts(ctx context.Context, yield func(*chat.Facts) error) error {
	names := newInterner()
	sql := "SELECT " + textColumns + " FROM conversations c JOIN conversation_facts f ON f.conversation = c.id ORDER BY c.conversation_id, c.source"
	err := s.each(sql, func(q *sqlite.Stmt) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		var f chat.Facts
		if err := readNumbers(q, &f); err != nil {
			return err
		}
		readTexts(q, &f, names)
		if err := readLists(q, numberCount+20, &f, names); err != nil {
			return err
		}
		return yield(&f)
	})
	return describe(s.path, err)
}
