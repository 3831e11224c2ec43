package ingest

import (
	"strings"
	"testing"
)

// However JSON is laid out, the same conversation comes in.
func TestLayoutsOfJSON(t *testing.T) {
	want := newWorld(t).add([]byte(`{"id":"c1","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}`)).dump()
	for name, text := range map[string]string{
		"in an array":  `[{"id":"c1","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}]`,
		"with BOM":     "\xef\xbb\xbf" + `{"id":"c1","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}`,
		"CRLF":         `{"id":"c1","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}` + "\r\n",
		"pretty":       "{\n  \"id\": \"c1\",\n  \"messages\": [\n    {\n      \"role\": \"user\",\n      \"content\": \"hi\"\n    },\n    {\n      \"role\": \"assistant\",\n      \"content\": \"hello\"\n    }\n  ]\n}\n",
		"half pretty":  "{\n  \"id\": \"c1\",\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"hi\"},\n    {\"role\": \"assistant\", \"content\": \"hello\"}\n  ]\n}\n",
		"pretty array": "[\n  {\"id\": \"c1\",\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"hi\"},\n    {\"role\": \"assistant\", \"content\": \"hello\"}\n  ]}\n]\n",
	} {
		sameDump(t, name, newWorld(t).add([]byte(text)).dump(), want)
	}
}

// A conversation as export writes it, with its events and feedback, is read as openai too.
func TestConversationWithEventsNamedOpenAI(t *testing.T) {
	text := `{"id":"c1","messages":[{"role":"user","content":"hi","timestamp":"2026-10-01T09:00:00Z"}],"events":[{"event_type":"conversion","timestamp":"2026-10-01T09:01:00Z"}],"feedback_records":[{"rating":5}]}`
	want := newWorld(t).add([]byte(text)).dump()
	if !strings.Contains(want, "Type:conversion") || !strings.Contains(want, "Rating:5") {
		t.Fatalf("events or feedback are missing:\n%s", want)
	}
	w := newWorld(t)
	w.o.Format, _ = FindFormat("openai")
	sameDump(t, "named", w.add([]byte(text)).dump(), want)
}

// The limit of a record holds wherever in the file it stands.
func TestRecordLimit(t *testing.T) {
	long := `{"conversation_id":"c1","role":"user","content":"` + strings.Repeat("y", 500_000) + `"}` + "\n"
	good := `{"conversation_id":"c2","role":"user","content":"fine"}` + "\n"
	for name, text := range map[string]string{
		"first": long + good, "last": good + long, "between": good + long + good,
		"late": strings.Repeat(good, 5000) + long + good, "unended": good + strings.TrimSuffix(long, "\n"),
	} {
		w := newWorld(t)
		w.o.RecordLimit = 300_000
		r := w.run(w.file(".jsonl", []byte(text))).Files[0]
		if r.Rejected != 1 || !strings.Contains(r.Errors[0].Problem, "longer than 300000 bytes") {
			t.Errorf("%s: %d rejected: %v", name, r.Rejected, r.Errors)
			continue
		}
		if want := strings.Count(text[:strings.Index(text, "yyy")], "\n") + 1; r.Errors[0].Line != want {
			t.Errorf("%s: line %d, want %d", name, r.Errors[0].Line, want)
		}
		if r.Conversations.New != 1 {
			t.Errorf("%s: %d conversations", name, r.Conversations.New)
		}
	}
}
