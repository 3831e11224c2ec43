package store

import (
	"path/filepath"
	"testing"
)

func TestSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(30)); err != nil {
		t.Fatal(err)
	}
	for kind := range seen {
		if _, err := s.Seen(kind, "x'%", 10); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if names, err := s.Seen("conversation", "c001", 3); err != nil || len(names) != 3 || names[0] != "c0010" {
		t.Errorf("%q, %v", names, err)
	}
	if _, err := s.Seen("colour", "", 1); err == nil {
		t.Error("there is no such kind")
	}
}
