package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// anApp is an app in a folder, with its output.
func anApp(dir string) (app *App, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	now, _ := time.Parse(time.RFC3339, documentedNow)
	return &App{In: strings.NewReader(""), Out: out, Err: errs, Now: func() time.Time { return now }, Getenv: func(string) string { return "" }, Dir: dir, TempDir: dir}, out, errs
}

// ran runs a command that must succeed in a folder, and returns what it prints.
func ran(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	app, out, errs := anApp(dir)
	if code := app.Run(context.Background(), args); code != exitDone {
		t.Fatalf("chatcops %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}

// writeHostileTexts writes messages that hold what may go wrong in a text.
func writeHostileTexts(t *testing.T, dir string) (path string) {
	t.Helper()
	var b strings.Builder
	for i, text := range append([]string{"\x00", "\xff\xfe na\xefve", "<&>", strings.Repeat("many words ", 1<<14)}, hostileTexts...) {
		fmt.Fprintf(&b, `{"conversation_id":"h%d","role":"user","content":%s,"timestamp":"2026-10-05T09:00:00.123456+05:30","properties":{"k":%s}}`+"\n", i, quote(text), quote(text))
	}
	path = filepath.Join(dir, "hostile.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every value of Parquet is that of JSON lines, under the same name and in the
// same order, in a type of its own.
func TestParquetIsJSONL(t *testing.T) {
	data, err := filepath.Abs(filepath.Join("..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	app, _, errs := anApp(dir)
	app.Run(context.Background(), []string{"ingest", data, writeHostileTexts(t, dir), "--quiet"}) // some files are broken
	if n := bytes.Count(ran(t, dir, "export", "conversations"), []byte("\n")); n < 200 {
		t.Fatalf("%d conversations were read: %s", n, errs.String())
	}
	for i := range exportKinds {
		kind := &exportKinds[i]
		for _, flags := range [][]string{{"--no-redact"}, {"--quiet"}, {"--no-redact", "--timezone", "Asia/Kathmandu"}} {
			args := append([]string{"export", kind.name, "--format"}, "jsonl")
			lines := ran(t, dir, append(args, flags...)...)
			args[len(args)-1] = "parquet"
			file := ran(t, dir, append(args, flags...)...)
			compareParquet(t, kind, file, lines)
		}
	}
}

// compareParquet compares a file with JSON lines.
func compareParquet(t *testing.T, kind *exportKind, file, lines []byte) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	fields := f.Schema().Fields()
	columns := columnsOf(kind.row)
	if len(fields) != len(columns) {
		t.Fatalf("%s: %d columns, want %d", kind.name, len(fields), len(columns))
	}
	rows := parquetRowsOf(t, f)
	d := json.NewDecoder(bytes.NewReader(lines))
	n := 0
	for ; ; n++ {
		row := reflect.New(reflect.TypeFor[map[string]json.RawMessage]())
		if err := d.Decode(row.Interface()); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		object := row.Elem().Interface().(map[string]json.RawMessage)
		if n >= len(rows) || len(object) != len(columns) {
			t.Fatalf("%s: row %d of %d has %d values in JSON", kind.name, n, len(rows), len(object))
		}
		for i, c := range columns {
			if name := f.Schema().Columns()[i][0]; name != c.Name {
				t.Fatalf("%s: column %d is %s, want %s", kind.name, i, name, c.Name)
			}
			if got := rows[n][i]; !sameAsJSON(fields[i], got, object[c.Name]) {
				t.Fatalf("%s: row %d, %s is %.300s, in JSON %.300s", kind.name, n, c.Name, got, object[c.Name])
			}
		}
	}
	if n != len(rows) || n == 0 {
		t.Fatalf("%s: %d rows, %d in JSON", kind.name, len(rows), n)
	}
}

func parquetRowsOf(t *testing.T, f *parquet.File) (rows []parquet.Row) {
	t.Helper()
	for _, group := range f.RowGroups() {
		r := group.Rows()
		buffer := make([]parquet.Row, 64)
		for {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				rows = append(rows, row.Clone())
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

// sameAsJSON compares a value with what JSON says.
func sameAsJSON(field parquet.Field, v parquet.Value, text json.RawMessage) bool {
	if string(text) == "null" {
		return field.Optional() && v.IsNull()
	}
	var want any
	if json.Unmarshal(text, &want) != nil || v.IsNull() {
		return false
	}
	switch want := want.(type) {
	case bool:
		return v.Kind() == parquet.Boolean && v.Boolean() == want
	case float64:
		return v.Kind() == parquet.Int64 && field.Type().LogicalType().Value.String() == "INT(64,true)" && float64(v.Int64()) == want ||
			v.Kind() == parquet.Double && v.Double() == want && !math.IsNaN(want)
	case string:
		if v.Kind() == parquet.Int64 {
			at, err := time.Parse(time.RFC3339, want)
			return err == nil && field.Type().String() == "TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)" && at.UnixMicro() == v.Int64()
		}
		return field.Type().String() == "STRING" && string(v.ByteArray()) == want
	}
	var object any // as text
	return field.Type().String() == "STRING" && json.Unmarshal(v.ByteArray(), &object) == nil && reflect.DeepEqual(object, want)
}

// The bytes of Parquet are nothing for a terminal.
func TestNoParquetOnTerminal(t *testing.T) {
	data, err := filepath.Abs(filepath.Join("..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, flags := range [][]string{nil, {"-o", "-"}, {"-o", "x.parquet"}} {
		app, out, errs := anApp(dir)
		app.OutTerminal, app.Width = true, 80
		code := app.Run(context.Background(), append([]string{"export", "conversations", data, "--format", "parquet"}, flags...))
		if len(flags) == 2 && flags[1] != "-" {
			if _, err := os.Stat(filepath.Join(dir, "x.parquet")); code != exitDone || err != nil {
				t.Errorf("to a file: %d, %v, %q", code, err, errs.String())
			}
		} else if code != exitUsage || !strings.Contains(errs.String(), "--format parquet is not for a terminal: name a file with --output, or redirect the output") {
			t.Errorf("%q: %d, %q", flags, code, errs.String())
		}
		if out.Len() > 0 {
			t.Errorf("%q: %d bytes on the terminal", flags, out.Len())
		}
	}
}

// An export that is interrupted leaves no half file, and what was there before.
func TestInterruptedParquet(t *testing.T) {
	dir := t.TempDir()
	data, err := filepath.Abs(filepath.Join("..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	ran(t, dir, "ingest", data, "--quiet")
	if err := os.WriteFile(filepath.Join(dir, "old.parquet"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"old.parquet", "new.parquet"} {
		app, _, errs := anApp(dir)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if code := app.Run(ctx, []string{"export", "messages", "--format", "parquet", "-o", name}); code == exitDone {
			t.Errorf("%s: an interrupted export ends well: %s", name, errs.String())
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*parquet*"))
	if err != nil || len(left) != 1 {
		t.Errorf("%q is left, %v", left, err)
	}
	if hidden, _ := filepath.Glob(filepath.Join(dir, ".chatcops-*")); len(hidden) > 0 {
		t.Errorf("%q is left", hidden)
	}
	if old, err := os.ReadFile(filepath.Join(dir, "old.parquet")); string(old) != "old" {
		t.Errorf("what was there is %q, %v", old, err)
	}
}
