package cmd

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"chatcops/internal/chat"
	"chatcops/internal/safe"
	"chatcops/internal/store"
	"chatcops/metrics"
)

// teller finds what has happened between two looks and posts it.
type teller struct {
	w      *watcher
	known  map[int64]talk // by the key of the conversation
	begun  bool
	clean  func(string) string
	queued []happening
}

// talk is what is known of a conversation.
type talk struct {
	messages int32 // of users, the agent and human agents
	ended    bool
}

// happening is a message to be posted.
type happening struct {
	kind string
	data any
}

// toldConversation is the data of conversation.started and conversation.ended.
type toldConversation struct {
	ID       string  `json:"conversation_id"`
	User     string  `json:"user_id"`
	Bot      string  `json:"bot"`
	Channel  string  `json:"channel"`
	Started  *string `json:"started_at"`
	Ended    *string `json:"ended_at"`
	Messages int32   `json:"messages"`
	Outcome  string  `json:"outcome,omitempty"` // of one that has ended
}

// toldMessage is the data of message.created.
type toldMessage struct {
	ConversationID string  `json:"conversation_id"`
	Index          int     `json:"message_index"`
	Role           string  `json:"role"`
	Content        string  `json:"content"`
	Time           *string `json:"timestamp"`
}

func newTeller(w *watcher) *teller {
	t := &teller{w: w, known: map[int64]talk{}, clean: safe.NewRedactor(nil).Redact}
	if w.o.noRedact {
		t.clean = func(s string) string { return s }
	}
	return t
}

// news is a conversation that has changed since the last look.
type news struct {
	f    chat.Facts
	was  talk
	seen bool
	is   talk
}

// look finds what is new; at the first look nothing is.
func (t *teller) look(ctx context.Context, s *store.Store, a *asked, now chat.Time) error {
	if t.w.o.client == nil {
		return nil
	}
	a.fields = store.Texts
	a.history = true
	var mu sync.Mutex
	var list []news
	_, err := a.scan(ctx, func() (func(*metrics.Selector, *chat.Facts), func()) {
		return func(_ *metrics.Selector, f *chat.Facts) {
			is := talk{f.UserMessages + f.AssistantMessages + f.HumanMessages, !metrics.InLast(t.w.cfg.IdleTimeout, f.EndedAt, max(now, f.EndedAt))}
			mu.Lock()
			defer mu.Unlock()
			if was, seen := t.known[f.Key]; !seen || was != is {
				list = append(list, news{*f, was, seen, is})
				t.known[f.Key] = is
			}
		}, func() {}
	})
	if err != nil || !t.begun {
		t.begun = true
		return err
	}
	slices.SortFunc(list, func(x, y news) int {
		return cmp.Or(cmp.Compare(x.f.StartedAt, y.f.StartedAt), cmp.Compare(x.f.Key, y.f.Key))
	})
	r, err := s.NewReader()
	if err != nil {
		return err
	}
	defer r.Close()
	for i := range list {
		if err := t.queue(r, a, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

// queue notes what has happened in a conversation.
func (t *teller) queue(r *store.Reader, a *asked, n *news) error {
	about := toldConversation{ID: n.f.ID, User: n.f.UserID, Bot: n.f.Bot, Channel: n.f.Channel, Started: a.time(n.f.StartedAt), Ended: a.time(n.f.EndedAt), Messages: n.is.messages}
	if !n.seen {
		t.queued = append(t.queued, happening{"conversation.started", about})
	}
	if n.is.messages > n.was.messages {
		c, err := r.Conversation(n.f.Key)
		if err != nil {
			return err
		}
		place := int32(0)
		for i, m := range c.Messages {
			if !slices.Contains(spoken, m.Role) {
				continue
			}
			if place++; place > n.was.messages {
				t.queued = append(t.queued, happening{"message.created", toldMessage{n.f.ID, i, m.Role.String(), t.clean(m.Content), a.time(m.Time)}})
			}
		}
	}
	if n.is.ended && !n.was.ended {
		about.Outcome = n.f.Outcome.String()
		t.queued = append(t.queued, happening{"conversation.ended", about})
	}
	return nil
}

// post tells what is queued and which rules have changed. Failures are said on
// stderr, and what was not told is told with the next look.
func (t *teller) post(ctx context.Context, r *watchResult) error {
	for i := range r.Alerts {
		row := &r.Alerts[i]
		if row.Changed && (row.Was != nil || row.State != metrics.StateOK) {
			t.queued = append(t.queued, happening{"alert.changed", *row})
		}
		t.w.states[row.Rule] = store.AlertState{Rule: row.Rule, State: string(row.State), Since: row.since}
	}
	if t.w.o.client == nil {
		t.queued = nil
	}
	for len(t.queued) > 0 {
		err := t.w.o.post(ctx, t.w.app, t.queued[0].kind, t.queued[0].data)
		if errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			t.drop()
			t.w.app.notice(&t.w.o.common, "%v; it is tried again", err)
			return nil
		}
		t.queued = t.queued[1:]
	}
	return nil
}

// mostQueued bounds what waits for a receiver that does not answer.
const mostQueued = 10_000

// drop forgets the oldest of too many that wait, and says so.
func (t *teller) drop() {
	if n := len(t.queued) - mostQueued; n > 0 {
		t.queued = t.queued[n:]
		t.w.app.notice(&t.w.o.common, "--notify: %d messages are given up", n)
	}
}
