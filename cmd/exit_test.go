package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What errors quote from the command line never reaches a terminal raw.
func TestErrorsAreCleaned(t *testing.T) {
	const hostile = "no\x1b[31mfile\u202e"
	for _, args := range [][]string{
		{"stats", hostile}, {"stats", "--format", hostile}, {"stats", "--" + hostile}, {hostile}, {"help", hostile},
		{"metrics", "-o", hostile + "/x/y"}, {"stats", "--db", hostile}, {"stats", "--period", hostile}, {"config", "init", hostile},
	} {
		var out, errs bytes.Buffer
		dir := t.TempDir()
		app := &App{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Now: time.Now, Dir: dir, TempDir: dir}
		app.Run(context.Background(), args)
		if text := errs.String(); text == "" || strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%q: stderr is %q", args, text)
		}
	}
}

func TestReport(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
		says string
	}{
		{nil, exitDone, ""},
		{errSilent, exitFailed, ""},
		{errors.New("chatcops: two\nlines"), exitFailed, "chatcops: two\nlines\n"},
		{usagef("no"), exitUsage, "chatcops: no\n"},
		{withHint(errors.New("no"), "do"), exitFailed, "chatcops: no\nhint: do\n"},
		{fmt.Errorf("x: %w", context.Canceled), exitFailed, "chatcops: interrupted\n"},
		{keptError{context.Canceled}, exitFailed, "chatcops: interrupted: what was read is kept; run the same command again to go on\n"},
		{fmt.Errorf("write: %w", syscall.EPIPE), exitReaderGone, ""},
	} {
		var errs bytes.Buffer
		app := &App{Err: &errs}
		if code := app.report(c.err); code != c.code || errs.String() != c.says {
			t.Errorf("%v: %d %q, want %d %q", c.err, code, errs.String(), c.code, c.says)
		}
	}
}
