//go:build unix

package cmd

import (
	"bytes"
	"strings"
	"testing"
)

func TestPager(t *testing.T) {
	long := strings.Repeat("line\n", 30)
	for _, c := range []struct {
		name              string
		env               map[string]string
		terminal, off     bool
		text, out, errout string
	}{
		{"long text on a terminal", map[string]string{"PAGER": "head -n 2"}, true, false, long, "line\nline\n", ""},
		{"our own variable wins", map[string]string{"PAGER": "head -n 2", "CHATCOPS_PAGER": "head -n 1"}, true, false, long, "line\n", ""},
		{"switched off", map[string]string{"PAGER": "head -n 2"}, true, true, long, long, ""},
		{"no terminal", map[string]string{"PAGER": "head -n 2"}, false, false, long, long, ""},
		{"fits the screen", map[string]string{"PAGER": "head -n 1"}, true, false, "a\nb\n", "a\nb\n", ""},
		{"cat", map[string]string{"CHATCOPS_PAGER": "cat", "PAGER": "head -n 1"}, true, false, long, long, ""},
		{"a pager that there is not", map[string]string{"PAGER": "/no/such/pager"}, true, false, long, long, ""},
		{"a pager that fails", map[string]string{"PAGER": "false"}, true, false, strings.Repeat(long, 10000), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errout bytes.Buffer
			app := &App{Out: &out, Err: &errout, OutTerminal: c.terminal, Height: 10, Getenv: func(name string) string { return c.env[name] }}
			if err := app.page(c.text, c.off); err != nil || out.String() != c.out || errout.String() != c.errout {
				t.Errorf("%v, %d bytes of stdout beginning %.20q, stderr %q", err, out.Len(), out.String(), errout.String())
			}
		})
	}
}
