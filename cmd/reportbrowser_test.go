package cmd

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestReportInBrowser opens a report of hostile conversations in headless
// Chromium: nothing of it runs, and all of it is shown as text.
func TestReportInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	dir := t.TempDir()
	evil := `<script>document.title='ran'</script><img src=x onerror="document.title='ran'"></style></svg>`
	talk := strings.NewReplacer("EVIL", strings.ReplaceAll(evil, `"`, `\"`)).Replace(
		`{"conversation_id":"EVIL","bot":"EVIL","channel":"EVIL","user_id":"EVIL","messages":[{"role":"user","content":"EVIL","timestamp":"2026-10-01T10:00:00Z"},{"role":"assistant","content":"EVIL","timestamp":"2026-10-01T10:00:05Z"},{"role":"user","content":"great, thanks EVIL","timestamp":"2026-10-01T10:01:00Z"},{"role":"assistant","content":"EVIL","timestamp":"2026-10-01T10:01:05Z"}]}` + "\n" +
			`{"conversation_id":"b","bot":"b","channel":"c","messages":[{"role":"user","content":"hi","timestamp":"2026-10-02T10:00:00Z"}]}` + "\n")
	if err := os.WriteFile(filepath.Join(dir, "talk.jsonl"), []byte(talk), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	app := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }, Dir: dir, TempDir: dir,
		Getenv: func(name string) string { return map[string]string{"CHATCOPS_TIMEZONE": "UTC"}[name] }}
	if code := app.Run(context.Background(), []string{"report", "talk.jsonl", "--period", "all", "--format", "html", "--output", "report.html", "--title", evil, "--bot", "b", "--bot", evil}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	dom, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=2000", "--dump-dom",
		"file://"+filepath.Join(dir, "report.html")).Output()
	if err != nil || len(dom) == 0 {
		t.Skipf("chromium does not run here: %v", err)
	}
	page := string(dom)
	if strings.Contains(page, "<title>ran</title>") {
		t.Error("a script of a transcript ran")
	}
	if m := regexp.MustCompile(`<(script|img|iframe|object|embed|link|a|form)\b`).FindString(page); m != "" {
		t.Errorf("the page has an element %s", m)
	}
	if !strings.Contains(page, "&lt;script&gt;document.title") {
		t.Error("the transcript is not shown")
	}
}
