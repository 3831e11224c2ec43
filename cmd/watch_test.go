package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// following is a watch that runs beside its test.
type following struct {
	t      *testing.T
	clock  atomic.Int64 // microseconds
	file   string
	out    bytes.Buffer // to be read after it has ended
	server *receiver
	told   []string
	data   []map[string]any
	end    func() int
}

func follow(t *testing.T, terminal bool, text string, args ...string) *following {
	f := &following{t: t, server: newReceiver(t)}
	app := signedApp(t, &f.out)
	f.clock.Store(app.Now().UnixMicro())
	app.Now = func() time.Time { return time.UnixMicro(f.clock.Load()) }
	app.OutTerminal, app.Width, app.Height = terminal, 80, 50
	f.file = filepath.Join(app.Dir, "live.jsonl")
	f.write(text)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- app.Run(ctx, append([]string{"watch", "live.jsonl", "--interval", "100ms", "--notify", f.server.URL}, args...))
	}()
	f.end = func() int { cancel(); return <-done }
	t.Cleanup(cancel)
	return f
}

func (f *following) write(text string) {
	f.t.Helper()
	file, err := os.OpenFile(f.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = file.WriteString(text)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// waits until the receiver has been told so much in all.
func (f *following) waits(want ...string) {
	f.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); len(f.told) < len(want) && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for _, m := range f.server.took() {
			d := m["data"].(map[string]any)
			f.told, f.data = append(f.told, fmt.Sprint(m["type"], " ", or(d["conversation_id"], d["rule"]), " ", or(d["content"], d["outcome"], d["state"]))), append(f.data, d)
		}
	}
	if !slices.Equal(f.told, want) {
		f.t.Fatalf("told %q\nwant %q", f.told, want)
	}
}

func or(values ...any) any {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return ""
}

func said(id, role, content, at string) string {
	return fmt.Sprintf(`{"conversation_id":%q,"role":%q,"content":%q,"timestamp":"2026-11-10T%sZ"}`+"\n", id, role, content, at)
}

func TestWatchTells(t *testing.T) {
	f := follow(t, true, said("old", "user", "Hi", "11:59:00"), "--rule", "conversations > 1", "--rule", "users < 1 over 2027")
	// The first look tells of no conversation and of no rule that is OK.
	want := []string{"alert.changed users < 1 over 2027 NO DATA"}
	f.waits(want...)
	f.write(said("new", "user", "Write to a.b@example.com", "12:00:00"))
	want = append(want, "conversation.started new ", "message.created new Write to [email-1]", "alert.changed conversations > 1 ALERT")
	f.waits(want...)
	half := said("old", "assistant", "Hello, what is it?", "12:00:00")
	f.write(half[:40])
	time.Sleep(150 * time.Millisecond)
	f.write(half[40:])
	want = append(want, "message.created old Hello, what is it?")
	f.waits(want...)
	f.clock.Add((31 * time.Minute).Microseconds())
	want = append(want, "conversation.ended old abandoned", "conversation.ended new abandoned")
	f.waits(want...)
	if code := f.end(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	text := f.out.String()
	if !strings.HasPrefix(text, enterScreen+topLeft) || strings.Count(text, enterScreen) != 1 || strings.Count(text, leaveScreen) != 1 {
		t.Errorf("the terminal is not left as it was: %q", text)
	}
	_, left, _ := strings.Cut(text, leaveScreen)
	if !strings.Contains(left, "live.jsonl · 2026-11-10 12:31:00") || !strings.Contains(left, "ALERT") {
		t.Errorf("the last picture is not left behind: %q", left)
	}
}

func TestWatchOffATerminal(t *testing.T) {
	f := follow(t, false, "", "--format", "jsonl", "--no-redact", "--rule", "users < 1 over 2027")
	want := []string{"alert.changed users < 1 over 2027 NO DATA"}
	f.waits(want...)
	f.write(said("a", "user", "a.b@example.com", "12:00:00"))
	want = append(want, "conversation.started a ", "message.created a a.b@example.com")
	f.waits(want...)
	f.server.mu.Lock()
	f.server.refuses = true
	f.server.mu.Unlock()
	f.write("no record\n" + said("a", "assistant", "Hello", "12:00:00"))
	time.Sleep(500 * time.Millisecond)
	f.server.mu.Lock()
	f.server.refuses = false
	f.server.mu.Unlock()
	f.waits(append(want, "message.created a Hello")...) // in the end
	if code := f.end(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(f.out.String()), "\n") {
		if strings.HasPrefix(line, "{") {
			lines = append(lines, line)
		}
	}
	if len(lines) != 3 || !strings.Contains(lines[2], `"active_conversations":1`) || !strings.Contains(lines[2], `"messages_per_minute":0.4`) || !strings.Contains(lines[2], `"rejected":1`) {
		t.Errorf("%d lines: %s", len(lines), f.out.String())
	}
}
