package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"chatcops/internal/store"
)

// rows are n messages of one conversation, each with a property of its own, from
// the number lo on.
func rows(lo, n int) []byte {
	var b bytes.Buffer
	for i := lo; i < lo+n; i++ {
		fmt.Fprintf(&b, `{"conversation_id":"c","role":"user","content":"message %06d","timestamp":%d,"user_properties":{"k%06d":1}}`+"\n", i, 1790000000+i, i)
	}
	return b.Bytes()
}

// However the rows of a conversation that is too large are split and ordered, the
// same ones are kept, and what is left out is told.
func TestConversationBeyondItsBounds(t *testing.T) {
	const total, most = 5000, 400
	dumps := map[string]string{}
	for name, pieces := range map[string][][]byte{
		"one file":      {rows(0, total)},
		"two files":     {rows(0, total/2), rows(total/2, total/2)},
		"last first":    {rows(total/2, total/2), rows(0, total/2)},
		"twice":         {rows(0, total), rows(0, total-1)},
		"small at last": {rows(total-10, 10), rows(0, total-10)},
	} {
		w := newWorld(t)
		w.o.Bounds = store.Bounds{Messages: most, Bytes: 1 << 20, Properties: 100}
		kept := 0
		for _, p := range pieces {
			f := w.run(w.file(".jsonl", p)).Files[0]
			if kept += f.Messages.Inserted; len(p) > 200_000 && (f.LeftOut == 0 || !strings.Contains(strings.Join(f.Notices, " "), `first of "c"; raise limits.conversation_messages`)) {
				t.Errorf("%s: %d left out, notices %q", name, f.LeftOut, f.Notices)
			}
		}
		// Of what is left out even the time may count as that of the newest data or not.
		dumps[name], _, _ = strings.Cut(w.dump(), " newest ")
		if n := strings.Count(dumps[name], "  message "); n != most {
			t.Errorf("%s: %d messages", name, n)
		}
		if n := strings.Count(dumps[name][:strings.IndexByte(dumps[name], '\n')], `\"k`); n != 100 {
			t.Errorf("%s: %d properties", name, n)
		}
		sameDump(t, name, dumps[name], dumps[first(dumps, name)])
	}
}

func first(m map[string]string, other string) string {
	for name := range m {
		return name
	}
	return other
}

// A single record that is more than its conversation may hold is rejected at its line.
func TestRecordBeyondTheBounds(t *testing.T) {
	many := func(n int, what string) string { return strings.TrimSuffix(strings.Repeat(what+",", n), ",") }
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"k%d":1`, i)
		}
		return "{" + b.String()[1:] + "}"
	}
	for name, c := range map[string]struct{ line, says string }{
		"messages":   {`{"id":"c2","messages":[` + many(101, `{"role":"user","content":"x"}`) + `]}`, "101 messages or events, more than 100; raise limits.conversation_messages"},
		"text":       {`{"conversation_id":"c2","role":"user","content":"` + strings.Repeat("x", 5001) + `"}`, "more than 5000 bytes of text; raise limits.conversation_bytes"},
		"properties": {`{"conversation_id":"c2","role":"user","content":"x","properties":` + keys(51) + `}`, "more than 50 properties; raise limits.property_keys"},
		"of a user":  {`{"conversation_id":"c2","role":"user","content":"x","user_properties":` + keys(51) + `}`, "more than 50 properties"},
		"event":      {`{"conversation_id":"c2","event_type":"clicked","properties":` + keys(51) + `}`, "more than 50 properties"},
	} {
		w := newWorld(t)
		w.o.Bounds = store.Bounds{Messages: 100, Bytes: 5000, Properties: 50}
		f := w.run(w.file(".jsonl", []byte(fineBefore+c.line+"\n"+fineAfter))).Files[0]
		if f.Messages.Inserted != 2 || f.Rejected != 1 || f.Errors[0].Line != 2 || !strings.Contains(f.Errors[0].Problem, c.says) {
			t.Errorf("%s: %d messages, %+v", name, f.Messages.Inserted, f.Errors)
		}
	}
}

func TestExpansionBeyondItsRatio(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about sizes, which the whole run checks")
	}
	blank := append(bytes.Repeat([]byte(" "), 1<<20-1), '\n')
	fill := func(w io.Writer) {
		_, _ = io.WriteString(w, fineAfter)
		for range smallExpansion>>20 + 8 {
			_, _ = w.Write(blank)
		}
	}
	var bomb, archive bytes.Buffer
	z := gzip.NewWriter(&bomb)
	fill(z)
	_ = z.Close()
	a := zip.NewWriter(&archive)
	m, _ := a.Create("a.jsonl")
	fill(m)
	_ = a.Close()
	for ending, data := range map[string][]byte{".gz": bomb.Bytes(), ".zip": archive.Bytes()} {
		w := newWorld(t)
		w.o.DecompressionRatio = 100
		if f := w.run(w.file(ending, data)).Files[0]; !strings.Contains(f.Problem, "decompresses to more than 100 times its size; raise limits.decompression_ratio") {
			t.Errorf("%s: problem %q", ending, f.Problem)
		}
	}
}

func TestArchiveWithManyEntries(t *testing.T) {
	pack := func(n int) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := range n {
			m, _ := z.Create(fmt.Sprintf("%05d.jsonl", i))
			fmt.Fprintf(m, `{"conversation_id":"c%d","role":"user","content":"x"}`, i)
		}
		_ = z.Close()
		return b.Bytes()
	}
	for _, c := range []struct {
		data        []byte
		files, read int
		says        string
	}{
		{pack(5), 5, 5, ""},
		{pack(6), 1, 0, "holds more than 5 files; raise limits.archive_entries"},
		{pack(300), 1, 0, "holds more than 5 files"},
		{pack(300)[:20_000], 6, 5, "holds more than 5 files"}, // its directory is cut off
	} {
		w := newWorld(t)
		w.o.ArchiveEntries = 5
		r := w.run(w.file(".zip", c.data))
		if len(r.Files) != c.files || !strings.Contains(r.Files[len(r.Files)-1].Problem, c.says) || r.Totals.Messages != c.read {
			t.Errorf("%d files, %d messages, %q", len(r.Files), r.Totals.Messages, r.Files[len(r.Files)-1].Problem)
		}
	}
}

// The directory of an archive with 65,536 files or more is a wide one.
func TestDirectoryBytes(t *testing.T) {
	w := newWorld(t)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 66_000 {
		_, _ = z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%05d", i)})
	}
	_ = z.Close()
	if n := directoryBytes(w.file(".zip", b.Bytes())); n < 66_000*51 || n > int64(b.Len()) {
		t.Errorf("%d of %d bytes", n, b.Len())
	}
	if n := directoryBytes(w.file(".zip", []byte("no archive"))); n != 0 {
		t.Errorf("%d", n)
	}
}
