package store

import (
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// inserter adds rows to one table, whose first column is the id, as many as possible
// with one statement, or without any while bulk is set.
type inserter struct {
	one, many *sqlite.Stmt
	columns   int
	bulk      *sqlite.BulkTable
	record    sqlite.Record
}

// rowsAtOnce is how many rows the larger statement of an inserter takes.
const rowsAtOnce = 32

func newInserter(c *sqlite.Conn, table, columns string) (*inserter, error) {
	n := strings.Count(columns, ",") + 1
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")"
	// Every error ends the import and its transaction; only OR ROLLBACK tells
	// SQLite so, which then need not be able to take back a single statement.
	head := "INSERT OR ROLLBACK INTO " + table + "(" + columns + ") VALUES "
	one, err := c.Prepare(head + row)
	if err != nil {
		return nil, err
	}
	many, err := c.Prepare(head + row + strings.Repeat(","+row, rowsAtOnce-1))
	return &inserter{one: one, many: many, columns: n}, err
}

// insert adds n rows; bind fills in row i but for its id, which it returns. All rows
// of the table lie below the id behind.
func (in *inserter) insert(n int, behind int64, bind func(r *sqlite.Record, i int) (id int64)) error {
	if in.bulk != nil {
		return in.append(n, bind)
	}
	for i := 0; i < n; {
		s, k := in.one, 1
		if n-i >= rowsAtOnce {
			s, k = in.many, rowsAtOnce
		}
		next := int64(anyID) // which SQLite would give the next row
		for j := range k {
			in.record.Reset()
			id := bind(&in.record, i+j)
			if id == next { // that spares it a search
				s.BindNull(j*in.columns + 1)
			} else {
				s.BindInt(j*in.columns+1, id)
			}
			if id >= behind {
				next = id + 1
			}
			in.record.BindTo(s, j*in.columns+2)
		}
		if err := s.Exec(); err != nil {
			return err
		}
		i += k
	}
	return nil
}

func (in *inserter) append(n int, bind func(r *sqlite.Record, i int) (id int64)) error {
	for i := range n {
		in.record.Reset()
		if err := in.bulk.Append(bind(&in.record, i), &in.record); err != nil {
			return err
		}
	}
	return nil
}

// execute runs a statement with what w.record holds.
func (w *Writer) execute(s *sqlite.Stmt) error {
	w.record.BindTo(s, 1)
	return s.Exec()
}

// anyID is that of a row whose id SQLite chooses.
const anyID = -1

func (in *inserter) close() {
	if in != nil {
		in.one.Close()
		in.many.Close()
	}
}

func bindTime(r *sqlite.Record, t chat.Time) { r.IntUnless(int64(chat.NoTime), int64(t)) }

func bindPositive(r *sqlite.Record, v int64) {
	if v > 0 {
		r.Int(v)
	} else {
		r.Null()
	}
}

func bindFlag(r *sqlite.Record, v bool) {
	if v {
		r.Int(1)
	} else {
		r.Int(0)
	}
}

// Columns stand in the order of their table, which spares SQLite to copy the
// values of each row.
const (
	messageColumns = "id, conversation, role, content, timestamp, message_id, properties, event_type, position, name, model, tool_call_id, tool_calls, input_tokens, output_tokens, cached_tokens, cost"
	eventColumns   = "id, conversation, type, timestamp, event_id, source_type, user_id, channel, message_id, properties"
)

// queued is a message on its way into the table. Its id is chosen by us, not by
// SQLite, which would give the ids of rows deleted at the end of a table again.
type queued struct {
	id           int64
	conversation int64
	m            *chat.Message
}

func (q *queued) bind(r *sqlite.Record) (id int64) {
	m := q.m
	r.Int(q.conversation)
	r.Text(m.Role.String())
	r.Text(m.Content)
	bindTime(r, m.Time)
	r.TextOrNull(m.ID)
	r.TextOrNull(m.Properties)
	r.TextOrNull(m.EventType)
	r.IntUnless(-1, int64(max(-1, m.Position)))
	r.TextOrNull(m.Name)
	r.TextOrNull(m.Model)
	r.TextOrNull(m.ToolCallID)
	r.TextOrNull(m.ToolCalls)
	bindPositive(r, m.InputTokens)
	bindPositive(r, m.OutputTokens)
	bindPositive(r, m.CachedTokens)
	if m.Cost.Known {
		r.Int(m.Cost.Nanos)
	} else {
		r.Null()
	}
	return q.id
}

func (q *queuedEvent) bind(r *sqlite.Record) (id int64) {
	e := q.e
	r.Int(q.conversation)
	r.Text(e.Type)
	bindTime(r, e.Time)
	r.TextOrNull(e.ID)
	r.TextOrNull(e.SourceType)
	r.TextOrNull(e.UserID)
	r.TextOrNull(e.Channel)
	r.TextOrNull(e.MessageID)
	r.TextOrNull(e.Properties)
	return q.id
}
