//go:build unix

package cmd

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chatcops/internal/store"
)

// running is a process of chatcops with pipes to and from it.
type running struct {
	*os.Process
	in, out *os.File // this side
	errs    string   // file that holds stderr
	temp    string   // its TMPDIR
	dir     string
}

// start runs this test binary as the command chatcops, as TestMain lets it.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	self, err := os.Executable()
	check(t, err)
	r := &running{dir: t.TempDir(), temp: t.TempDir()}
	r.errs = filepath.Join(t.TempDir(), "stderr")
	stderr, err := os.Create(r.errs)
	check(t, err)
	in, toIn, err := os.Pipe()
	check(t, err)
	fromOut, out, err := os.Pipe()
	check(t, err)
	r.in, r.out = toIn, fromOut
	r.Process, err = os.StartProcess(self, append([]string{"chatcops"}, args...), &os.ProcAttr{Dir: r.dir, Files: []*os.File{in, out, stderr},
		Env: []string{"TMPDIR=" + r.temp, "HOME=" + r.dir, "CHATCOPS_TIMEZONE=UTC"}})
	check(t, err)
	for _, f := range []*os.File{in, out, stderr} {
		f.Close()
	}
	t.Cleanup(func() { r.Kill(); toIn.Close(); fromOut.Close() })
	return r
}

// ends waits for the exit code and fails if anything temporary is left.
func (r *running) ends(t *testing.T, code int) (stderr string) {
	t.Helper()
	timer := time.AfterFunc(time.Minute, func() { r.Kill() })
	defer timer.Stop()
	state, err := r.Wait()
	check(t, err)
	text, err := os.ReadFile(r.errs)
	check(t, err)
	if state.ExitCode() != code {
		t.Errorf("%v, want exit code %d; stderr: %s", state, code, text)
	}
	if left := r.left(t); len(left) > 0 {
		t.Errorf("is left: %v", left)
	}
	return string(text)
}

// left are the temporary files and folders that there are.
func (r *running) left(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(r.temp, "*"))
	check(t, err)
	files, err := filepath.Glob(filepath.Join(r.dir, ".chatcops-*"))
	check(t, err)
	return append(folders, files...)
}

