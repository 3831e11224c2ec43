package store

import (
	"fmt"
	"time"

	"chatcops/internal/sqlite"
)

// seen is the one table of names that a shell completes from the data: each looks
// at the newest rows only, so that it takes no longer the larger the file is. The
// parameters are what the name begins with, the end of such names, and how many.
var seen = map[string]string{
	"bot":      newest("c.bot"),
	"channel":  newest("c.channel"),
	"model":    newest("f.model"),
	"language": newest("ifnull(c.language, f.language)"),
	"property": `SELECT DISTINCT p.key FROM (SELECT ifnull(f.properties, c.properties) AS properties
		FROM conversations c JOIN conversation_facts f ON f.conversation = c.id ORDER BY c.id DESC LIMIT 5000) c, json_each(c.properties) p
		WHERE p.key >= ?1 AND p.key < ?2 ORDER BY p.key LIMIT ?3`,
	"test":         "SELECT DISTINCT test FROM (SELECT test FROM exposures ORDER BY id DESC LIMIT 20000) WHERE test >= ?1 AND test < ?2 ORDER BY test LIMIT ?3",
	"variant":      "SELECT DISTINCT test || '=' || variant AS v FROM (SELECT test, variant FROM exposures ORDER BY id DESC LIMIT 20000) WHERE v >= ?1 AND v < ?2 ORDER BY v LIMIT ?3",
	"conversation": "SELECT conversation_id FROM conversations WHERE conversation_id >= ?1 AND conversation_id < ?2 ORDER BY conversation_id LIMIT ?3",
	"topic":        "SELECT id || char(9) || label AS t FROM topics WHERE t >= ?1 AND t < ?2 ORDER BY id LIMIT ?3",
	"report":       "SELECT id || char(9) || type || ' ' || period AS r FROM reports WHERE r >= ?1 AND r < ?2 ORDER BY id DESC LIMIT ?3",
}

func newest(of string) string {
	return "SELECT name FROM (SELECT " + of + " AS name FROM conversations c JOIN conversation_facts f ON f.conversation = c.id ORDER BY c.id DESC LIMIT 20000) " +
		"WHERE name <> '' AND name >= ?1 AND name < ?2 GROUP BY name ORDER BY count(*) DESC, name LIMIT ?3"
}

// Seen returns names of one kind that begin so, at most limit of them: the most
// frequent first where that can be said.
func (s *Store) Seen(kind, begin string, limit int) (names []string, err error) {
	sql, ok := seen[kind]
	if !ok {
		return nil, fmt.Errorf("store: no names of the kind %s", kind)
	}
	err = s.each(sql, func(q *sqlite.Stmt) error {
		names = append(names, q.Text(0))
		return nil
	}, begin, begin+"\U0010ffff", limit)
	return names, describe(s.path, err)
}

// OpenSoon is Open for those who would rather have nothing than wait for another process.
func OpenSoon(path string, wait time.Duration) (*Store, error) { return open(path, wait) }
