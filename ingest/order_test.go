package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// permutations returns all orders of a few things.
func permutations[T any](all []T) [][]T {
	if len(all) < 2 {
		return [][]T{all}
	}
	var out [][]T
	for i := range all {
		rest := append(append([]T{}, all[:i]...), all[i+1:]...)
		for _, p := range permutations(rest) {
			out = append(out, append([]T{all[i]}, p...))
		}
	}
	return out
}

// Files that tell of the same conversations may come in any order, by one run or several.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	native := `{"conversation_id":"c1","message_id":"m1","role":"user","content":"Where is it?","timestamp":"2026-10-01T09:00:00Z"}
{"conversation_id":"c1","message_id":"m2","role":"assistant","content":"On its way.","timestamp":"2026-10-01T09:00:05Z"}
`
	for name, files := range map[string][]string{
		"with and without model": {native, strings.ReplaceAll(native, `"role":"assistant"`, `"role":"assistant","model":"m-1","input_tokens":7,"name":"Fern"`)},
		"without ids, with and without model": {
			`{"conversation_id":"c1","role":"assistant","content":"On its way.","timestamp":"2026-10-01T09:00:05Z"}`,
			`{"conversation_id":"c1","role":"assistant","content":"On its way.","timestamp":"2026-10-01T09:00:05Z","model":"m-1","output_tokens":3}`},
		"feedback changed": {native,
			`{"type":"positive","id":"f1","messageId":"m2","timestamp":"2026-10-01T09:01:00Z"}`,
			`{"type":"negative","id":"f1","messageId":"m2","timestamp":"2026-10-01T09:02:00Z"}`},
		"feedback of one conversation": {
			`{"conversation_id":"c0","role":"user","content":"hello"}`,
			`{"conversation_id":"c1","rating":5}` + "\n" + `{"conversation_id":"c1","rating":1}` + "\n" + `{"conversation_id":"c1","rating":3}` + "\n" + `{"conversation_id":"c1","rating":2}`,
			native},
		"events before their message": {native,
			`{"session_id":"c2","event_type":"lead","timestamp":"2026-10-01T10:00:00Z"}` + "\n" +
				`{"type":"message:copied","entityType":"message","messageId":"m2","timestamp":"2026-10-01T09:03:00Z"}` + "\n" +
				`{"session_id":"c3","event_type":"conversion","timestamp":"2026-10-01T10:00:00Z"}`,
			`{"type":"message:copied","entityType":"message","messageId":"m1","id":"e9"}`},
		"whole records by age": {
			`{"id":"c1","updatedAt":"2026-10-01T09:00:00Z","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}`,
			`{"id":"c1","updatedAt":"2026-10-02T09:00:00Z","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}`},
		"whole records that grow": {
			`{"id":"c1","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}`,
			`{"id":"c1","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"a"}]}`,
			`{"id":"c1","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}`},
		"whole record and rows": {native,
			`{"id":"c1","messages":[{"id":"m1","role":"user","content":"Where is it?","timestamp":"2026-10-01T09:00:00Z"},{"id":"m2","role":"assistant","content":"On its way.","timestamp":"2026-10-01T09:00:05Z"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			want := ""
			for i, p := range permutations(files) {
				var data [][]byte
				for _, f := range p {
					data = append(data, []byte(f))
				}
				got := newWorld(t).add(data...).dump()
				if i == 0 {
					want = got
				}
				sameDump(t, fmt.Sprintf("order %d by several runs", i), got, want)
				w := newWorld(t)
				var paths []string
				for _, d := range data {
					paths = append(paths, w.file(".jsonl", d))
				}
				w.run(paths...)
				sameDump(t, fmt.Sprintf("order %d by one run", i), w.dump(), want)
			}
		})
	}
}

// The events and the feedback of the example files, which partly name only a message.
func TestExamplesInAnyOrder(t *testing.T) {
	var data [][]byte
	for _, name := range []string{"feedback.jsonl", "openai.jsonl", "openai-pretty.json", "events-entity.jsonl", "events-snake.jsonl", "exposures.jsonl"} {
		b, err := os.ReadFile(filepath.Join("../testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, b)
	}
	want := newWorld(t).add(data...).dump()
	for i := range data {
		turned := append(append([][]byte{}, data[i:]...), data[:i]...)
		sameDump(t, fmt.Sprintf("from %d on", i), newWorld(t).add(turned...).dump(), want)
	}
	twice := newWorld(t).add(data...)
	for _, d := range data {
		twice.add(append(bytes.Clone(d), '\n'))
	}
	sameDump(t, "twice", twice.dump(), want)
}

// What comes in must not depend on where a large file is cut into batches.
func TestEqualMessagesFarApartStay(t *testing.T) {
	filler := `{"conversation_id":"big","role":"user","content":"` + strings.Repeat("x ", 1000) + `"}` + "\n"
	for _, stamp := range []string{"", `,"timestamp":"2026-10-01T09:00:00Z"`} {
		ok := `{"conversation_id":"c1","role":"user","content":"ok"` + stamp + "}\n"
		w := newWorld(t).add([]byte(ok + strings.Repeat(filler, 1500) + ok + strings.Repeat(filler, 100)))
		if n := strings.Count(w.dump(), "Content:ok "); n != 2 {
			t.Errorf("%q: %d times ok, want 2", stamp, n)
		}
	}
}

// Where only some of untimed messages have ids, the order of the file stands.
func TestUntimedOrderWithSomeIDs(t *testing.T) {
	data := `{"conversation_id":"c1","role":"user","content":"one"}
{"conversation_id":"c1","id":"x","role":"assistant","content":"two"}
{"conversation_id":"c1","role":"user","content":"three"}
{"conversation_id":"c1","id":"a","role":"assistant","content":"four"}
`
	w := newWorld(t).add([]byte(data))
	at := -1
	for _, word := range []string{"one", "two", "three", "four"} {
		i := strings.Index(w.dump(), "Content:"+word+" ")
		if i < at {
			t.Fatalf("%s stands too early:\n%s", word, w.dump())
		}
		at = i
	}
	sameDump(t, "again", newWorld(t).add([]byte(data), []byte(data+"\n")).dump(), w.dump())
}