// until waits for a state of a process.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain until", what)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// messages writes n messages of as many conversations.
func messages(t *testing.T, w io.Writer, n int) {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"conversation_id":"c%d","role":"user","content":"Where is my order, please?","timestamp":"2026-10-01T10:00:00Z"}`+"\n", i)
	}
	_, err := io.WriteString(w, b.String())
	check(t, err)
}

// Whatever ends an analysis of a stream that goes on, no transcript stays behind.
func TestSignalsLeaveNothing(t *testing.T) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP) // else tests run by nohup would start programs that ignore it
	defer signal.Stop(heard)
	for _, args := range [][]string{{"stats", "-"}, {"ingest", "-", "--dry-run"}, {"export", "messages", "-", "-o", "out.jsonl"}} {
		for _, sig := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
			t.Run(args[0]+" "+sig.String(), func(t *testing.T) {
				r := start(t, args...)
				messages(t, r.in, 100)
				until(t, "there is a temporary folder", func() bool { return len(r.left(t)) > 0 })
				check(t, r.Signal(sig))
				if text := r.ends(t, exitFailed); text != "chatcops: interrupted\n" {
					t.Errorf("stderr is %q", text)
				}
			})
		}
	}
}

// An import into a database keeps what was read, and says so.
func TestInterruptedImportIsKept(t *testing.T) {
	r := start(t, "ingest", "-", "--db", "kept.db")
	messages(t, r.in, 100)
	until(t, "there is a database", func() bool { _, err := os.Stat(filepath.Join(r.dir, "kept.db")); return err == nil })
	check(t, r.Signal(syscall.SIGTERM))
	if text := r.ends(t, exitFailed); !strings.HasSuffix(text, "interrupted: what was read is kept; run the same command again to go on\n") {
		t.Errorf("stderr is %q", text)
	}
}

// What is added to a followed file is seen by others soon; the interruption ends
// the following with the summary, and a restart brings nothing twice.
func TestFollowUntilInterrupted(t *testing.T) {
	log, rejects := filepath.Join(t.TempDir(), "live.jsonl"), filepath.Join(t.TempDir(), "rejects")
	add := func(text string) {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		check(t, err)
		_, err = f.WriteString(text)
		check(t, err)
		check(t, f.Close())
	}
	add(said("a", "user", "Hello", "12:00:00"))
	r := start(t, "ingest", "--follow", log, "--db", "live.db", "--interval", "100ms", "--rejects", rejects, "--format", "json")
	db := filepath.Join(r.dir, "live.db")
	holds := func(n int64) func() bool {
		return func() bool {
			s, err := store.Open(db)
			if err != nil {
				return false
			}
			defer s.Close()
			info, err := s.Info()
			return err == nil && info.Messages == n
		}
	}
	until(t, "the message is there", holds(1))
	add(said("a", "user", "Are you there?", "12:00:01") + "no record\n" + said("b", "user", "Hi", "12:00:02") + `{"conversation_id":"b","role":"assis`)
	until(t, "the next ones are there", holds(3))
	check(t, r.Signal(os.Interrupt))
	_ = r.Signal(os.Interrupt) // as timeout(1) does, which is no second one
	if text := r.ends(t, exitDone); text != "chatcops: following "+log+"; Ctrl-C ends it\n"+log+`:3: "no" is no value in JSON (at byte 1)`+"\nchatcops: records that could not be read and were left out: 1\n" {
		t.Errorf("stderr is %q", text)
	}
	out := make([]byte, 4096)
	n, err := r.out.Read(out)
	check(t, err)
	if text := string(out[:n]); !strings.Contains(text, `"inserted": 3`) || !strings.Contains(text, `"line": 3`) || !strings.Contains(text, `"conversations": 2,`) {
		t.Errorf("stdout is %s", text)
	}
	if kept, err := os.ReadFile(rejects); err != nil || string(kept) != "no record\n" {
		t.Errorf("kept is %q, %v", kept, err)
	}

	add(`tant","content":"Hello"}` + "\n")
	again := start(t, "ingest", "--follow", log, "--db", db, "--strict")
	until(t, "the half line is whole", holds(4))
	check(t, again.Signal(syscall.SIGTERM))
	again.ends(t, exitFailed) // by --strict
}

// A second signal ends a command that cannot heed the first, here because a pipe
// has no reader, and leaves nothing behind either.
func TestSecondSignal(t *testing.T) {
	r := start(t, "export", "messages", "-", "-o", "pipe")
	check(t, syscall.Mkfifo(filepath.Join(r.dir, "pipe"), 0o600))
	messages(t, r.in, 10)
	r.in.Close()
	until(t, "there is a temporary folder", func() bool { return len(r.left(t)) > 0 })
	time.Sleep(300 * time.Millisecond) // the import ends and the pipe is waited for
	check(t, r.Signal(syscall.SIGTERM))
	time.Sleep(oneSignal + 50*time.Millisecond)
	_ = r.Signal(syscall.SIGTERM) // on a slow machine it may have ended by the first
	r.ends(t, exitFailed)
}

// A reader that has read enough ends a command silently, with what a shell
// reports of any other command.
func TestReaderGone(t *testing.T) {
	for _, args := range [][]string{{"export", "messages", "-", "--quiet"}, {"stats", "-", "--by", "day", "--format", "json", "--quiet"}} {
		t.Run(args[0], func(t *testing.T) {
			r := start(t, args...)
			r.out.Close()
			messages(t, r.in, 2000)
			r.in.Close()
			if text := r.ends(t, exitReaderGone); text != "" {
				t.Errorf("stderr is %q", text)
			}
		})
	}
}
