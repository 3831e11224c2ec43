package ingest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
	"chatcops/internal/store"
)

// fixtures returns the example files of a format.
func fixtures(t testing.TB, format string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "formats", format, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(paths, func(p string) bool { return strings.HasSuffix(p, ".golden") })
}

// isBroken tells the example files that hold records which cannot be read.
func isBroken(path string) bool { return strings.HasPrefix(filepath.Base(path), "broken") }

// eachShape runs a test on each format with a shape of its own.
func eachShape(t *testing.T, test func(t *testing.T, f *Format)) {
	for i := range Formats {
		if f := &Formats[i]; f.shape != nil {
			t.Run(f.Name, func(t *testing.T) { test(t, f) })
		}
	}
}

// tell writes what a database holds and what the import said, for people to read.
func (w *world) tell(r *Report) string {
	w.t.Helper()
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&b, "%s: %d records, %d rejected\n", f.Format, f.Records, f.Rejected)
		for _, e := range f.Errors {
			fmt.Fprintf(&b, "  line %d: %s\n", e.Line, e.Problem)
		}
		if f.Problem != "" {
			fmt.Fprintf(&b, "  %s\n", f.Problem)
		}
	}
	s, err := store.Open(w.db())
	if err != nil {
		w.t.Fatal(err)
	}
	defer s.Close()
	err = s.Conversations(context.Background(), func(c *chat.Conversation) error {
		tellConversation(&b, c)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

func tellConversation(b *strings.Builder, c *chat.Conversation) {
	fmt.Fprintf(b, "\nconversation %s%s%s\n", c.ID, tellTime(" created", c.CreatedAt), tellTime(" updated", c.UpdatedAt))
	tellPairs(b, "  ", "user", c.UserID, "bot", c.Bot, "channel", c.Channel, "language", c.Language, "properties", c.Properties, "user properties", c.UserProperties)
	for _, m := range c.Messages {
		fmt.Fprintf(b, "  %v%s: %s\n", m.Role, tellTime("", m.Time), strings.ReplaceAll(m.Content, "\n", "\\n"))
		tokens := ""
		if m.InputTokens+m.OutputTokens > 0 || m.Cost.Known {
			tokens = fmt.Sprintf("%d in, %d out", m.InputTokens, m.OutputTokens)
			if m.CachedTokens > 0 {
				tokens += fmt.Sprintf(", %d cached", m.CachedTokens)
			}
			if m.Cost.Known {
				tokens += fmt.Sprintf(", %g paid", float64(m.Cost.Nanos)/1e9)
			}
		}
		tellPairs(b, "      ", "id", m.ID, "name", m.Name, "model", m.Model, "tokens", tokens, "calls", m.ToolCalls, "answers call", m.ToolCallID,
			"arrived as", m.EventType, "properties", m.Properties)
	}
	for _, e := range c.Events {
		fmt.Fprintf(b, "  event %s%s\n", e.Type, tellTime("", e.Time))
		tellPairs(b, "      ", "id", e.ID, "as", e.SourceType, "message", e.MessageID, "user", e.UserID, "channel", e.Channel, "properties", e.Properties)
	}
	for _, f := range c.Feedback {
		fmt.Fprintf(b, "  feedback %d thumb %v%s\n", f.Rating, f.Thumb, tellTime("", f.Time))
		tellPairs(b, "      ", "id", f.ID, "message", f.MessageID, "user", f.UserID, "reasons", f.Reasons, "comment", f.Comment)
	}
}

func tellTime(what string, at chat.Time) string {
	if !at.Known() {
		return ""
	}
	return what + " " + at.In(testTime.Location()).Format("2006-01-02T15:04:05.999999Z")
}

func tellPairs(b *strings.Builder, indent string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(b, "%s%s: %s\n", indent, pairs[i], pairs[i+1])
		}
	}
}

