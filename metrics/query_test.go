package metrics

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

func TestRegistryIsWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Registry {
		if !regexp.MustCompile(`^[a-z][a-z_]*$`).MatchString(m.Name) || m.Title == "" || m.Doc == "" || m.Formula == "" || seen[m.Name] {
			t.Errorf("%q lacks something or is there twice: %+v", m.Name, m)
		}
		seen[m.Name] = true
		if len(m.Statistics) == 0 || len(m.Statistics) > 1 && slices.ContainsFunc(m.Statistics, func(s Statistic) bool { return s.Name == "" }) {
			t.Errorf("%s has nameless statistics among several: %v", m.Name, m.Statistics)
		}
		for _, s := range m.Statistics {
			if s.Fold == Share && m.Unit != UnitShare || s.Fold == Quantile && !(s.P > 0 && s.P < 1) {
				t.Errorf("%s: %+v does not fit", m.FullName(s), s)
			}
		}
	}
}

// A fraction is 0 throughout where its metric does not apply: sums rely on it.
func TestTermsVanishWhereTheyDoNotApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := conversations().Draw(t, "facts")
		var all terms
		all.measure(&f)
		o := outcome(&f)
		copy(all[:firstCount], byOutcome[o][:])
		for _, m := range Registry {
			y, x, basis := all[m.of.numerator], all[m.of.denominator], all[m.of.basis]
			if basis != 0 && basis != 1 || basis == 0 && (x != 0 || y != 0) || basis == 1 && x < 1 {
				t.Fatalf("%s: %d over %d, basis %d, in %+v", m.Name, y, x, basis, f)
			}
		}
	})
}

func TestSelection(t *testing.T) {
	for _, c := range []struct {
		metrics, by, want string // want: names, or a part of the error
	}{
		{"escalation_rate, duration.p90, conversations", "", "escalation_rate, duration.p90, conversations"},
		{"duration", "", "duration.mean, duration.p50, duration.p90"},
		{"duration.p50, duration, duration.p50", "", "duration.p50, duration.mean, duration.p90"},
		{"escalation", "", `unknown metric "escalation": did you mean "escalation_rate"? chatcops metrics lists them all`},
		{"duration.p95", "", `unknown metric "duration.p95": duration has duration.mean, duration.p50, duration.p90`},
		{"users.mean", "", `unknown metric "users.mean": write users`},
		{"users.", "", `unknown metric "users.": write users`},
		{"users", "city", `unknown dimension "city": known are hour, day,`},
		{"users", "property:", `dimension "property:" names no property: write property:KEY`},
		{"users", "day, day", "two different ones"},
		{"users", "day, bot, channel", "two different ones"},
	} {
		q := Query{Metrics: strings.Split(c.metrics, ", ")}
		if c.by != "" {
			q.By = strings.Split(c.by, ", ")
		}
		collector, err := NewCollector(q)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q by %q: %v, want %s", c.metrics, c.by, err, c.want)
			}
			continue
		}
		var names []string
		for _, v := range result(t, collector).Values {
			names = append(names, v.Name)
		}
		if got := strings.Join(names, ", "); got != c.want {
			t.Errorf("%q by %q: %s, want %s", c.metrics, c.by, got, c.want)
		}
	}
}

func TestNeeds(t *testing.T) {
	bounded := Filter{Span: october()}
	bots := Filter{Bots: []string{"sales"}}
	escalated := Filter{Outcomes: []chat.Outcome{chat.Escalated}}
	for _, c := range []struct {
		name          string
		q             Query
		text, history bool
	}{
		{"everything", Query{}, false, false},
		{"a period", Query{Filter: bounded}, false, true},
		{"a period, no users", Query{Filter: bounded, Metrics: []string{"duration", "users"}}, false, false},
		{"a bot", Query{Filter: bots}, true, true},
		{"a bot, no users", Query{Filter: bots, Metrics: []string{"duration"}}, true, false},
		{"an outcome", Query{Filter: escalated}, false, true},
		{"by time and outcome", Query{By: []string{"day", "outcome"}}, false, false},
		{"by model", Query{By: []string{"day", "model"}}, true, false},
		{"by property", Query{By: []string{"property:plan"}}, true, false},
		{"a property", Query{Filter: Filter{Properties: []Property{{"plan", "pro"}}}}, true, true},
	} {
		if text, history := c.q.NeedsText(), c.q.NeedsHistory(); text != c.text || history != c.history {
			t.Errorf("%s: text %v, history %v", c.name, text, history)
		}
	}
}

