//go:build unix

package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The first signal ends a command that waits for the writer of a pipe, and one
// that waits for what the writer has to say.
func TestSignalEndsWaitForPipe(t *testing.T) {
	for _, args := range [][]string{{"ingest"}, {"stats"}, {"watch", "--once"}} {
		for _, written := range []bool{false, true} {
			pipe := filepath.Join(t.TempDir(), "pipe")
			check(t, syscall.Mkfifo(pipe, 0o600))
			if written {
				w, err := os.OpenFile(pipe, os.O_RDWR, 0)
				check(t, err)
				defer w.Close()
				messages(t, w, 10)
			}
			r := start(t, append(args, pipe)...)
			time.Sleep(200 * time.Millisecond) // the pipe is waited for
			check(t, r.Signal(syscall.SIGTERM))
			if text := r.ends(t, exitFailed); !strings.HasPrefix(text, "chatcops: interrupted") {
				t.Errorf("%v, written %v: stderr is %q", args, written, text)
			}
		}
	}
}

// A pipe is read once and whole, also where it must not be looked at before.
func TestPipeIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	pipe, db := filepath.Join(dir, "pipe"), filepath.Join(dir, "pipe.db")
	check(t, syscall.Mkfifo(pipe, 0o600))
	for _, want := range []string{`"inserted": 10,`, `"duplicate": 10`} { // the second time the database is no new one
		r := start(t, "ingest", pipe, "--db", db, "--format", "json")
		w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
		check(t, err)
		messages(t, w, 10)
		check(t, w.Close())
		out := make([]byte, 4096)
		n, err := r.out.Read(out)
		check(t, err)
		if r.ends(t, exitDone); !strings.Contains(string(out[:n]), want) {
			t.Errorf("stdout is %s, want %s", out[:n], want)
		}
	}
}
