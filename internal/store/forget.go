package store

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// Whom says what is to be forgotten: the conversations of all that is given.
type Whom struct {
	User         string    // an id; any record of a conversation that names it makes the conversation this person's
	Conversation string    // an id
	Before       chat.Time // conversations that began earlier; NoTime for none
	Source       string    // only from this namespace of conversation ids, "" for all
}

// Erased counts what was forgotten, or would be.
type Erased struct {
	Conversations, Messages, Events, Feedback, Exposures, Scores, Rejects int64
	Undated                                                               int64 // conversations without a time, which Before leaves
}

// chosen selects the keys of the conversations to forget.
func (w Whom) chosen() (sql string, args []any) {
	switch {
	case w.User != "":
		sql, args = `id IN (SELECT id FROM conversations WHERE user_id = ?1
			UNION SELECT conversation FROM events WHERE user_id = ?1
			UNION SELECT conversation FROM feedback WHERE user_id = ?1)`, []any{w.User}
	case w.Conversation != "":
		sql, args = "conversation_id = ?1", []any{w.Conversation}
	default:
		sql, args = "id IN (SELECT conversation FROM conversation_facts WHERE started_at < ?1)", []any{int64(w.Before)}
	}
	if w.Source != "" {
		sql, args = "source = ?2 AND "+sql, append(args, w.Source)
	}
	return sql, args
}

// byID are the tables whose rows name a conversation or a user by the id of the
// data, with what makes a row one of those to be forgotten. Tables with a column
// conversation need no entry; a test finds a table that is neither.
var byID = []struct{ table, where string }{
	{"events", "conversation IS NULL AND (user_id IN forgotten_users OR message_id IN forgotten_messages)"},
	{"feedback", "conversation IS NULL AND (user_id IN forgotten_users OR message_id IN forgotten_messages)"},
	{"exposures", "session_id IN forgotten_users OR (session_id, source) IN (SELECT conversation_id, source FROM forgotten)"},
	{"scores", "(conversation_id, source) IN (SELECT conversation_id, source FROM forgotten)"},
	{"rejects", `EXISTS (SELECT 1 FROM forgotten WHERE instr(problem, '"' || conversation_id || '"')) OR EXISTS (SELECT 1 FROM forgotten_users u WHERE instr(problem, '"' || u.id || '"'))`},
	{"reports", `EXISTS (SELECT 1 FROM forgotten_users u WHERE instr(filters, '"user ' || u.id || '"'))`}, // of this person alone
	{"alert_states", `EXISTS (SELECT 1 FROM forgotten_users u WHERE instr(selection, u.id))`},
	{"fact_blocks", fmt.Sprintf("block IN (SELECT (id - 1) / %d FROM forgotten)", blockSize)},
	{"conversations", "id IN (SELECT id FROM forgotten)"},
}

// Forget erases conversations from all tables and then from the bytes of the
// file. With dry it only counts them.
func (s *Store) Forget(w Whom, dry bool) (Erased, error) {
	e, err := s.forget(w, dry)
	if err == nil && !dry && e != (Erased{Undated: e.Undated}) {
		err := s.buildBlocks()
		if err == nil {
			err = s.Vacuum()
		}
		if err != nil {
			return e, halfForgotten(s.path, err)
		}
	}
	return e, describe(s.path, err)
}

// halfForgotten says what it means that a file could not be written anew after
// rows were erased.
func halfForgotten(path string, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Path: path, Problem: err.Error(), Way: "run chatcops db vacuum", Err: err}
	}
	half := *e
	half.Problem = "the rows are erased, but their bytes may still be in the file: " + strings.TrimSuffix(e.Problem, "; nothing was changed")
	return &half
}

func (s *Store) forget(w Whom, dry bool) (e Erased, err error) {
	if err := s.conn.Exec("PRAGMA secure_delete = 1; BEGIN IMMEDIATE"); err != nil {
		return e, err
	}
	end := "ROLLBACK"
	defer func() {
		if eerr := s.conn.Exec(end); err == nil {
			err = eerr
		}
	}()
	if err := s.choose(w); err != nil {
		return e, err
	}
	if e, err = s.erase(); err != nil {
		return e, err
	}
	if w.Before.Known() {
		if e.Undated, err = s.conn.Int("SELECT count(*) FROM conversation_facts WHERE started_at IS NULL"); err != nil {
			return e, err
		}
	}
	if !dry {
		end = "COMMIT"
	}
	return e, nil
}

// choose lists in temporary tables, which go with the connection, what is to be
// forgotten: conversations, the ids of their messages, the id of a user.
func (s *Store) choose(w Whom) error {
	err := s.conn.Exec(`DROP TABLE IF EXISTS temp.forgotten; DROP TABLE IF EXISTS temp.forgotten_messages; DROP TABLE IF EXISTS temp.forgotten_users;
		CREATE TEMP TABLE forgotten(id INTEGER PRIMARY KEY, conversation_id TEXT, source TEXT);
		CREATE TEMP TABLE forgotten_messages(id TEXT PRIMARY KEY);
		CREATE TEMP TABLE forgotten_users(id TEXT PRIMARY KEY)`)
	if err != nil {
		return err
	}
	if w.User != "" {
		if err := s.conn.Run("INSERT INTO forgotten_users VALUES (?)", w.User); err != nil {
			return err
		}
	}
	where, args := w.chosen()
	if err := s.conn.Run("INSERT INTO forgotten SELECT id, conversation_id, source FROM conversations WHERE "+where, args...); err != nil {
		return err
	}
	return s.conn.Run("INSERT OR IGNORE INTO forgotten_messages SELECT message_id FROM messages WHERE message_id IS NOT NULL AND conversation IN (SELECT id FROM forgotten)")
}

// erase deletes the rows of what was chosen.
func (s *Store) erase() (e Erased, err error) {
	count := map[string]*int64{"conversations": &e.Conversations, "messages": &e.Messages, "events": &e.Events, "feedback": &e.Feedback,
		"exposures": &e.Exposures, "scores": &e.Scores, "rejects": &e.Rejects}
	erase := func(table, where string) error {
		if err := s.conn.Run("DELETE FROM main." + table + " WHERE " + where); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		if n := count[table]; n != nil {
			*n += s.conn.Changes()
		}
		return nil
	}
	tables, err := s.tablesOfConversations()
	for _, table := range tables {
		if err == nil {
			err = erase(table, "conversation IN (SELECT id FROM forgotten)")
		}
	}
	for _, t := range byID {
		if err == nil {
			err = erase(t.table, t.where)
		}
	}
	return e, err
}

// tablesOfConversations lists the tables whose rows belong to a conversation by its key.
func (s *Store) tablesOfConversations() (names []string, err error) {
	err = s.each("SELECT t.name FROM main.sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name = 'conversation' ORDER BY t.name",
		func(q *sqlite.Stmt) error {
			names = append(names, q.Text(0))
			return nil
		})
	return names, err
}
