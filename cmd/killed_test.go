package cmd

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// An import that is killed at any moment, again and again, leaves a file from
// which the next run of the same command makes what an undisturbed one makes.
// CHATCOPS_KILLS says how often to kill.
func TestKilledImport(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of processes, which say nothing once they are killed")
	}
	kills := 200
	if s := os.Getenv("CHATCOPS_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		kills = n
	}
	k := newKiller(t)
	start := time.Now()
	k.run("undisturbed.db")
	whole := time.Since(start)
	want := k.facts("undisturbed.db")
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	done := 0
	for round := 0; done < kills; round++ {
		db := fmt.Sprintf("round%d.db", round)
		for range 10 {
			if k.kill(db, time.Duration(random.Int64N(int64(whole)))) {
				done++
			}
		}
		k.run(db)
		if got := k.facts(db); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: after %d kills the import differs from an undisturbed one; see %s", seed, done, k.keep(db))
		}
		for _, f := range []string{db, db + "-wal", db + "-shm"} {
			os.Remove(filepath.Join(k.dir, f))
		}
	}
	t.Logf("killed %d imports of %v each, seed %d", done, whole.Round(time.Millisecond), seed)
}

// killer imports files in processes of their own.
type killer struct {
	*testing.T
	dir   string
	files []string
}

// newKiller spreads the month of testdata over files so that each conversation
// lies in several.
func newKiller(t *testing.T) *killer {
	t.Helper()
	k := &killer{T: t, dir: t.TempDir()}
	month, err := os.ReadFile(filepath.Join("..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	files := make([]bytes.Buffer, 6)
	n := 0
	for line := range bytes.Lines(month) {
		files[n%len(files)].Write(line)
		n++
	}
	for i := range files {
		name := fmt.Sprintf("part%02d.jsonl", i)
		if err := os.WriteFile(filepath.Join(k.dir, name), files[i].Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		k.files = append(k.files, name)
	}
	return k
}

// command is chatcops, which this test binary is under that name.
func (k *killer) command(args ...string) *exec.Cmd {
	binary, err := os.Executable()
	if err != nil {
		k.Fatal(err)
	}
	return &exec.Cmd{Path: binary, Args: append([]string{"chatcops"}, args...), Dir: k.dir, Env: append(os.Environ(), "CHATCOPS_NOW="+documentedNow, "HOME="+k.dir)}
}

func (k *killer) ingest(db string) *exec.Cmd {
	return k.command(append([]string{"ingest", "--quiet", "--db", db}, k.files...)...)
}

// run imports all files undisturbed.
func (k *killer) run(db string) {
	k.Helper()
	if out, err := k.ingest(db).CombinedOutput(); err != nil {
		k.Fatalf("%v\n%s", err, out)
	}
}

// kill imports all files and kills the process after a while. It reports whether
// that came before the end.
func (k *killer) kill(db string, after time.Duration) bool {
	k.Helper()
	c := k.ingest(db)
	if err := c.Start(); err != nil {
		k.Fatal(err)
	}
	time.Sleep(after)
	_ = c.Process.Kill() // fails if it has ended
	return c.Wait() != nil
}

// facts is all that a database says of its conversations; it must be sound.
func (k *killer) facts(db string) []byte {
	k.Helper()
	var all []byte
	for _, args := range [][]string{{"db", "check"}, {"export", "conversations"}, {"export", "messages"}, {"export", "events"}} {
		c := k.command(append(args, "--quiet", "--db", db)...)
		out, err := c.Output()
		if err != nil {
			k.Fatalf("%v: %v\n%s", args, err, out)
		}
		if args[0] == "export" {
			all = append(all, out...)
		}
	}
	return all
}

// keep moves a database to where it outlives the test.
func (k *killer) keep(db string) string {
	dir, err := os.MkdirTemp("", "killed-")
	if err == nil {
		err = os.CopyFS(dir, os.DirFS(k.dir))
	}
	if err != nil {
		k.Log(err)
	}
	return filepath.Join(dir, db)
}
