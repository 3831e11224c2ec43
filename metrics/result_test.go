package metrics

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// conversationAt is a plain resolved conversation.
func conversationAt(at time.Time) chat.Facts {
	return chat.Facts{
		StartedAt: chat.TimeOf(at), EndedAt: chat.TimeOf(at.Add(time.Minute)),
		Times: 2, UserMessages: 2, AssistantMessages: 2, Outcome: chat.ResolvedAssumed, FirstResponse: 3e6,
	}
}

func october() period.Span {
	return period.Span{
		Start: time.Date(2026, 10, 1, 0, 0, 0, 0, berlin), End: time.Date(2026, 11, 1, 0, 0, 0, 0, berlin),
		Label: "2026-10", Location: berlin,
	}
}

func september() period.Span {
	return period.Span{
		Start: time.Date(2026, 9, 1, 0, 0, 0, 0, berlin), End: time.Date(2026, 10, 1, 0, 0, 0, 0, berlin),
		Label: "2026-09", Location: berlin,
	}
}

// The shape is a contract with programs: a change here breaks theirs.
func TestJSON(t *testing.T) {
	q := Query{Metrics: []string{"conversations", "resolution_rate", "first_response_time.p50"}, By: []string{"day", "channel"}}
	q.Span = october()
	f := conversationAt(time.Date(2026, 10, 5, 12, 0, 0, 0, berlin))
	untimed := chat.Facts{StartedAt: chat.NoTime, EndedAt: chat.NoTime, Channel: "web"}
	r := result(t, collect(t, q, data{facts: []chat.Facts{f, untimed}}))
	r.Coverage.Rules = "2026.1"
	got, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	values := strings.ReplaceAll(`[{
   "name": "conversations", "title": "Conversations", "unit": "count", "better": "none",
   "value": 1, "n": 1, "numerator": null, "denominator": null, "low": null, "high": null, "warnings": [], NOTHING
  }, {
   "name": "resolution_rate", "title": "Resolution rate", "unit": "share", "better": "higher",
   "value": 1, "n": 1, "numerator": 1, "denominator": 1, "low": 0.20654931437723745, "high": 1,
   "parts": [
    {"name": "resolved_confirmed", "title": "Resolved, confirmed", "value": 0, "numerator": 0},
    {"name": "resolved_assumed", "title": "Resolved, assumed", "value": 1, "numerator": 1}],
   "warnings": ["small sample: n = 1"], NOTHING
  }, {
   "name": "first_response_time.p50", "title": "First response time, p50", "unit": "seconds", "better": "lower",
   "value": 3, "n": 1, "without_time": 0, "numerator": null, "denominator": null, "low": null, "high": null,
   "warnings": ["small sample: n = 1", "no interval: n = 1 is too few for p50"], NOTHING
  }]`, "NOTHING", `"previous": null, "change": null, "change_low": null, "change_high": null, "p_value": null, "significant": null`)
	want := `{
  "period": {"start": "2026-10-01T00:00:00+02:00", "end": "2026-11-01T00:00:00+01:00", "timezone": "Europe/Berlin", "label": "2026-10", "complete": true},
  "compared_to": null,
  "coverage": {"conversations": 1, "engaged": 1, "without_time": 1, "words_not_read": 1, "rules": "2026.1"},
  "outcomes": {"escalated": 0, "resolved_confirmed": 0, "resolved_assumed": 1, "abandoned": 0, "pending": 0, "unknown": 0},
  "messages_by_role": {"user": 2, "assistant": 2, "human_agent": 0},
  "metrics": ` + values + `,
  "groups": [{"key": {"day": "2026-10-05", "channel": null}, "metrics": ` + values + `}],
  "notes": []
}`
	var compact strings.Builder
	for _, text := range []string{string(got), want} {
		var b strings.Builder
		e := json.NewEncoder(&b)
		if err := e.Encode(json.RawMessage(text)); err != nil {
			t.Fatal(err)
		}
		compact.WriteString(b.String())
	}
	if lines := strings.Split(compact.String(), "\n"); lines[0] != lines[1] {
		t.Errorf("got  %s\nwant %s", lines[0], lines[1])
	}
}

