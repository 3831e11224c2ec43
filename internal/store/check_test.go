package store

import (
	"path/filepath"
	"testing"
)

// Each damage is found by the check that is made for it, and by it alone.
func TestCheckFindsDamage(t *testing.T) {
	found := map[string]bool{}
	for _, c := range []struct{ damage, check string }{
		{"SELECT 1", ""},
		{"DELETE FROM messages WHERE id = (SELECT first_message FROM conversations WHERE id = 3)", "a conversation has as many messages as its row says"},
		{"DELETE FROM events WHERE id = (SELECT first_event FROM conversations WHERE id = 3)", "a conversation has as many events as its row says"},
		{"INSERT INTO messages(conversation, role, content) VALUES (1, 'user', 'astray')", "a message lies among those of its conversation"},
		{"INSERT INTO events(conversation, type) VALUES (1, 'other')", "an event lies among those of its conversation"},
		{"DELETE FROM conversation_facts WHERE conversation = 2", "a conversation is scored or waits for it"},
		{"INSERT INTO pending(conversation, import, first_message, message_count, first_event, event_count, whole) VALUES (99, 0, 0, 0, 0, 0, 0)", "what waits belongs to a conversation"},
		{"UPDATE conversation_facts SET rules = 9 WHERE conversation = 2", "facts name the rules that made them"},
		{"UPDATE conversation_facts SET outcome = NULL WHERE conversation = 2", "an engaged conversation has an outcome, others have none"},
		{"UPDATE conversation_facts SET ended_at = started_at - 1 WHERE conversation = 2", "a conversation ends when it began or later"},
		{"UPDATE conversation_facts SET signals = '[' WHERE conversation = 2", "lists are JSON"},
		{"UPDATE conversations SET properties = 'no' WHERE id = 2", "properties are JSON"},
		{"INSERT INTO fact_blocks VALUES (0, x'01')", blocksAgree},
		{"INSERT INTO feedback(conversation, source, thumb, identity) VALUES (99, 'default', 1, 'x')", "a row refers to one that exists"},
		{"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'started_at', 'ended_at') WHERE name = 'conversation_facts_started'; PRAGMA writable_schema = RESET",
			"the file has the structure that SQLite gave it"},
	} {
		s := create(t, filepath.Join(t.TempDir(), "a.db"))
		if err := importAll(s, "a", load(20)); err != nil {
			t.Fatal(err)
		}
		if err := s.conn.Exec("UPDATE conversation_facts SET outcome = 'resolved'; " + c.damage); err != nil {
			t.Fatalf("%s: %v", c.damage, err)
		}
		list, err := s.Check()
		if err != nil {
			t.Errorf("%s: %v", c.damage, err)
		}
		if c.check == "" && len(list) > 0 || c.check != "" && (len(list) != 1 || list[0].Check != c.check || list[0].Count < 1 || len(list[0].Examples) == 0) {
			t.Errorf("%s: found %+v, want %q", c.damage, list, c.check)
		}
		found[c.check] = true
	}
	if !found[blocksAgree] {
		t.Errorf("nothing here breaks what %q says", blocksAgree)
	}
	for _, inv := range invariants {
		if !found[inv.holds] {
			t.Errorf("nothing here breaks what %q says", inv.holds)
		}
	}
}