// Each example file is recognised and says what its golden file tells. Every
// format has examples, among them broken ones.
func TestFormatExamples(t *testing.T) {
	eachShape(t, func(t *testing.T, f *Format) {
		paths := fixtures(t, f.Name)
		if !slices.ContainsFunc(paths, isBroken) || len(paths) < 2 {
			t.Fatalf("%d examples, which must be one that is well and one whose name begins with broken", len(paths))
		}
		for _, path := range paths {
			w := newWorld(t)
			r := w.run(path)
			got := w.tell(r)
			if bad := r.Totals.Rejected > 0; bad != isBroken(path) || r.Files[0].Format != f.Name {
				t.Errorf("%s is read as %q, rejected: %d", path, r.Files[0].Format, r.Totals.Rejected)
			}
			golden := path + ".golden"
			if flag.Lookup("update").Value.String() == "true" {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			sameDump(t, path, got, string(want))
		}
	})
}

// The sample that the help shows is of the format.
func TestFormatSamples(t *testing.T) {
	eachShape(t, func(t *testing.T, f *Format) {
		w := newWorld(t)
		r := w.run(w.file(".data", []byte(f.Sample))).Files[0]
		if r.Format != f.Name || r.Rejected > 0 || r.Messages.Inserted == 0 {
			t.Errorf("the sample is read as %q: %+v", r.Format, r)
		}
		if len(f.Mapping) == 0 || f.Reference == "" {
			t.Error("it has no mapping or no reference")
		}
	})
}

// recordsOfShape cuts an example file into its records: those of an array, of an
// object around one, or the lines.
func recordsOfShape(t *testing.T, f *Format, data []byte) (records [][]byte) {
	t.Helper()
	var p jsondoc.Parser
	var s jsondoc.Splitter
	for {
		found, start, end := s.Next(data, true)
		if found != jsondoc.Record {
			return records
		}
		v, err := p.Parse(data[start:end])
		if err != nil {
			t.Fatal(err)
		}
		list := f.shape.wrapped(v)
		if !list.Exists() {
			records = append(records, data[start:end])
		}
		for it := list.Iter(); it.Next(); {
			records = append(records, it.Value().Raw())
		}
		data = data[end:]
	}
}

// addAs imports each piece of data by a run of its own, from a file of that name in a folder of its own.
func (w *world) addAs(name string, pieces ...[]byte) *world {
	w.t.Helper()
	for _, p := range pieces {
		w.files++
		dir := filepath.Join(w.dir, fmt.Sprint("folder", w.files))
		path := filepath.Join(dir, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(path, p, 0o600); err != nil {
			w.t.Fatal(err)
		}
		w.run(path)
	}
	return w
}

// Imported twice, one record at a time, and in reverse, an example says the same.
// Formats that have no ids but the order of their records are left out.
func TestFormatExamplesInPieces(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of runs; others run the same goroutines")
	}
	eachShape(t, func(t *testing.T, f *Format) {
		for _, path := range fixtures(t, f.Name) {
			ending := filepath.Ext(path)
			if isBroken(path) || strings.Contains(filepath.Base(path), "ordered") {
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t)
			w.o.Format = f
			name := filepath.Base(path)
			want := w.addAs(name, data).dump()
			sameDump(t, "twice", w.addAs(name, append(bytes.Clone(data), '\n')).dump(), want)
			header, records := []byte(nil), [][]byte(nil)
			if ending == ".csv" {
				rows := recordsOf("csv", data)
				header = []byte(rows.header)
				for _, row := range rows.lines {
					records = append(records, []byte(row))
				}
			} else {
				records = recordsOfShape(t, f, data)
			}
			for _, reversed := range []bool{false, true} {
				w := newWorld(t)
				w.o.Format = f
				if reversed {
					slices.Reverse(records)
					w.addAs(name, slices.Concat(header, bytes.Join(records, []byte("\n")), []byte("\n")))
				} else {
					for _, r := range records {
						w.addAs(name, slices.Concat(header, r))
					}
				}
				sameDump(t, fmt.Sprintf("%s in pieces, reversed %v", path, reversed), w.dump(), want)
			}
		}
	})
}

// fuzzShape reads any bytes as a format with a shape of its own, line by line and
// as a whole, and looks whether they are of it.
func fuzzShape(f *testing.F, name string) {
	format, err := FindFormat(name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(format.Sample))
	for _, path := range fixtures(f, name) {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		for line := range bytes.Lines(b) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newTestDecoder(false)
		d.shape, d.file = format.shape, "file"
		d.decodeJSON(data, 1)
		checkDecoded(t, d)
		for i, line := range bytes.Split(data, []byte("\n")) {
			d.decodeJSON(line, i+1)
		}
		checkDecoded(t, d)
		if v, err := d.json.Parse(data); err == nil {
			format.shape.matches(v)
		}
		if closed := jsondoc.Close(data); closed != nil {
			if v, err := d.json.Parse(closed); err == nil {
				format.shape.matches(v)
			}
		}
	})
}

// All well examples of a format together say the same in either order.
func TestFormatExamplesTogether(t *testing.T) {
	eachShape(t, func(t *testing.T, f *Format) {
		paths := slices.DeleteFunc(fixtures(t, f.Name), isBroken)
		w := newWorld(t)
		w.run(paths...)
		want := w.dump()
		slices.Reverse(paths)
		w = newWorld(t)
		w.run(paths...)
		sameDump(t, "in reverse", w.dump(), want)
	})
}
