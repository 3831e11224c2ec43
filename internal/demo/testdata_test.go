package demo

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var testdata = os.DirFS("../../testdata")

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(testdata, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSupportMonthIsGenerated(t *testing.T) {
	o := Options{
		Conversations: 120, Seed: 16,
		Start: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}
	want, _ := written(t, "mixed-jsonl", o)
	if !bytes.Equal(read(t, "support.jsonl"), want) {
		t.Error("testdata/support.jsonl is stale: run the command in testdata/README.md")
	}
}

// records counts the records of a well-formed file.
func records(t *testing.T, name string) int {
	t.Helper()
	data := read(t, name)
	switch {
	case strings.HasSuffix(name, ".csv"):
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		if strings.Contains(name, "semicolon") {
			r.Comma = ';'
		}
		rows, err := r.ReadAll()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return len(rows) - 1
	case strings.HasSuffix(name, "-array.json"):
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return len(list)
	case strings.HasSuffix(name, ".json"):
		if !json.Valid(data) {
			t.Errorf("%s is no JSON", name)
		}
		return 1
	}
	n := 0
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); n++ {
		if !json.Valid(s.Bytes()) {
			t.Errorf("%s:%d is no JSON", name, n+1)
		}
	}
	return n
}

// The tables of the README name files with the number of their records, so that
// tests can rely on its numbers.
func TestReadmeCountsTheRecords(t *testing.T) {
	readme := string(read(t, "README.md"))
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\d+) \\|").FindAllStringSubmatch(readme, -1)
	if len(rows) < 14 {
		t.Fatalf("README.md lists %d files", len(rows))
	}
	for _, row := range rows {
		want, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatal(err)
		}
		if got := records(t, row[1]); got != want {
			t.Errorf("%s holds %d records, README.md says %d", row[1], got, want)
		}
	}
}

// The broken files are broken on purpose: an editor that repairs them spoils them.
func TestBrokenFilesStayBroken(t *testing.T) {
	whole := map[string]bool{"broken/header-only.csv": true, "broken/unknown-columns.csv": true, "broken/latin-1.csv": true, "broken/latin-1-header.csv": true}
	names, err := fs.Glob(testdata, "broken/*")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		data := read(t, name)
		if strings.HasSuffix(name, ".csv") {
			_, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if (err == nil) != whole[name] && name != "broken/only-bom.csv" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if bad := badLines(data); bad == 0 && !wholeLines[name] {
			t.Errorf("%s: every line is JSON", name)
		} else if bad > 0 && wholeLines[name] {
			t.Errorf("%s: %d lines are no JSON", name, bad)
		}
	}
}

// wholeLines are the broken files whose lines are JSON: what they say is wrong, or there are none.
var wholeLines = map[string]bool{
	"broken/blank-lines.jsonl": true, "broken/dates.jsonl": true, "broken/empty.jsonl": true,
	"broken/hostile-text.jsonl": true, "broken/wrong-types.jsonl": true,
}

func badLines(data []byte) (bad int) {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && (!json.Valid(line) || !utf8.Valid(line)) {
			bad++
		}
	}
	return bad
}
