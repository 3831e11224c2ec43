// Package notify posts messages to a URL that the user has named, signed so that
// the receiver can tell who sent them. It is the only package that uses the network.
package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The headers of a message. The signature is "sha256=" and the HMAC-SHA-256 of
// the timestamp, a point and the body, in hexadecimal.
const (
	SignatureHeader = "X-Chatcops-Signature"
	TimestampHeader = "X-Chatcops-Timestamp" // seconds since 1970 at which it was sent first
	IDHeader        = "X-Chatcops-Delivery"  // the same in all attempts
)

// SecretVariable is the environment variable that holds the key of the signature.
const SecretVariable = "CHATCOPS_NOTIFY_SECRET"

// leastSecret is the length in bytes below which a key can be guessed.
const leastSecret = 16

// Message is the JSON that is posted.
type Message struct {
	Type string    `json:"type"`
	Time time.Time `json:"time"` // when it was noticed
	Data any       `json:"data"`
}

// Client posts to one URL. Its fields may be changed before it is used.
type Client struct {
	Attempts int           // in all
	Backoff  time.Duration // before the second attempt; it doubles with each further one
	Timeout  time.Duration // of one attempt
	Limit    time.Duration // of all attempts of one message together

	url    string
	secret []byte
	http   *http.Client
}

// New checks the URL and the secret.
func New(rawURL, secret string) (*Client, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("write a whole address, such as https://example.com/hooks/chatcops")
	}
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("messages are signed: set %s to a secret of %d bytes or more, such as 32 random letters", SecretVariable, leastSecret)
	}
	c := &Client{Attempts: 4, Backoff: time.Second, Timeout: 10 * time.Second, Limit: 30 * time.Second, url: rawURL, secret: []byte(secret)}
	// A redirected message would tell another host what was meant for this one.
	c.http = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return c, nil
}

// Sign returns the value of SignatureHeader.
func Sign(secret []byte, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(timestamp))
	mac.Write([]byte{'.'})
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// refusal is an answer that another attempt would not change.
type refusal struct{ error }

// Post sends a message at the time now, until the receiver answers with 2xx.
// It is tried again after failures of the network and answers that ask for it
// (408, 429, 5xx), within the limits of the client.
func (c *Client) Post(ctx context.Context, now time.Time, m Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.Limit)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := c.try(ctx, strconv.FormatInt(now.Unix(), 10), body)
		if err == nil {
			return nil
		}
		if attempt == c.Attempts || errors.As(err, new(refusal)) || !wait(ctx, c.Backoff<<(attempt-1)) {
			if errors.Is(context.Cause(ctx), context.Canceled) {
				return context.Canceled
			}
			return fmt.Errorf("%s could not be told, after %d of %d attempts: %w", c.host(), attempt, c.Attempts, err)
		}
	}
}

// host names the receiver without what may be secret in its address.
func (c *Client) host() string {
	u, err := url.Parse(c.url)
	if err != nil {
		return "the receiver"
	}
	return u.Host
}

// wait reports whether the time has passed before the context ended.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *Client) try(ctx context.Context, timestamp string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return refusal{err}
	}
	id := sha256.Sum256(append([]byte(timestamp+"."), body...))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "chatcops")
	request.Header.Set(TimestampHeader, timestamp)
	request.Header.Set(SignatureHeader, Sign(c.secret, timestamp, body))
	request.Header.Set(IDHeader, hex.EncodeToString(id[:16]))
	response, err := c.http.Do(request)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) { // which quotes the whole address
			err = u.Err
		}
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) // so that the connection is used again
	switch code := response.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusRequestTimeout, code == http.StatusTooManyRequests, code >= 500:
		return fmt.Errorf("it answers %s", response.Status)
	case code >= 300 && code < 400:
		return refusal{fmt.Errorf("it answers %s: give the address that it redirects to", response.Status)}
	default:
		return refusal{fmt.Errorf("it answers %s", response.Status)}
	}
}
