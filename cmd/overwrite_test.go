package cmd

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOverwrites(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"in", "other"} {
		if err := os.WriteFile(at(name), []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	links := os.Symlink("in", at("link")) == nil && os.Symlink("new", at("dangling")) == nil && os.Symlink(".", at("folder")) == nil && os.Link(at("in"), at("hard")) == nil
	for _, c := range []struct {
		output, other string
		refused, link bool
	}{
		{"in", "in", true, false},
		{"in", "other", false, false},
		{"in", "new", false, false},
		{"new", "in", false, false},
		{"new", "new", true, false},
		{"new", "x/../new", true, false},
		{"link", "in", true, true},
		{"in", "link", true, true},
		{"hard", "in", true, true},
		{"dangling", "new", true, true},
		{"folder/new", "new", true, true},
		{"folder/other", "in", false, true},
	} {
		if c.link && !links {
			continue
		}
		output, other := at(c.output), dir+string(filepath.Separator)+c.other
		err := overwrites(output, "--output", "", "-", at("elsewhere"), other)
		if (err != nil) != c.refused {
			t.Errorf("%s over %s: %v, want refused %v", c.output, c.other, err, c.refused)
		}
		if err != nil && !strings.Contains(err.Error(), "--output "+output+" would overwrite") {
			t.Errorf("%s over %s: %v", c.output, c.other, err)
		}
	}
	if err := overwrites("", "--output", ""); err != nil {
		t.Error(err)
	}
}

// Standard input may be the file that --output names.
func TestOutputOverStandardInput(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "in.jsonl")
	if err := os.WriteFile(path, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out, errs bytes.Buffer
	app := &App{In: in, Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Now: time.Now, Dir: dir, TempDir: dir}
	code := app.Run(context.Background(), []string{"stats", "-", "-o", "in.jsonl"})
	if code != exitUsage || !strings.Contains(errs.String(), "would overwrite standard input: name another file") {
		t.Errorf("%d %q", code, errs.String())
	}
}

// The bytes of a PDF are nothing for a terminal.
func TestNoPDFOnTerminal(t *testing.T) {
	dir := t.TempDir()
	data, err := filepath.Abs(filepath.Join("..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, terminal := range []bool{true, false} {
		var out, errs bytes.Buffer
		app := &App{Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Now: time.Now, Dir: dir, TempDir: dir, OutTerminal: terminal, Width: 80}
		code := app.Run(context.Background(), []string{"report", data, "-o", "-"})
		if terminal && (code != exitUsage || out.Len() > 0 || !strings.Contains(errs.String(), "a PDF is not for a terminal")) {
			t.Errorf("on a terminal: %d, %d bytes, %q", code, out.Len(), errs.String())
		}
		if !terminal && (code != exitDone || !bytes.HasPrefix(out.Bytes(), []byte("%PDF-"))) {
			t.Errorf("off a terminal: %d, %d bytes, %q", code, out.Len(), errs.String())
		}
	}
}
