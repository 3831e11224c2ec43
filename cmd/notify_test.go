package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chatcops/internal/notify"
)

const testSecret = "a secret of some length"

// receiver is a server that keeps the messages it is sent.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	refuses  bool
	messages []map[string]any
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		if q.Header.Get(notify.SignatureHeader) != notify.Sign([]byte(testSecret), q.Header.Get(notify.TimestampHeader), body) {
			t.Error("a message is not signed with the secret")
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.refuses {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		var m map[string]any
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		r.messages = append(r.messages, m)
	}))
	t.Cleanup(r.Close)
	return r
}

// took returns the messages that came since it was called last.
func (r *receiver) took() []map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.messages
	r.messages = nil
	return list
}

// signedApp is a world in a folder of its own, with a secret to sign by.
func signedApp(t *testing.T, out io.Writer) *App {
	dir := t.TempDir()
	now, _ := time.Parse(time.RFC3339, documentedNow)
	env := map[string]string{"CHATCOPS_TIMEZONE": "UTC", notify.SecretVariable: testSecret}
	return &App{In: strings.NewReader(""), Out: out, Err: out, Now: func() time.Time { return now }, Dir: dir, TempDir: dir,
		Getenv: func(name string) string { return env[name] }}
}

func TestAlertsAreTold(t *testing.T) {
	var out bytes.Buffer
	app, server := signedApp(t, &out), newReceiver(t)
	run := func(want int, args ...string) {
		t.Helper()
		out.Reset()
		if code := app.Run(context.Background(), args); code != want {
			t.Fatalf("%v: exit code %d, want %d\n%s", args, code, want, out.String())
		}
	}
	support, err := filepath.Abs(filepath.Join("..", "testdata", "support.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	run(0, "ingest", support, "--quiet")
	alerts := []string{"alerts", "--notify", server.URL, "--rule", "escalation_rate > 10%", "--rule", "response_time.mean > 5s", "--rule", "users < 1 over 2027"}
	told := func(want ...string) {
		t.Helper()
		var got []string
		for _, m := range server.took() {
			data := m["data"].(map[string]any)
			got = append(got, m["type"].(string)+" "+data["rule"].(string)+": "+data["state"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	}
	server.refuses = true
	run(exitCheck, alerts...)
	if !strings.Contains(out.String(), "403 Forbidden") || !strings.Contains(out.String(), "alert: escalation_rate > 10%") {
		t.Error(out.String())
	}
	server.refuses = false
	run(exitCheck, alerts...) // what was not told is told now
	told("alert.changed escalation_rate > 10%: ALERT", "alert.changed users < 1 over 2027: NO DATA")
	run(exitCheck, alerts...)
	told()
	run(exitUsage, "alerts", "--notify", "example.com", "--rule", "users < 1")
	app.Getenv = func(string) string { return "" }
	run(exitUsage, "alerts", "--notify", server.URL, "--rule", "users < 1")
	if !strings.Contains(out.String(), notify.SecretVariable) {
		t.Error(out.String())
	}
}
