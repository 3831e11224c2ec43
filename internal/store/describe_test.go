package store

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"chatcops/internal/sqlite"
)

// What the operating system says decides where SQLite only speaks of the disk.
func TestDescribeSystemErrors(t *testing.T) {
	for system, want := range map[syscall.Errno]string{
		syscall.ENOSPC: "the disk is full",
		syscall.EFBIG:  "a limit of the process (ulimit -f)",
		syscall.EIO:    "the disk failed: disk I/O error: ",
	} {
		cause := &sqlite.Error{Code: sqlite.IOErr, Text: "disk I/O error", System: system}
		var told *Error
		if err := describe("a.db", cause); !errors.As(err, &told) || !strings.Contains(err.Error(), want) || told.Hint() == "" || !errors.Is(err, cause) {
			t.Errorf("%v: %v", system, err)
		}
	}
}
