package store

import (
	"fmt"

	"chatcops/internal/sqlite"
)

// Finding is something that is wrong with a file.
type Finding struct {
	Check    string   // what does not hold
	Count    int64    // how often
	Examples []string // a few of the places
}

// invariants is the one table of what holds in a database that no import is
// writing to. Each query lists the places where it does not.
var invariants = []struct{ holds, sql string }{
	{"a conversation has as many messages as its row says", `SELECT conversation_id FROM conversations c WHERE message_count <>
		(SELECT count(*) FROM messages m WHERE m.id >= c.first_message AND m.id < c.first_message + c.message_count AND m.conversation = c.id)`},
	{"a conversation has as many events as its row says", `SELECT conversation_id FROM conversations c WHERE event_count <>
		(SELECT count(*) FROM events e WHERE e.id >= c.first_event AND e.id < c.first_event + c.event_count AND e.conversation = c.id)`},
	{"a message lies among those of its conversation", `SELECT 'message ' || m.id FROM messages m JOIN conversations c ON c.id = m.conversation
		WHERE m.id NOT BETWEEN c.first_message AND c.first_message + c.message_count - 1
		AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.conversation = c.id AND m.id BETWEEN p.first_message AND p.first_message + p.message_count - 1)`},
	{"an event lies among those of its conversation", `SELECT 'event ' || e.id FROM events e JOIN conversations c ON c.id = e.conversation
		WHERE e.id NOT BETWEEN c.first_event AND c.first_event + c.event_count - 1
		AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.conversation = c.id AND e.id BETWEEN p.first_event AND p.first_event + p.event_count - 1)`},
	{"a conversation is scored or waits for it", `SELECT conversation_id FROM conversations c WHERE NOT EXISTS (SELECT 1 FROM conversation_facts f WHERE f.conversation = c.id)
		AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.conversation = c.id)`},
	{"what waits belongs to a conversation", "SELECT 'pending ' || id FROM pending WHERE conversation NOT IN (SELECT id FROM conversations)"},
	{"facts name the rules that made them", "SELECT 'conversation ' || conversation FROM conversation_facts WHERE rules NOT IN (SELECT id FROM rule_sets)"},
	{"an engaged conversation has an outcome, others have none", "SELECT 'conversation ' || conversation FROM conversation_facts WHERE (outcome IS NULL) <> (user_messages = 0)"},
	{"a conversation ends when it began or later", "SELECT 'conversation ' || conversation FROM conversation_facts WHERE ended_at < started_at"},
	{"lists are JSON", `SELECT 'conversation ' || conversation FROM conversation_facts WHERE NOT (ifnull(json_valid(signals), 1)
		AND ifnull(json_valid(sentiments), 1) AND ifnull(json_valid(reached), 1) AND ifnull(json_valid(graded), 1))`},
	{"properties are JSON", "SELECT conversation_id FROM conversations WHERE NOT (ifnull(json_valid(properties), 1) AND ifnull(json_valid(user_properties), 1))"},
}

// blocksAgree is one more invariant, which no query can look into.
const blocksAgree = "blocks of facts agree with the facts"

// shownExamples is how many places of a finding are named.
const shownExamples = 3

// Check looks for damage: in SQLite's structure, in what refers to what, and in
// our own invariants.
func (s *Store) Check() ([]Finding, error) {
	var found []Finding
	add := func(check, example string) {
		if len(found) == 0 || found[len(found)-1].Check != check {
			found = append(found, Finding{Check: check})
		}
		f := &found[len(found)-1]
		if f.Count++; len(f.Examples) < shownExamples {
			f.Examples = append(f.Examples, example)
		}
	}
	const structure = "the file has the structure that SQLite gave it"
	err := s.each("PRAGMA integrity_check", func(q *sqlite.Stmt) error {
		if text := q.Text(0); text != "ok" {
			add(structure, text)
		}
		return nil
	})
	if sqlite.Code(err) == sqlite.Corrupt { // so damaged that SQLite cannot list it
		add(structure, err.Error())
		err = nil
	}
	if err != nil || len(found) > 0 { // what else is read of a damaged file means nothing
		return found, describe(s.path, err)
	}
	err = s.each("PRAGMA foreign_key_check", func(q *sqlite.Stmt) error {
		add("a row refers to one that exists", fmt.Sprintf("%s %d to %s", q.Text(0), q.Int(1), q.Text(2)))
		return nil
	})
	for _, inv := range invariants {
		if err != nil {
			break
		}
		err = s.each(inv.sql, func(q *sqlite.Stmt) error {
			add(inv.holds, q.Text(0))
			return nil
		})
	}
	if err == nil {
		err = s.checkBlocks(func(example string) { add(blocksAgree, example) })
	}
	return found, describe(s.path, err)
}
