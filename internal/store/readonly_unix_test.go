//go:build unix

package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"chatcops/internal/chat"
)

// readOnlyDatabase is set in the process that TestReadOnlyFolder starts.
const readOnlyDatabase = "CHATCOPS_TEST_READ_ONLY"

// A database in a folder that cannot be written is readable. Root may write
// everywhere, so the test reads as somebody else.
func TestReadOnlyFolder(t *testing.T) {
	if path := os.Getenv(readOnlyDatabase); path != "" {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if n, err := s.conn.Int("SELECT count(*) FROM conversations"); err != nil || n != 0 {
			t.Fatalf("%d conversations: %v", n, err)
		}
		return
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "a.db")
	s, err := Create(path, chat.Time(0))
	if err == nil {
		err = s.conn.Exec("PRAGMA journal_mode = WAL; INSERT INTO meta VALUES ('newest', 1)")
	}
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	self := filepath.Join(folder, "self")
	if err := os.WriteFile(self, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{path: 0o444, filepath.Dir(folder): 0o755, folder: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	c := exec.Command(self, "-test.run=^TestReadOnlyFolder$", "-test.v")
	c.Dir = "/"
	c.Env = append(os.Environ(), readOnlyDatabase+"="+path)
	if os.Geteuid() == 0 {
		const nobody = 65534
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
