package ingest

import (
	"context"
	"path/filepath"
	"testing"

	"chatcops/internal/chat"
	"chatcops/internal/store"
)

// What platforms know of hand-offs, of what was not understood, of the end, of
// tokens and ratings reaches the facts.
func TestPlatformFacts(t *testing.T) {
	for _, c := range []struct {
		file, conversation     string
		outcome                chat.Outcome
		by                     chat.EvidenceKind
		fallbacks, ratings     int32
		inputTokens, outTokens int64
	}{
		{"botframework/copilot.jsonl", "cs-1", chat.Escalated, chat.ByEvent, 1, 1, 0, 0},
		{"botframework/dataverse.csv", "conv-5_b-1", chat.ResolvedConfirmed, chat.ByLabel, 0, 0, 0, 0},
		{"intercom/conversations.jsonl", "1295", chat.Escalated, chat.ByLabel, 0, 2, 0, 0},
		{"intercom/page.json", "1300", chat.ResolvedConfirmed, chat.ByLabel, 0, 1, 0, 0},
		{"zendesk/chats.jsonl", "2609.655464.SfLJEzVfZqfCl", chat.Escalated, chat.ByHuman, 0, 1, 0, 0},
		{"zendesk/page.json", "2700.1", chat.Escalated, chat.ByEvent, 0, 1, 0, 0},
		{"chatwoot/messages.jsonl", "12", chat.Escalated, chat.ByHuman, 0, 1, 0, 0},
		{"rasa/trackers.jsonl", "u-1@2026-09-21T15:13:20.100Z", chat.Escalated, chat.ByEvent, 0, 1, 0, 0},
		{"rasa/trackers.jsonl", "u-1@2026-09-21T14:13:20.200Z", 0, 0, 1, 0, 0, 0},
		{"dialogflow/turns.jsonl", "s-100", chat.Escalated, chat.ByEvent, 1, 1, 0, 0},
		{"dialogflow/turns.jsonl", "s-200", chat.ResolvedConfirmed, chat.ByEvent, 0, 0, 0, 0},
		{"ccai/conversations.jsonl", "5001", chat.Escalated, chat.ByHuman, 0, 0, 0, 0},
		{"twilio/messages.jsonl", "CH01", chat.Escalated, chat.ByHuman, 0, 0, 0, 0},
		{"langfuse/observations.jsonl", "s-1", chat.ResolvedConfirmed, chat.ByFeedback, 0, 1, 190, 27},
		{"langsmith/runs.jsonl", "th-1", 0, 0, 0, 0, 120, 30},
		{"otel/otlp.jsonl", "c-1", 0, 0, 0, 0, 100, 18},
		{"otel/flat.jsonl", "c-5", chat.Escalated, chat.ByTool, 0, 0, 9, 2},
	} {
		t.Run(c.file+" "+c.conversation, func(t *testing.T) {
			w := newWorld(t)
			w.run(filepath.Join("..", "testdata", "formats", c.file))
			f := factsOf(t, w, c.conversation)
			if c.by != 0 && (f.Outcome != c.outcome || f.Evidence.Kind != c.by) {
				t.Errorf("the outcome is %v by %v (%+v)", f.Outcome, f.Evidence.Kind, f.Evidence)
			}
			if f.Fallbacks != c.fallbacks || f.RatingCount != c.ratings {
				t.Errorf("fallbacks: %d, ratings: %d", f.Fallbacks, f.RatingCount)
			}
			if f.InputTokens != c.inputTokens || f.OutputTokens != c.outTokens {
				t.Errorf("%d tokens in, %d out", f.InputTokens, f.OutputTokens)
			}
		})
	}
}

func factsOf(t *testing.T, w *world, conversation string) (found chat.Facts) {
	t.Helper()
	s, err := store.Open(w.db())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Facts(context.Background(), func(f *chat.Facts) error {
		if f.ID == conversation {
			found = *f
		}
		return nil
	})
	if err != nil || found.ID == "" {
		t.Fatalf("no conversation %s: %v", conversation, err)
	}
	return found
}

// What graders have said arrives as scores of the conversation.
func TestPlatformScores(t *testing.T) {
	for _, c := range []struct {
		file string
		want map[string]float64
	}{
		{"langfuse/observations.jsonl", map[string]float64{"helpfulness": 0.8}},
		{"langfuse/traces.json", map[string]float64{"correct": 0}},
		{"langsmith/runs.jsonl", map[string]float64{"user_score": 1}},
		{"otel/otlp.jsonl", map[string]float64{"relevance": 0.9}},
	} {
		w := newWorld(t)
		w.run(filepath.Join("..", "testdata", "formats", c.file))
		s, err := store.Open(w.db())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		err = s.EachGiven(func(_ string, g chat.Given) error {
			got[g.Name] = g.Value
			return nil
		})
		missing, serr := s.ScoresUnmatched()
		s.Close()
		if err != nil || serr != nil || missing != 0 || len(got) != len(c.want) {
			t.Fatalf("%s: %v, want %v (without conversation: %d, %v, %v)", c.file, got, c.want, missing, err, serr)
		}
		for name, value := range c.want {
			if v, ok := got[name]; !ok || v != value {
				t.Errorf("%s: %s is %v, want %v", c.file, name, v, value)
			}
		}
	}
}

func TestHTMLText(t *testing.T) {
	for _, c := range []struct{ html, text string }{
		{"plain", "plain"},
		{"a < b & c", "a < b & c"},
		{"<p>one</p><p>two<br/>three</p>", "one\ntwo\nthree"},
		{"<ul><li>a</li><li>b</li></ul>", "- a\n- b"},
		{"x &lt;b&gt; &amp; &nbsp; y &#39;", "x <b> &   y '"},
		{`<a href="x>y">link</a> <img src="a.png">`, "link [image]"},
		{"<style>p{}</style><script>if (a<b) {}</script>seen", "seen"},
		{"<!-- hidden --><p>seen", "seen"},
		{"<p>open <b", "open <b"},
		{"a\n\n\n\n<p>b</p>", "a\n\nb"},
	} {
		if got := htmlText(c.html); got != c.text {
			t.Errorf("%q is %q, want %q", c.html, got, c.text)
		}
	}
}

func FuzzHTMLText(f *testing.F) {
	f.Add("<p>one</p><script>x</script><a b='")
	f.Fuzz(func(t *testing.T, s string) {
		if text := htmlText(s); len(text) > 4*len(s)+8 {
			t.Fatalf("%q grew to %q", s, text)
		}
	})
}
