package store

import "chatcops/internal/sqlite"

// Held is how many conversations and imported scores a file holds.
type Held struct{ Conversations, Scores int64 }

// Counts counts what the file holds.
func (s *Store) Counts() (h Held, err error) {
	if h.Conversations, err = s.conn.Int("SELECT count(*) FROM conversations"); err == nil {
		h.Scores, err = s.conn.Int("SELECT count(*) FROM scores")
	}
	return h, describe(s.path, err)
}

// Bots returns the names of the bots, the most frequent first, at most limit of
// them, 0 for all.
func (s *Store) Bots(limit int) ([]string, error) { return s.names("c.bot", limit) }

// Channels returns the channels as Bots does bots.
func (s *Store) Channels(limit int) ([]string, error) { return s.names("c.channel", limit) }

// Models returns the models as Bots does bots.
func (s *Store) Models(limit int) ([]string, error) { return s.names("f.model", limit) }

// Languages returns the languages as Bots does bots.
func (s *Store) Languages(limit int) ([]string, error) {
	return s.names("ifnull(c.language, f.language)", limit)
}

// Goals returns the goals that were reached as Bots does bots.
func (s *Store) Goals(limit int) ([]string, error) {
	return s.list("SELECT goal FROM conversation_goals GROUP BY goal ORDER BY count(*) DESC, goal LIMIT ?", limit)
}

func (s *Store) names(of string, limit int) ([]string, error) {
	return s.list("SELECT "+of+" AS name FROM conversations c JOIN conversation_facts f ON f.conversation = c.id WHERE name <> '' "+
		"GROUP BY name ORDER BY count(*) DESC, name LIMIT ?", limit)
}

func (s *Store) list(sql string, limit int) ([]string, error) {
	if limit == 0 {
		limit = -1 // SQLite's word for all
	}
	var names []string
	err := s.each(sql, func(q *sqlite.Stmt) error {
		names = append(names, q.Text(0))
		return nil
	}, limit)
	return names, describe(s.path, err)
}