func TestEmptyResult(t *testing.T) {
	q := Query{By: []string{"bot"}}
	previous := september()
	q.Span, q.Previous = october(), &previous
	r := result(t, collect(t, q, data{}))
	if len(r.Groups) != 0 || r.Groups == nil || r.ComparedTo.Label != "2026-09" {
		t.Errorf("groups %v, compared to %+v", r.Groups, r.ComparedTo)
	}
	for _, v := range r.Values {
		if v.Unit == UnitCount && v.Value != nil && *v.Value == 0 && v.PValue == nil {
			continue // nothing was counted
		}
		if v.Value != nil || v.Change != nil || v.PValue != nil || v.Warnings == nil {
			t.Errorf("%s of nothing: %+v", v.Name, v)
		}
	}
	all, err := json.Marshal(result(t, collect(t, Query{}, data{})).Period)
	if want := `{"start":null,"end":null,"timezone":"UTC","label":"all","complete":true}`; err != nil || string(all) != want {
		t.Errorf("period of all the data: %s, %v, want %s", all, err, want)
	}
}

func TestGroupsAreSorted(t *testing.T) {
	day := func(d int, channel string) chat.Facts {
		f := conversationAt(time.Date(2026, 10, d, 9, 0, 0, 0, berlin))
		f.Channel = channel
		return f
	}
	facts := []chat.Facts{day(7, "web"), day(5, ""), day(5, ""), day(5, ""), day(6, "app"), day(6, "web"), day(5, "sms"), day(7, "app"), day(7, "web"),
		{StartedAt: chat.NoTime, EndedAt: chat.NoTime, Channel: "app"}}
	for _, c := range []struct{ by, want string }{
		{"day", "2026-10-05, 2026-10-06, 2026-10-07, (none)"},
		{"channel", "app, web, sms, (none)"},
		{"weekday", "Mon, Tue, Wed, Thu, Fri, Sat, Sun, (none)"},
		{"channel,day", "app / 2026-10-06, app / 2026-10-07, app / (none), web / 2026-10-06, web / 2026-10-07, sms / 2026-10-05, (none) / 2026-10-05"},
		{"day,channel", "2026-10-05 / sms, 2026-10-05 / (none), 2026-10-06 / app, 2026-10-06 / web, 2026-10-07 / app, 2026-10-07 / web, (none) / app"},
	} {
		q := Query{By: strings.Split(c.by, ",")}
		q.Span.Location = berlin
		var keys []string
		for _, g := range result(t, collect(t, q, data{facts: facts})).Groups {
			keys = append(keys, keyText(g.Key))
		}
		if got := strings.Join(keys, ", "); got != c.want {
			t.Errorf("by %s: %s\nwant %s", c.by, got, c.want)
		}
	}
}

func TestTooManyGroups(t *testing.T) {
	users := func(names string) (list []chat.Facts) {
		for _, name := range strings.Fields(names) {
			f := conversationAt(time.Date(2026, 10, 5, 9, 0, 0, 0, berlin))
			f.UserID = name
			list = append(list, f)
		}
		return list
	}
	for _, c := range []struct {
		name        string
		left, right string
		tooMany     bool
	}{
		{"just enough", "a b c a", "c b a", false},
		{"in one part", "a b c d e f g h a", "", true},
		{"only together", "a b", "c d a", true},
		{"in the other part", "", "a b c d", true},
	} {
		var parts [2]*Collector
		for i, names := range []string{c.left, c.right} {
			parts[i], _ = NewCollector(Query{By: []string{"user"}})
			parts[i].limit = 3
			for _, f := range users(names) {
				parts[i].Add(&f)
			}
		}
		for _, p := range parts {
			if n := len(p.axes[0].texts); n > 4 {
				t.Errorf("%s: %d values of a dimension that has too many are kept", c.name, n)
			}
		}
		parts[0].Merge(parts[1])
		_, err := parts[0].Result()
		if (err != nil) != c.tooMany {
			t.Errorf("%s: error %v", c.name, err)
		}
		if err != nil && !strings.Contains(err.Error(), "more than 3 groups by user: show the largest with --top and without --sort, group by a dimension with fewer values") {
			t.Errorf("%s: %v does not say what to do", c.name, err)
		}
	}
}
