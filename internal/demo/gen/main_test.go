package main

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func parse(t *testing.T, args ...string) *options {
	t.Helper()
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	o := register(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "chats.jsonl")
	for range 2 { // the second run replaces the file
		totals, err := run(parse(t, "-n", "7", "-format", "openai", "-seed", "3", "-message-ids", "-o", file))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(data), "\n"); lines != 7 || totals.Conversations != 7 || totals.Bytes != int64(len(data)) {
			t.Errorf("%d lines, %d bytes, totals %+v", lines, len(data), totals)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestRunErrors(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "no output file: name one with -o FILE"},
		{[]string{"-o", "FILE", "-start", "yesterday"}, `-start: "yesterday" is not a day`},
		{[]string{"-o", "FILE", "-end", "2026-13-01"}, `-end: "2026-13-01" is not a day`},
		{[]string{"-o", "FILE", "-end", "2020-01-01"}, "is empty: choose an end after the start"},
		{[]string{"-o", "FILE", "-format", "xml"}, `unknown format "xml"`},
		{[]string{"-o", "FILE", "-n", "-3"}, "conversations: -3 is not between"},
		{[]string{"-o", filepath.Join("FILE", "no", "such", "folder")}, filepath.Join("no", "such")},
	} {
		dir := t.TempDir()
		for i := range c.args {
			c.args[i] = strings.Replace(c.args[i], "FILE", filepath.Join(dir, "out"), 1)
		}
		if _, err := run(parse(t, c.args...)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("gen %q: %v, want %q", c.args, err, c.want)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
			t.Errorf("gen %q left behind %v, %v", c.args, entries, err)
		}
	}
}
