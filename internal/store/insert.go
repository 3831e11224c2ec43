package store

import (
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// inserter adds rows to one table, as many as possible with one statement, or
// without any while bulk is set.
type inserter struct {
	one, many *sqlite.Stmt
	columns   int
	next      int64 // the id that SQLite would give the next row of the running statement
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

// insert appends n rows; bind fills the parameters of row i, which start after offset.
func (in *inserter) insert(n int, bind func(row sqlite.Row, offset, i int)) error {
	if in.bulk != nil {
		return in.append(n, bind)
	}
	for i := 0; i < n; {
		s, k := in.one, 1
		if n-i >= rowsAtOnce {
			s, k = in.many, rowsAtOnce
		}
		in.next = noID
		for j := range k {
			bind(s, j*in.columns, i+j)
		}
		if err := s.Exec(); err != nil {
			return err
		}
		i += k
	}
	return nil
}

func (in *inserter) append(n int, bind func(row sqlite.Row, offset, i int)) error {
	for i := range n {
		in.next = noID
		in.record.Reset()
		bind(&in.record, 0, i)
		if err := in.bulk.Append(&in.record); err != nil {
			return err
		}
	}
	return nil
}

const noID = -1

// appendID binds the id of a row that goes behind all rows of the table. Where
// SQLite would choose the same id, it is left to do so: that spares it a search.
func (in *inserter) appendID(s sqlite.Row, i int, id int64) {
	if id == in.next {
		s.BindNull(i)
	} else {
		s.BindInt(i, id)
	}
	in.next = id + 1
}

func (in *inserter) close() {
	if in != nil {
		in.one.Close()
		in.many.Close()
	}
}

func bindTime(s sqlite.Row, i int, t chat.Time) {
	if t.Known() {
		s.BindInt(i, int64(t))
	} else {
		s.BindNull(i)
	}
}

func bindPositive(s sqlite.Row, i int, v int64) {
	if v > 0 {
		s.BindInt(i, v)
	} else {
		s.BindNull(i)
	}
}

func bindFlag(s sqlite.Row, i int, v bool) {
	if v {
		s.BindInt(i, 1)
	} else {
		s.BindInt(i, 0)
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

func bindMessage(in *inserter, s sqlite.Row, o int, q *queued) {
	m := q.m
	in.appendID(s, o+1, q.id)
	s.BindInt(o+2, q.conversation)
	s.BindText(o+3, m.Role.String())
	s.BindText(o+4, m.Content)
	bindTime(s, o+5, m.Time)
	s.BindTextOrNull(o+6, m.ID)
	s.BindTextOrNull(o+7, m.Properties)
	s.BindTextOrNull(o+8, m.EventType)
	if m.Position >= 0 {
		s.BindInt(o+9, int64(m.Position))
	} else {
		s.BindNull(o + 9)
	}
	s.BindTextOrNull(o+10, m.Name)
	s.BindTextOrNull(o+11, m.Model)
	s.BindTextOrNull(o+12, m.ToolCallID)
	s.BindTextOrNull(o+13, m.ToolCalls)
	bindPositive(s, o+14, m.InputTokens)
	bindPositive(s, o+15, m.OutputTokens)
	bindPositive(s, o+16, m.CachedTokens)
	if m.Cost.Known {
		s.BindInt(o+17, m.Cost.Nanos)
	} else {
		s.BindNull(o + 17)
	}
}

func bindEvent(in *inserter, s sqlite.Row, o int, q *queuedEvent) {
	e := q.e
	in.appendID(s, o+1, q.id)
	s.BindInt(o+2, q.conversation)
	s.BindText(o+3, e.Type)
	bindTime(s, o+4, e.Time)
	s.BindTextOrNull(o+5, e.ID)
	s.BindTextOrNull(o+6, e.SourceType)
	s.BindTextOrNull(o+7, e.UserID)
	s.BindTextOrNull(o+8, e.Channel)
	s.BindTextOrNull(o+9, e.MessageID)
	s.BindTextOrNull(o+10, e.Properties)
}
