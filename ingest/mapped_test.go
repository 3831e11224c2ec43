package ingest

import (
	"strings"
	"testing"
)

// A header is matched by the exact name, else by the one that differs in case only.
func TestMapMatchesHeader(t *testing.T) {
	for _, c := range []struct {
		header, mapping string
		user, problem   string
	}{
		{"conversation_id,role,content,Who", "user_id=Who", "ada", ""},
		{"conversation_id,role,content,Who", "user_id=WHO", "ada", ""},
		{"conversation_id,role,content,who,Who", "user_id=Who", "bob", ""},
		{"conversation_id,role,content,who,Who", "user_id=WHO", "", `no column "WHO", which --map names for user_id; there is "who" and "Who"`},
		{"conversation_id,role,content,my who", "user_id=my_who", "", `no column "my_who", which --map names for user_id; there is "my who"`},
		{"conversation_id,role,content,other", "user_id=who", "", `no column "who", which --map names for user_id`},
		{"conversation_id,role,content,who", "user_id=Who,channel=WHO", "", `no column "Who", which --map names for user_id`},
	} {
		w := newWorld(t)
		w.o.Map, _ = ParseMap(c.mapping)
		f := w.run(w.file(".csv", []byte(c.header+"\nc1,user,hi,ada"+strings.Repeat(",bob", strings.Count(c.header, ",")-3)+"\n"))).Files[0]
		if c.problem == "" && (f.Problem != "" || !strings.Contains(w.dump(), "UserID:"+c.user)) || !strings.Contains(f.Problem, c.problem) {
			t.Errorf("%s by %s: problem %q", c.header, c.mapping, f.Problem)
		}
		if len(f.Notices) > 0 {
			t.Errorf("%s by %s: notices %q", c.header, c.mapping, f.Notices)
		}
	}
}

// A key that no record has is told; one that only some have is not.
func TestMapNamesAKeyThatNoRecordHas(t *testing.T) {
	text := `{"conversation_id":"c1","role":"user","content":"hi"}` + "\n" + `{"conversation_id":"c1","role":"user","content":"there","Who":"ada"}` + "\n"
	for mapping, want := range map[string]string{
		"user_id=Who":    "",
		"user_id=nosuch": `no record has "nosuch", which --map names for user_id`,
		"user_id=who":    `no record has "who", which --map names for user_id; there is "Who"`,
	} {
		w := newWorld(t)
		w.o.Map, _ = ParseMap(mapping)
		f := w.run(w.file(".jsonl", []byte(text))).Files[0]
		if got := strings.TrimPrefix(strings.Join(f.Notices, "\n"), f.Path+": "); got != want || f.Messages.Inserted != 2 {
			t.Errorf("%s: notices %q, want %q", mapping, got, want)
		}
	}
}
