package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writes(text string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, failed := io.WriteString(w, text); failed != nil {
			return failed
		}
		return err
	}
}

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "out.csv")
	if err := WriteFile(path, writes("first", nil)); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "first")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode().Perm())
	}

	failure := errors.New("query failed")
	if err := WriteFile(path, writes("half of the second", failure)); !errors.Is(err, failure) {
		t.Errorf("error %v, want %v", err, failure)
	}
	holds(t, path, "first")

	link := filepath.Join(folder, "link.csv")
	if err := os.Symlink("out.csv", link); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, writes("third", nil)); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "third")
	if target, err := os.Readlink(link); err != nil || target != "out.csv" {
		t.Errorf("the link was replaced: %q, %v", target, err)
	}

	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Errorf("temporary files are left: %v", entries)
	}
}

func TestWriteFileRefusals(t *testing.T) {
	folder := t.TempDir()
	tests := []struct{ path, want string }{
		{folder, "it is a folder"},
		{filepath.Join(folder, "missing", "out.csv"), "create it first"},
	}
	for _, test := range tests {
		err := WriteFile(test.path, writes("x", nil))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.path) {
			t.Errorf("%s: %v, want %q", test.path, err, test.want)
		}
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %q, want %q", path, got, want)
	}
}
