package cmd

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestReportInBrowser opens a report of hostile conversations in headless
// Chromium: nothing of it runs, all of it is shown as text, and no request is made.
func TestReportInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	dir := t.TempDir()
	address := server.URL
	evil := `<script>document.title='ran'</script><img src=` + address + `/a onerror="document.title='ran'"></style><style>@import '` + address + `/b';body{background:url(` + address +
		`/c)}</style></svg><link rel=stylesheet href=` + address + `/d><iframe src=` + address + `></iframe><svg onload="document.title='ran'"><image href="` + address + `/e"/></svg>`
	writeHostile(t, dir, evil, 4)
	path := filepath.Join(dir, "report.html")
	for _, kind := range []string{"overview", "engagement"} {
		hostileReport(t, dir, evil, kind, "html", "report.html")
		ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
		defer cancel()
		dom, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=2000", "--dump-dom", "file://"+path).Output()
		if err != nil || len(dom) == 0 {
			t.Skipf("chromium does not run here: %v", err)
		}
		page := string(dom)
		if strings.Contains(page, "<title>ran</title>") {
			t.Error("a script of a transcript ran")
		}
		if m := regexp.MustCompile(`<(script|img|image|iframe|object|embed|link|a|form)\b`).FindString(page); m != "" {
			t.Errorf("the page has an element %s", m)
		}
		if !strings.Contains(page, "&lt;script&gt;document.title") {
			t.Error("the transcript is not shown")
		}
		if n := asked.Load(); n > 0 {
			t.Errorf("the page made %d requests", n)
		}
	}
	// That a request would have been seen: a page that makes one.
	if err := os.WriteFile(path, []byte("<img src="+address+"/x>"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	if err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=2000", "--dump-dom", "file://"+path).Run(); err != nil || asked.Load() == 0 {
		t.Errorf("%v: a page that makes a request was not seen to make one", err)
	}
}
