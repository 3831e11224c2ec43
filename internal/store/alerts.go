package store

import (
	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// AlertState is what was last said of a rule, judged by a selection.
type AlertState struct {
	Rule, Selection, State string
	Since                  chat.Time // when it was first told
}

// AlertStates returns the states of a selection by their rules.
func (s *Store) AlertStates(selection string) (map[string]AlertState, error) {
	states := map[string]AlertState{}
	err := s.each("SELECT rule, state, since FROM alert_states WHERE selection = ?", func(q *sqlite.Stmt) error {
		states[q.Text(0)] = AlertState{q.Text(0), selection, q.Text(1), chat.Time(q.Int(2))}
		return nil
	}, selection)
	return states, describe(s.path, err)
}

// KeepAlertStates remembers states as of a check. It may be called on a store
// that was opened for reading.
func (s *Store) KeepAlertStates(states []AlertState, checked chat.Time) error {
	if err := s.conn.Exec("PRAGMA query_only = 0; BEGIN IMMEDIATE"); err != nil {
		return describe(s.path, err)
	}
	var err error
	for _, a := range states {
		if err = s.conn.Run("INSERT OR REPLACE INTO alert_states(rule, selection, state, since, checked_at) VALUES (?,?,?,?,?)",
			a.Rule, a.Selection, a.State, int64(a.Since), int64(checked)); err != nil {
			break
		}
	}
	if err == nil {
		err = s.conn.Exec("COMMIT")
	}
	if err != nil {
		_ = s.conn.Exec("ROLLBACK")
	}
	_ = s.conn.Exec("PRAGMA query_only = 1")
	return describe(s.path, err)
}
