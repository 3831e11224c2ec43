package cmd

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/search"
)

// The first of several parts are those of one sorted list.
func TestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit, n := rapid.IntRange(0, 20).Draw(t, "limit"), rapid.IntRange(1, 4).Draw(t, "parts")
		compare := compareBy(rapid.Bool().Draw(t, "greatest"))
		parts := make([]first[candidate], n)
		for i := range parts {
			parts[i] = first[candidate]{limit: limit, compare: compare}
		}
		var all []candidate
		for key := range rapid.IntRange(0, 60).Draw(t, "candidates") {
			c := candidate{int64(key), float64(rapid.IntRange(0, 5).Draw(t, "value")), rapid.Bool().Draw(t, "known"), chat.Time(rapid.IntRange(0, 3).Draw(t, "started"))}
			all = append(all, c)
			parts[rapid.IntRange(0, n-1).Draw(t, "part")].add(c)
		}
		slices.SortFunc(all, compare)
		if limit > 0 && len(all) > limit {
			all = all[:limit]
		}
		if got := sorted(parts); !slices.Equal(got, all) {
			t.Fatalf("%v, want %v", got, all)
		}
	})
}

// Each line of an explanation says why, for every way a conversation can end.
func TestEveryOutcomeIsExplained(t *testing.T) {
	signals := []chat.Signal{{Message: 1, Kind: chat.SignalEscalationRequest}, {Message: 3, Kind: chat.SignalWithdrawal}, {Message: 4, Kind: chat.SignalThanks}}
	for _, o := range chat.Outcomes {
		for _, kind := range []chat.EvidenceKind{chat.ByEvent, chat.ByLabel, chat.ByFeedback, chat.ByHuman, chat.ByTool, chat.ByWords, chat.ByShape} {
			f := &chat.Facts{UserMessages: 1, Outcome: o.Outcome, Evidence: chat.Evidence{Kind: kind, Rule: "new_rule", Message: -1}, RatingCount: 1}
			checks := outcomeChecks(f, signals)
			last := checks[len(checks)-1]
			if !last.Holds || last.Outcome != o.Name {
				t.Errorf("%s by %s: the last check is %+v", o.Name, kind, last)
			}
			for i, c := range checks {
				if c.Why == "" || i < len(checks)-1 && c.Holds {
					t.Errorf("%s by %s: check %d is %+v", o.Name, kind, i+1, c)
				}
			}
		}
	}
	f := &chat.Facts{UserMessages: 1, Outcome: chat.Unknown, Evidence: chat.Evidence{Kind: chat.ByShape, Rule: "events_only", Message: -1}, RatingCount: 1}
	text := outcomeChecks(f, signals)[0].Why + outcomeChecks(f, signals)[1].Why
	for _, want := range []string{"(#1)", "taken back, refused or declined (#3)", "of 1 rating, 0 are 4 or 5", "(#4)"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// Matches are painted wherever lines break.
func TestHighlight(t *testing.T) {
	q, err := search.Parse(`"late refund" word 退款`)
	if err != nil {
		t.Fatal(err)
	}
	text := "a late refund and one word and then 退款退款退款退款退款退款 " + strings.Repeat("x", 40) + " word"
	tr := newTranscript(&exported{exporter: &exporter{}}, 20, true, false)
	tr.highlighted(q.Matcher().Snippet(text, 500), 4)
	want := "" +
		"    a \x1b[1;33mlate refund\x1b[0m\n" +
		"    and one \x1b[1;33mword\x1b[0m and\n"
	got := tr.b.String()
	if !strings.HasPrefix(got, want) {
		t.Errorf("%q does not begin with %q", got, want)
	}
	plain := strings.NewReplacer("\x1b[1;33m", "", "\x1b[0m", "", "\n", "", " ", "").Replace(got)
	if plain != strings.ReplaceAll(text, " ", "") {
		t.Errorf("%q has lost some of %q", plain, text)
	}
	if n := strings.Count(got, "\x1b[1;33m退款"); n < 2 {
		t.Errorf("%d highlights of 退款 in %q", n, got)
	}
}
