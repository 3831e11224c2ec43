//go:build unix

package report

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe (or a device such as /dev/stdout) is written, never replaced by a file.
func TestWriteFileToPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // both ends, so that nobody waits
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if err := WriteFile(path, writes("text", nil)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != os.ModeNamedPipe {
		t.Fatalf("the pipe was replaced: %v, %v", info, err)
	}
	got := make([]byte, 4)
	if _, err := pipe.Read(got); err != nil || string(got) != "text" {
		t.Errorf("the pipe holds %q, %v", got, err)
	}
}
