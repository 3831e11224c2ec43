//go:build unix

package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// On a database that cannot be written, in a folder that cannot be either, what
// reads works, and what is there only to write fails and says why.
func TestReadOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("many processes")
	}
	folder := t.TempDir()
	data, err := filepath.Abs(filepath.Join("..", "testdata", "support.jsonl"))
	check(t, err)
	binary, err := os.ReadFile(os.Args[0])
	check(t, err)
	self := filepath.Join(folder, "self")
	check(t, os.WriteFile(self, binary, 0o755))
	run := func(args ...string) (code int, stdout, stderr string) {
		c := exec.Command(self, args...)
		c.Args[0] = "chatcops"
		c.Dir = folder
		c.Env = []string{"HOME=/nonexistent", "CHATCOPS_TIMEZONE=UTC", "CHATCOPS_NOW=" + documentedNow, "TMPDIR=" + os.TempDir()}
		if info, err := os.Stat(folder); err == nil && info.Mode().Perm() == 0o555 && os.Geteuid() == 0 {
			const nobody = 65534 // root may write everywhere
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		var out, errs strings.Builder
		c.Stdout, c.Stderr = &out, &errs
		return exitCode(c.Run()), out.String(), errs.String()
	}
	if code, _, errs := run("ingest", data, "--quiet"); code != 0 {
		t.Fatal(errs)
	}
	locked := filepath.Join(folder, "locked.jsonl")
	check(t, os.WriteFile(locked, []byte(said("a", "user", "Hi", "12:00:00")), 0o600))
	for name, mode := range map[string]os.FileMode{locked: 0, filepath.Join(folder, "chatcops.db"): 0o444, filepath.Dir(folder): 0o755, folder: 0o555} {
		check(t, os.Chmod(name, mode))
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	const unwritable = "cannot be written: the file or its folder is read-only"
	const unreadable = "locked.jsonl: permission denied; change its rights, or run chatcops as a user who may read it\nchatcops: no record could be read\n"
	for _, c := range []struct {
		command string
		code    int
		stderr  string // a part of it
	}{
		{"stats", 0, ""},
		{"stats --by topic", 0, "the topics are not kept, so the next call finds them again: chatcops.db: " + unwritable},
		{"conversations search refund", 0, ""},
		{"topics", 0, "the topics are not kept"},
		{"alerts --rule escalation_rate>90%", 0, "the next check tells them again: chatcops.db: " + unwritable},
		{"db info", 0, ""},
		{"db check", 0, ""},
		{"report --format markdown --output -", 0, ""},
		{"topics rebuild", 1, "chatcops: the topics were found but not kept: chatcops.db: " + unwritable + "\nhint: make the file and its folder writable"},
		{"db rescore", 1, unwritable},
		{"db vacuum", 1, unwritable},
		{"db forget --user u000038", 1, unwritable},
		{"db backup copy.db", 1, "permission denied"},
		{"ingest " + data, 1, unwritable},
		{"config init", 1, "permission denied"},
		{"stats locked.jsonl", 1, unreadable},
		{"watch locked.jsonl", 1, unreadable},
	} {
		code, stdout, stderr := run(strings.Fields(c.command)...)
		if code != c.code || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: exit code %d, want %d\n%s", c.command, code, c.code, stderr)
		}
		if c.stderr == unreadable && stderr != unreadable {
			t.Errorf("%s: more is said: %s", c.command, stderr)
		}
		if code != 0 && stdout != "" {
			t.Errorf("%s failed but printed\n%s", c.command, stdout)
		}
	}
}
