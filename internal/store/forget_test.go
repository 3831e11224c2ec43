package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/sqlite"
)

// person is a conversation of which every record names the user and bears a secret.
func person(id, user, secret string) Item {
	r := chat.Record{Conversation: id, UserID: user, Bot: "bot " + secret, Channel: "channel " + secret, CreatedAt: chat.NoTime, UpdatedAt: chat.NoTime,
		Properties: `{"p":"` + secret + `"}`, UserProperties: `{"q":"` + secret + `"}`,
		Messages: []chat.Message{
			{ID: id + "-m0", Role: chat.RoleUser, Content: "my secret is " + secret, Time: 1e15, Position: -1, Name: secret, Properties: `{"r":"` + secret + `"}`},
			{ID: id + "-m1", Role: chat.RoleAssistant, Content: strings.Repeat("a long answer about "+secret+" ", 2000), Time: 1e15 + 1, Position: -1},
		},
		Events:    []chat.Event{{ID: id + "-e", Type: "lead_captured", UserID: user, Time: 1e15, Properties: `{"s":"` + secret + `"}`}},
		Feedback:  []chat.Feedback{{ID: id + "-f", Rating: 5, Comment: "comment " + secret, UserID: user, Time: 1e15}},
		Exposures: []chat.Exposure{{Test: "t", Session: id, Variant: "a", Time: 1e15}},
	}
	it := Item{Record: r}
	it.Facts, it.Marks = score(&chat.Conversation{ID: id, UserID: user, Messages: r.Messages, Events: r.Events})
	return it
}

// stored writes the conversations of two people, one of which grows, and loose
// rows that name one of them.
func twoPeople(t *testing.T, path string) *Store {
	t.Helper()
	s := create(t, path)
	if err := importAll(s, "first", [][]Item{{person("c-anna", "anna", "sesame"), person("c-ben", "ben", "thistle")}}); err != nil {
		t.Fatal(err)
	}
	more := person("c-anna", "anna", "sesame")
	more.Record.Messages[0].ID, more.Record.Messages[0].Time = "later", 1e15+9
	if err := importAll(s, "second", [][]Item{{more}}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`INSERT INTO scores VALUES ('c-anna', 'default', 'crm', 1, NULL, 'noted: sesame'), ('c-ben', 'default', 'crm', 2, NULL, 'noted: thistle')`,
		`INSERT INTO events(type, user_id, message_id, properties) VALUES ('other', 'anna', 'x', '{"s":"sesame"}'), ('other', NULL, 'c-anna-m1', '{"s":"sesame"}'), ('other', 'ben', 'y', NULL)`,
		`INSERT INTO exposures(source, test, session_id, variant) VALUES ('default', 't2', 'anna', 'b')`,
		`INSERT INTO rejects VALUES (1, 7, 'conversation "c-anna": no sesame'), (1, 8, 'conversation "c-ben"')`,
	} {
		if err := s.conn.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// bytesOf reads the database and all files beside it.
func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

func TestForgottenBytesAreGone(t *testing.T) {
	for name, whom := range map[string]Whom{"user": {User: "anna", Before: chat.NoTime}, "conversation": {Conversation: "c-anna", Source: "default", Before: chat.NoTime}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			s := twoPeople(t, path)
			for _, secret := range []string{"sesame", "c-anna"} {
				if !bytes.Contains(bytesOf(t, path), []byte(secret)) {
					t.Fatalf("%s is not there to begin with", secret)
				}
			}
			before := dump(t, path)
			would, err := s.Forget(whom, true)
			if err != nil || dump(t, path) != before {
				t.Fatalf("a dry run changes something: %v", err)
			}
			e, err := s.Forget(whom, false)
			if err != nil || e != would {
				t.Fatalf("%+v, %v; promised were %+v", e, err, would)
			}
			want := Erased{Conversations: 1, Messages: 3, Events: 2, Feedback: 1, Exposures: 1, Scores: 1, Rejects: 1}
			gone := []string{"c-anna"}
			if whom.User != "" {
				want.Events, want.Exposures = 3, 2
				gone = append(gone, "sesame", "anna")
			}
			if e != want {
				t.Errorf("erased %+v, want %+v", e, want)
			}
			left := bytesOf(t, path)
			for _, text := range gone {
				if bytes.Contains(left, []byte(text)) {
					t.Errorf("%q is still in the file", text)
				}
			}
			if after := dump(t, path); !strings.Contains(after, "thistle") || !bytes.Contains(left, []byte("noted: thistle")) {
				t.Error("the other conversation went as well")
			}
			if again, err := s.Forget(whom, false); err != nil || again != (Erased{}) {
				t.Errorf("forgotten again: %+v, %v", again, err)
			}
		})
	}
}

func TestForgetWhatIsOld(t *testing.T) {
	s := create(t, filepath.Join(t.TempDir(), "a.db"))
	if err := importAll(s, "a", load(20)); err != nil {
		t.Fatal(err)
	}
	if err := s.conn.Exec("UPDATE conversation_facts SET started_at = NULL WHERE conversation = 20"); err != nil {
		t.Fatal(err)
	}
	e, err := s.Forget(Whom{Before: 1e15 + 5000}, false)
	if err != nil || e.Conversations != 5 || e.Messages != 30 || e.Undated != 1 {
		t.Errorf("%+v %v", e, err)
	}
	if found, err := s.Check(); err != nil || len(found) > 1 { // the facts of these tests have no outcome
		t.Errorf("%+v %v", found, err)
	}
	if err := importAll(s, "b", load(20)); err != nil { // ids that were freed are used again
		t.Fatal(err)
	}
	if in, err := s.Info(); err != nil || in.Conversations != 20 || in.Messages != 120 {
		t.Errorf("%+v %v", in, err)
	}
}

// A table that holds transcripts and is unknown to Forget would keep what a person asked to erase.
func TestForgetKnowsEveryTable(t *testing.T) {
	s := create(t, filepath.Join(t.TempDir(), "a.db"))
	known, err := s.tablesOfConversations()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range byID {
		known = append(known, b.table)
	}
	impersonal := []string{"imports", "meta", "migrations", "rule_sets", "topics", "topic_model"} // words that several conversations share
	err = s.each("SELECT name FROM sqlite_schema WHERE type = 'table'", func(q *sqlite.Stmt) error {
		if name := q.Text(0); !slices.Contains(known, name) && !slices.Contains(impersonal, name) {
			t.Errorf("Forget does not know of table %s", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
