package store

import (
	"context"
	"path/filepath"
	"testing"
)

// Only a file that had records, all of them good, is known the next time; of one
// that is read again the rejects are kept once.
func TestImported(t *testing.T) {
	s, err := Create(filepath.Join(t.TempDir(), "test.db"), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	read := func(e Ended) {
		t.Helper()
		w, err := s.NewWriter("1")
		if err != nil {
			t.Fatal(err)
		}
		if err = w.Begin(Import{Path: e.Fingerprint}); err == nil {
			if err = w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {}); err == nil {
				err = w.End(e)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	bad := Ended{Records: 2, Rejected: 1, Rejects: []Reject{{1, "cut off"}}, Complete: true, Fingerprint: "bad"}
	for _, e := range []Ended{bad, bad, {Records: 2, Complete: true, Fingerprint: "good"}, {Complete: true, Fingerprint: "empty"}, {Records: 1}} {
		read(e)
	}
	for _, print := range []string{"bad", "good", "empty", ""} {
		if _, known, err := s.Imported(print); err != nil || known != (print == "good") {
			t.Errorf("%q is known: %v, %v", print, known, err)
		}
	}
	if n, err := s.conn.Int("SELECT count(*) FROM rejects WHERE import = (SELECT max(id) FROM imports WHERE fingerprint = 'bad')"); err != nil || n != 1 {
		t.Errorf("the newest import has %d rejects: %v", n, err)
	}
	if n, err := s.conn.Int("SELECT count(*) FROM rejects"); err != nil || n != 1 {
		t.Errorf("%d rejects, want 1: %v", n, err)
	}
}
