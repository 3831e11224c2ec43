package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What exports hold beside their conversations is passed over with a word; the
// same names with content of another kind are files like all others.
func TestCompanions(t *testing.T) {
	for name, content := range map[string]string{
		"user.json":                 `{"id":"user-1","email":"ada@example.com","chatgpt_plus_user":true}`,
		"shared_conversations.json": `[{"id":"s1","conversation_id":"c1","title":"Tents","is_anonymous":true}]`,
		"message_feedback.json":     `[]`,
		"users.json":                `[{"uuid":"u1","full_name":"Ada","email_address":"ada@example.com","verified_phone_number":null}]`,
		"projects.json":             `[{"uuid":"p1","name":"Tents","description":"","is_private":true,"docs":[]}]`,
		"speakers.json":             `{"ada":{"meta":{"role":"customer"},"vectors":[]}}`,
		"conversations.json":        `{"u1":{"meta":{"topic":"shipping"},"vectors":[]}}`,
		"corpus.json":               `{"name":"parcels"}`,
		"index.json":                `{"utterances-index":{"topic":["<class 'str'>"]},"version":1}`,
	} {
		w := newWorld(t)
		path := filepath.Join(w.dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		r := w.run(path)
		f := r.Files[0]
		if r.Failed() || f.Problem != "" || len(f.Notices) != 1 || !strings.Contains(f.Notices[0], "no conversations") || f.Records > 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for name, content := range map[string]string{"conversations.json": `{"u1":{"other":1}}`, "notes.json": `{"id":"user-1"}`} {
		w := newWorld(t)
		path := filepath.Join(w.dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := w.run(path); !r.Failed() {
			t.Errorf("%s is passed over: %+v", name, r.Files[0])
		}
	}
}
