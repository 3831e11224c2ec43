package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"tree/a.jsonl", "tree/deep/b.csv", "tree/.hidden/c.jsonl", "tree/.d.jsonl", "tree/notes.txt", "aside/e.jsonl", "[odd].csv"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"tree/link.jsonl": "../aside/e.jsonl", "tree/folder.jsonl": "../aside", "way": "tree", "tree/lost.csv": "nothing"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"tree":            "tree/a.jsonl tree/deep/b.csv tree/link.jsonl tree/lost.csv",
		"way":             "way/a.jsonl way/deep/b.csv way/link.jsonl way/lost.csv",
		"tree/*.jsonl":    "tree/a.jsonl tree/folder.jsonl/e.jsonl tree/link.jsonl", // a link to a folder that is named is followed
		"tree/.*/*.jsonl": "tree/.hidden/c.jsonl",
		"*/*/*.jsonl":     "tree/folder.jsonl/e.jsonl way/folder.jsonl/e.jsonl",
		"tree/.[d]*":      "tree/.d.jsonl",
		"tree/.hidden":    "tree/.hidden/c.jsonl",
		"[odd].csv":       "[odd].csv",
	} {
		var got []string
		files, err := Expand(dir, []string{path})
		for _, f := range files {
			short, _ := filepath.Rel(dir, f)
			got = append(got, short)
		}
		if err != nil || !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %q, want %s: %v", path, got, want, err)
		}
	}
	for path, want := range map[string]string{"x[y": "no such file", "z*": "no file matches", "none": "no such file"} {
		if _, err := Expand(dir, []string{path}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}
