package notify

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const secret = "a secret of some length"

func quick(t *testing.T, address string) *Client {
	t.Helper()
	c, err := New(address, secret)
	if err != nil {
		t.Fatal(err)
	}
	c.Backoff, c.Timeout, c.Limit = time.Millisecond, 300*time.Millisecond, 5*time.Second
	return c
}

var noon = time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)

// The reference is what openssl makes of the same.
func TestSign(t *testing.T) {
	// printf '1794312000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of some length'
	const want = "sha256=9a7d70ec0b30a6aee09f51a7d98e50142fe7d292cc3e541d026076bd0d57c5f2"
	if got := Sign([]byte(secret), "1794312000", []byte(`{"a":1}`)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestPost(t *testing.T) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		body, _ := io.ReadAll(r.Body)
		stamp := r.Header.Get(TimestampHeader)
		if r.Method != "POST" || r.Header.Get("Content-Type") != "application/json" || stamp != "1794312000" || len(r.Header.Get(IDHeader)) != 32 ||
			r.Header.Get(SignatureHeader) != Sign([]byte(secret), stamp, body) {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		var m Message
		if err := json.Unmarshal(body, &m); err != nil || m.Type != "alert.changed" || !m.Time.Equal(noon) {
			t.Errorf("%s: %v", body, err)
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer s.Close()
	if err := quick(t, s.URL).Post(context.Background(), noon, Message{"alert.changed", noon, map[string]int{"n": 1}}); err != nil || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

func TestRetries(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []int // the last one repeats
		calls   int32
		want    string // in the error, "" for none
	}{
		{"at once", []int{200}, 1, ""},
		{"in the end", []int{500, 429, 503, 204}, 4, ""},
		{"never", []int{502}, 4, "after 4 of 4 attempts: it answers 502 Bad Gateway"},
		{"refused", []int{403}, 1, "after 1 of 4 attempts: it answers 403 Forbidden"},
		{"redirected", []int{307}, 1, "the address that it redirects to"},
	} {
		var calls atomic.Int32
		ids := map[string]bool{}
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ids[r.Header.Get(IDHeader)] = true
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(c.answers[min(int(calls.Add(1)), len(c.answers))-1])
		}))
		err := quick(t, s.URL+"/hook?token=hidden").Post(context.Background(), noon, Message{Type: "x"})
		s.Close()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) || calls.Load() != c.calls || len(ids) != 1 {
			t.Errorf("%s: %v after %d calls with %d ids", c.name, err, calls.Load(), len(ids))
		}
		if err != nil && strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v tells the token of the address", c.name, err)
		}
	}
}

// A receiver that never answers costs no more than the limits.
func TestTimeLimit(t *testing.T) {
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer s.Close()
	defer close(release)
	c := quick(t, s.URL)
	c.Timeout, c.Limit = 20*time.Millisecond, 50*time.Millisecond
	begun := time.Now()
	err := c.Post(context.Background(), noon, Message{Type: "x"})
	if err == nil || time.Since(begun) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(begun))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := c.Post(ctx, noon, Message{Type: "x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestNobodyListens(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	address := s.URL
	s.Close()
	if err := quick(t, address).Post(context.Background(), noon, Message{Type: "x"}); err == nil || !strings.Contains(err.Error(), "4 of 4") {
		t.Error(err)
	}
}

func TestNew(t *testing.T) {
	for _, bad := range []string{"", "example.com/hook", "ftp://example.com", "https://", "http://[::1", "/hook"} {
		if _, err := New(bad, secret); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
	for _, short := range []string{"", "fifteen letters"} {
		if _, err := New("https://example.com", short); err == nil || !strings.Contains(err.Error(), SecretVariable) {
			t.Errorf("the secret %q: %v", short, err)
		}
	}
}
