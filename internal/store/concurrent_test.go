package store

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Two imports at once into one file, which is new or not, leave what one after
// the other would.
func TestTwoWritersAtOnce(t *testing.T) {
	batches := load(60)
	even, odd := batches[:4], batches[2:] // they overlap
	want := undisturbed(t, batches)
	for _, existing := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "a.db")
		if existing {
			s := create(t, path)
			if err := importAll(s, "first", batches[:1]); err != nil {
				t.Fatal(err)
			}
			s.Close()
		}
		create(t, path).Close()
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, b := range [][][]Item{even, odd} {
			wg.Go(func() {
				s, err := Create(path, 1)
				if err != nil {
					errs[i] = err
					return
				}
				defer s.Close()
				errs[i] = importAll(s, fmt.Sprint(i), b)
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				t.Fatalf("existing %v: %v", existing, err)
			}
		}
		if got := dump(t, path); got != want {
			t.Fatalf("existing %v: got\n%.3000s\nwant\n%.3000s", existing, got, want)
		}
	}
}

// A reader beside an import sees a consistent state and never waits for its end.
func TestReaderDuringImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	if err := importAll(s, "a", load(20)); err != nil {
		t.Fatal(err)
	}
	before := dump(t, path)
	w, err := s.NewWriter("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(Import{Path: "b", Source: "default"}); err != nil {
		t.Fatal(err)
	}
	for _, b := range load(60) {
		if err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if got := dump(t, path); got != before {
			t.Fatal("a reader sees what was not committed")
		}
	}
	if err := w.Settle(context.Background(), func() Score { return score }, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	if err := w.End(Ended{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if dump(t, path) != undisturbed(t, load(60)) {
		t.Error("the import left something else")
	}
}

// copyFiles copies a database with the files beside it, as a kill leaves them.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	files, err := filepath.Glob(from + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		in, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(f) == ".db-shm" {
			continue // shared memory is made anew
		}
		if err := os.WriteFile(to+f[len(from):], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// After a kill at any batch the same command brings the same facts.
func TestKilled(t *testing.T) {
	batches := load(40)
	want := undisturbed(t, batches)
	for _, existing := range []bool{false, true} {
		for kill := range len(batches) + 1 {
			for _, committed := range []bool{false, true} {
				if testing.Short() && kill%3 != 0 {
					continue
				}
				path := filepath.Join(t.TempDir(), "a.db")
				s := create(t, path)
				if existing {
					if err := importAll(s, "first", batches[:1]); err != nil {
						t.Fatal(err)
					}
				}
				w, err := s.NewWriter("test")
				if err != nil {
					t.Fatal(err)
				}
				if err := w.Begin(Import{Path: "a", Source: "default"}); err != nil {
					t.Fatal(err)
				}
				for _, b := range batches[:kill] {
					if err := w.Write(b); err != nil {
						t.Fatal(err)
					}
					if committed {
						if err := w.commit(); err != nil {
							t.Fatal(err)
						}
					}
				}
				left := filepath.Join(t.TempDir(), "left.db")
				copyFiles(t, path, left)
				w.Abort()
				s.Close()
				again := create(t, left)
				if err := importAll(again, "a", batches); err != nil {
					t.Fatal(err)
				}
				again.Close()
				if got := dump(t, left); got != want {
					t.Fatalf("existing %v, killed at batch %d, committed %v: got\n%.2000s\nwant\n%.2000s", existing, kill, committed, got, want)
				}
			}
		}
	}
}

// After an error the same store can import again.
func TestAborted(t *testing.T) {
	batches := load(40)
	path := filepath.Join(t.TempDir(), "a.db")
	s := create(t, path)
	w, err := s.NewWriter("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Begin(Import{Path: "a", Source: "default"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(batches[0]); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if err := importAll(s, "a", batches); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if dump(t, path) != undisturbed(t, batches) {
		t.Error("an aborted import leaves its traces")
	}
}