func TestFilterMatch(t *testing.T) {
	f := chat.Facts{
		StartedAt: chat.TimeOf(october().Start), Bot: "sales", Channel: "web", UserID: "ada", Model: "m1", Language: "de",
		UserMessages: 1, Outcome: chat.Escalated, Properties: `{"plan":"pro","seats":3}`,
	}
	for _, c := range []struct {
		name string
		q    Filter
		want bool
	}{
		{"all", Filter{}, true},
		{"its period", Filter{Span: october()}, true},
		{"the period before", Filter{Span: september()}, false},
		{"any of two bots", Filter{Bots: []string{"support", "sales"}}, true},
		{"another bot", Filter{Bots: []string{"support"}}, false},
		{"another channel", Filter{Bots: []string{"sales"}, Channels: []string{"app"}}, false},
		{"another user", Filter{Users: []string{"ben"}}, false},
		{"another model", Filter{Models: []string{"m2"}}, false},
		{"another language", Filter{Languages: []string{"en"}}, false},
		{"its outcome", Filter{Outcomes: []chat.Outcome{chat.Abandoned, chat.Escalated}}, true},
		{"another outcome", Filter{Outcomes: []chat.Outcome{chat.Abandoned}}, false},
		{"alternatives of a property", Filter{Properties: []Property{{"plan", "free"}, {"plan", "pro"}}}, true},
		{"both properties", Filter{Properties: []Property{{"plan", "pro"}, {"seats", "3"}}}, true},
		{"one property is another", Filter{Properties: []Property{{"plan", "pro"}, {"seats", "4"}}}, false},
		{"a property it lacks", Filter{Properties: []Property{{"city", ""}}}, true},
	} {
		if got := c.q.Match(&f); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	f.StartedAt = chat.NoTime
	if q := (Filter{Span: period.Span{End: october().End}}); q.Match(&f) {
		t.Error("a conversation without a time lies in a bounded period")
	}
}

func TestProperty(t *testing.T) {
	for object, want := range map[string]string{
		`{"k":"text"}`: "text", `{"k":"a\u0041\n"}`: "aA\n", `{"k":3.50}`: "3.50", `{"k":true}`: "true", `{"k":false}`: "false",
		`{"k":null}`: "", `{"k":{}}`: "", `{"k":[1]}`: "", `{"K":"other case"}`: "", `{}`: "", ``: "", `[`: "", `7`: "",
	} {
		if got := newPropertyReader("k").read(object); got != want {
			t.Errorf("%s: %q, want %q", object, got, want)
		}
	}
	r := newPropertyReader("k")
	for range 2 {
		for i := range 2*propertyMemory + 7 {
			text, _ := json.Marshal(map[string]int{"k": i})
			if got := r.read(string(text)); `{"k":`+got+`}` != string(text) {
				t.Fatalf("%s: %q", text, got)
			}
		}
	}
	if len(r.seen) > propertyMemory {
		t.Errorf("%d texts are remembered", len(r.seen))
	}
}

func FuzzProperty(f *testing.F) {
	for _, object := range []string{`{"k":"v"}`, `{"k":1}`, `{"k":{"k":2}}`, `{"k"`, `null`, `{"k":"\ud800"}`} {
		f.Add(object)
	}
	f.Fuzz(func(t *testing.T, object string) {
		got := scalarProperty(object, "k")
		var any map[string]any
		if err := json.Unmarshal([]byte(object), &any); err != nil && got != "" {
			t.Fatalf("%q from what is no JSON object: %q", got, object)
		}
		if text, ok := any["k"].(string); ok && text != got {
			t.Fatalf("%q: %q, want %q", object, got, text)
		}
	})
}
