package ingest

import (
	"bytes"
	"compress/gzip"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"chatcops/internal/csvrow"
)

// seedFiles adds the beginnings of the example files.
func seedFiles(f *testing.F, endings ...string) {
	seedOwnFiles(f, endings...)
	seedFrom(f, "../testdata/formats/*/*.*", endings)
}

// seedOwnFiles leaves out the formats of other programs, each of which has a target of its own.
func seedOwnFiles(f *testing.F, endings ...string) {
	seedFrom(f, "../testdata/*.*", endings)
	seedFrom(f, "../testdata/broken/*.*", endings)
}

func seedFrom(f *testing.F, pattern string, endings []string) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		for _, e := range endings {
			if strings.HasSuffix(p, e) {
				f.Add(b[:min(len(b), 4000)])
			}
		}
	}
}

func newTestDecoder(scores bool) *decoder {
	d := &decoder{names: newNames(nil), limit: 1 << 20, kinds: kinds{scores: scores}}
	if scores {
		d.names = newScoreNames(nil)
	}
	d.json.MaxDepth, d.inner.MaxDepth, d.quoted.MaxDepth = 200, 200, 200
	return d
}

// checkDecoded checks what holds of whatever was decoded.
func checkDecoded(t *testing.T, d *decoder) {
	if len(d.out.records) != len(d.out.hashes) {
		t.Fatalf("%d records, %d hashes", len(d.out.records), len(d.out.hashes))
	}
	if d.out.read < len(d.out.rejects) {
		t.Fatalf("%d read, %d rejected", d.out.read, len(d.out.rejects))
	}
	for _, r := range d.out.rejects {
		if r.Problem == "" || r.Line < 1 {
			t.Fatalf("line %d: %q", r.Line, r.Problem)
		}
	}
	for i := range d.out.records {
		r := &d.out.records[i]
		if len(r.Messages)+len(r.Events)+len(r.Feedback)+len(r.Exposures)+len(r.Scores) == 0 {
			t.Fatalf("a record that says nothing: %+v", *r)
		}
		for _, m := range r.Messages {
			if !utf8.ValidString(m.Content) {
				t.Fatalf("content %q", m.Content)
			}
			for _, object := range []string{m.ToolCalls, m.Properties} {
				if object == "" {
					continue
				}
				if _, err := d.json.Parse([]byte(object)); err != nil {
					t.Fatalf("%q: %v", object, err)
				}
			}
		}
		for _, s := range r.Scores {
			if s.Conversation == "" || s.Name == "" || !(math.Abs(s.Value) <= maxScore) {
				t.Fatalf("score %+v", s)
			}
		}
		for _, f := range r.Feedback {
			if f.Rating < 0 || f.Rating > 5 {
				t.Fatalf("rating %d", f.Rating)
			}
		}
	}
}

// FuzzJSONRecord decodes any bytes as one record.
func FuzzJSONRecord(f *testing.F) {
	seedFiles(f, ".jsonl", ".json")
	f.Fuzz(func(t *testing.T, data []byte) {
		for line := range strings.Lines(string(data)) {
			for _, scores := range []bool{false, true} {
				d := newTestDecoder(scores)
				d.decodeJSON([]byte(line), 1)
				if d.out.read != 1 || len(d.out.rejects) > 1 || len(d.out.rejects) == 1 && len(d.out.records) > 0 {
					t.Fatalf("%d read, %d rejected, %d records", d.out.read, len(d.out.rejects), len(d.out.records))
				}
				checkDecoded(t, d)
			}
		}
	})
}

// FuzzCSV reads any bytes as a table.
func FuzzCSV(f *testing.F) {
	seedFiles(f, ".csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		data = csvrow.TrimBOM(data)
		sep := csvrow.DetectSeparator(data)
		header, err := readHeader(data, sep, true)
		if err != nil {
			return
		}
		for _, scores := range []bool{false, true} {
			d := newTestDecoder(scores)
			c, err := newColumns(header, d.names)
			if err != nil {
				continue
			}
			d.rows(&block{data: data, line: 1}, sep, &c)
			checkDecoded(t, d)
		}
	})
}

// FuzzDetect recognises any beginning of a file.
func FuzzDetect(f *testing.F) {
	seedFiles(f, ".jsonl", ".json", ".csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4000 {
			return // detect is called once for each format
		}
		for _, whole := range []bool{true, false} {
			d, err := detect(data, whole, nil, newNames(nil))
			if err == nil && (d.format == nil || d.why == "") {
				t.Fatalf("recognised %+v", d)
			}
			if err != nil && err.Error() == "" {
				t.Fatal("an error without words")
			}
			for i := range Formats {
				if d, err := detect(data, whole, &Formats[i], newNames(nil)); err == nil && d.format != &Formats[i] {
					t.Fatalf("%s was wanted, not %v", Formats[i].Name, d.format)
				}
			}
		}
	})
}

// FuzzImport imports any bytes, and again compressed, which must change nothing.
func FuzzImport(f *testing.F) {
	seedOwnFiles(f, ".jsonl", ".json", ".csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 20_000 || bytes.HasPrefix(data, []byte{0x1f, 0x8b}) || bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		w := newWorld(t)
		path := w.file(".data", data)
		once := w.run(path).Files[0]
		if once.Rejected > once.Records {
			t.Fatalf("%d records, %d rejected", once.Records, once.Rejected)
		}
		want := w.dump()
		var packed bytes.Buffer // the very same file would not be read again
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(data)
		_ = z.Close()
		w.addAs(filepath.Base(path), packed.Bytes()) // the name is the id of a conversation that has no other
		sameDump(t, "imported again", w.dump(), want)
	})
}
