package metrics

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// number is a value as the reference computes it: plainly, one metric at a time,
// from the definitions for people and with none of the code under test.
type number struct {
	n                int64
	value            float64
	numerator, below float64 // both 0 where the metric has no fraction
}

// reference computes every metric of the selected conversations. isNew tells of
// a user whether it is new among them.
func reference(facts []chat.Facts, isNew func(user uint64) bool) map[string]number {
	r := map[string]number{}
	all := func(chat.Facts) bool { return true }
	engaged := func(f chat.Facts) bool { return f.UserMessages > 0 }
	is := func(outcomes ...chat.Outcome) func(chat.Facts) bool {
		return func(f chat.Facts) bool { return engaged(f) && slices.Contains(outcomes, f.Outcome) }
	}
	decided := is(chat.Escalated, chat.ResolvedConfirmed, chat.ResolvedAssumed, chat.Abandoned)
	count := func(which func(chat.Facts) bool) (n int64) {
		for _, f := range facts {
			if which(f) {
				n++
			}
		}
		return n
	}
	sum := func(name string, of func(chat.Facts) int32) {
		var s float64
		for _, f := range facts {
			s += float64(of(f))
		}
		r[name] = number{n: count(all), value: s}
	}
	share := func(name string, of, hit func(chat.Facts) bool) {
		x := float64(count(func(f chat.Facts) bool { return of(f) && hit(f) }))
		r[name] = number{count(of), x / float64(count(of)), x, float64(count(of))}
	}
	mean := func(name string, values []float64) {
		var s float64
		for _, v := range values {
			s += v
		}
		n := float64(len(values))
		r[name] = number{int64(len(values)), s / n, s, n}
	}
	quantile := func(name string, values []float64, p float64) {
		slices.Sort(values)
		q := number{n: int64(len(values))}
		if len(values) > 0 {
			h := float64(len(values)-1) * p
			lo, hi := values[int(math.Floor(h))], values[int(math.Ceil(h))]
			q.value = lo + (h-math.Floor(h))*(hi-lo)
		}
		r[name] = q
	}
	seconds := func(of func(chat.Facts) (int64, bool)) (values []float64) {
		for _, f := range facts {
			if us, ok := of(f); ok {
				values = append(values, float64(us)/1e6)
			}
		}
		return values
	}

	r["conversations"] = number{n: count(all), value: float64(count(all))}
	r["engaged_conversations"] = number{n: count(all), value: float64(count(engaged))}
	r["leads_captured"] = number{n: count(all), value: float64(count(func(f chat.Facts) bool { return f.LeadCaptured }))}
	sum("messages", func(f chat.Facts) int32 { return f.UserMessages + f.AssistantMessages + f.HumanMessages })
	sum("user_messages", func(f chat.Facts) int32 { return f.UserMessages })
	sum("assistant_messages", func(f chat.Facts) int32 { return f.AssistantMessages })
	sum("events", func(f chat.Facts) int32 { return f.Events })
	referenceUsers(r, facts, isNew)
	var dialogue []float64
	for _, f := range facts {
		dialogue = append(dialogue, float64(f.UserMessages+f.AssistantMessages))
	}
	mean("messages_per_conversation", dialogue)

	share("resolution_rate", decided, is(chat.ResolvedConfirmed, chat.ResolvedAssumed))
	share("abandonment_rate", decided, is(chat.Abandoned))
	share("escalation_rate", engaged, is(chat.Escalated))
	share("containment_rate", engaged, func(f chat.Facts) bool { return f.Outcome != chat.Escalated })
	share("fallback_conversation_rate", engaged, func(f chat.Facts) bool { return f.Fallbacks >= 1 })
	share("conversion_rate", engaged, func(f chat.Facts) bool { return f.Converted })
	share("completion_rate", engaged, func(f chat.Facts) bool { return f.GoalCount >= 1 })

	var fallbacks, said, waited, replies float64
	var replied int64
	var ownMeans []float64
	for _, f := range facts {
		if engaged(f) {
			fallbacks += float64(f.Fallbacks)
			said += float64(f.UserMessages)
		}
		if f.ResponseCount > 0 {
			replied++
			waited += float64(f.ResponseSum) / 1e6
			replies += float64(f.ResponseCount)
			ownMeans = append(ownMeans, math.Round(float64(f.ResponseSum)/float64(f.ResponseCount))/1e6)
		}
	}
	r["fallback_rate"] = number{count(engaged), fallbacks / said, fallbacks, said}
	r["response_time.mean"] = number{replied, waited / replies, waited, replies}
	quantile("response_time.p90", ownMeans, 0.9)
	for name, values := range map[string][]float64{
		"duration":            seconds(func(f chat.Facts) (int64, bool) { return int64(f.EndedAt - f.StartedAt), f.EndedAt > f.StartedAt }),
		"first_response_time": seconds(func(f chat.Facts) (int64, bool) { return f.FirstResponse, f.FirstResponse >= 0 }),
	} {
		mean(name+".mean", values)
		quantile(name+".p50", values, 0.5)
		quantile(name+".p90", values, 0.9)
	}
	return r
}

func referenceUsers(r map[string]number, facts []chat.Facts, isNew func(uint64) bool) {
	var identified int64
	users := map[uint64]bool{}
	for _, f := range facts {
		if f.UserID != "" {
			identified++
			users[f.UserKey] = isNew(f.UserKey)
		}
	}
	var fresh float64
	for _, isNew := range users {
		if isNew {
			fresh++
		}
	}
	r["users"] = number{n: identified, value: float64(len(users))}
	r["new_users"] = number{n: identified, value: fresh}
	r["returning_users"] = number{n: identified, value: float64(len(users)) - fresh}
}

// dimensionText is the plain meaning of a dimension.
func dimensionText(name string, f chat.Facts) string {
	if property := map[string]string{`{"plan":"pro","seats":3}`: "pro", `{"plan":"free"}`: "free"}[f.Properties]; name == "property:plan" {
		return property
	}
	switch name {
	case "bot":
		return f.Bot
	case "channel":
		return f.Channel
	case "user":
		return f.UserID
	case "model":
		return f.Model
	case "language":
		return f.Language
	case "outcome":
		return f.Outcome.String()
	}
	if !f.StartedAt.Known() {
		return ""
	}
	at := f.StartedAt.In(berlin)
	switch name {
	case "hour":
		return at.Format("2006-01-02T15:00Z07:00")
	case "day":
		return at.Format("2006-01-02")
	case "week":
		y, w := at.ISOWeek()
		return fmt.Sprintf("%d-W%02d", y, w)
	case "month":
		return at.Format("2006-01")
	case "hour_of_day":
		return at.Format("15")
	}
	return at.Format("Mon")
}

func selects(q Query, s period.Span, f chat.Facts) bool {
	in := s.Start.IsZero() && s.End.IsZero()
	if !in && f.StartedAt.Known() {
		at := f.StartedAt.In(berlin)
		in = !at.Before(s.Start) && (s.End.IsZero() || at.Before(s.End))
	}
	plan := dimensionText("property:plan", f)
	return in && matchesReference(q, f, plan)
}

func matchesReference(q Query, f chat.Facts, plan string) bool {
	return (len(q.Bots) == 0 || slices.Contains(q.Bots, f.Bot)) &&
		(len(q.Users) == 0 || slices.Contains(q.Users, f.UserID)) &&
		(len(q.Outcomes) == 0 || slices.Contains(q.Outcomes, f.Outcome)) &&
		(len(q.Properties) == 0 || slices.Contains(q.Properties, Property{"plan", plan}))
}

// checkValues compares the values of a cell with the reference.
func checkValues(t *rapid.T, where string, got []Value, want map[string]number) {
	near := func(a *float64, b float64) bool {
		return a != nil && math.Abs(*a-b) <= 1e-9*(1+math.Abs(b))
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, the reference has %d", where, len(got), len(want))
	}
	for _, v := range got {
		w, ok := want[v.Name]
		if !ok {
			t.Fatalf("%s: the reference has no %s", where, v.Name)
		}
		if v.N != w.n {
			t.Fatalf("%s: %s rests on %d, want %d", where, v.Name, v.N, w.n)
		}
		if w.n == 0 {
			if v.Value != nil || v.Low != nil || v.High != nil {
				t.Fatalf("%s: %s of nothing is %v", where, v.Name, *v.Value)
			}
			continue
		}
		if !near(v.Value, w.value) {
			t.Fatalf("%s: %s = %v, want %g", where, v.Name, *v.Value, w.value)
		}
		if (v.Denominator == nil) != (w.below == 0) || v.Denominator != nil && (!near(v.Numerator, w.numerator) || !near(v.Denominator, w.below)) {
			t.Fatalf("%s: %s has a wrong fraction, want %g over %g", where, v.Name, w.numerator, w.below)
		}
		if v.Low != nil && (*v.Low > *v.Value+1e-9 || *v.High < *v.Value-1e-9) {
			t.Fatalf("%s: %s = %g lies outside of %g to %g", where, v.Name, *v.Value, *v.Low, *v.High)
		}
	}
}

func TestAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		r := result(t, collect(t, q, d))

		first := map[uint64]chat.Time{}
		saw := func(user uint64, at chat.Time) {
			if old, ok := first[user]; at.Known() && (!ok || at < old) {
				first[user] = at
			}
		}
		for _, f := range d.facts {
			saw(f.UserKey, f.StartedAt)
		}
		for _, h := range d.history {
			saw(h.user, h.started)
		}
		newInPeriod := func(s period.Span) func(uint64) bool {
			return func(user uint64) bool {
				at, ok := first[user]
				return s.Start.IsZero() || !ok || !at.In(berlin).Before(s.Start)
			}
		}
		selected := func(s period.Span) (list []chat.Facts) {
			for _, f := range d.facts {
				if selects(q, s, f) {
					list = append(list, f)
				}
			}
			return list
		}
		now := selected(q.Span)
		want := reference(now, newInPeriod(q.Span))
		checkValues(t, "total", r.Values, want)
		checkCoverage(t, r, d, q, want)
		if q.Previous != nil {
			checkPrevious(t, r.Values, reference(selected(*q.Previous), newInPeriod(*q.Previous)))
		}
		if len(q.By) == 0 {
			return
		}

		groups := map[string][]chat.Facts{}
		for _, f := range now {
			groups[groupText(q, f)] = append(groups[groupText(q, f)], f)
		}
		if len(r.Groups) != len(groups) {
			t.Fatalf("%d groups, want %d: %v", len(r.Groups), len(groups), slices.Collect(maps.Keys(groups)))
		}
		for _, g := range r.Groups {
			members := groups[keyText(g.Key)]
			isNew := func(user uint64) bool {
				at, timed := first[user]
				fresh := newInPeriod(q.Span)(user)
				for _, name := range q.By {
					text := dimensionText(name, members[0])
					if timed && text != "" && slices.Contains([]string{"hour", "day", "week", "month"}, name) {
						fresh = fresh && dimensionText(name, chat.Facts{StartedAt: at}) == text
					}
				}
				return fresh
			}
			checkValues(t, keyText(g.Key), g.Values, reference(members, isNew))
		}
	})
}

func checkCoverage(t *rapid.T, r *Result, d data, q Query, want map[string]number) {
	var untimed, engaged int64
	for _, f := range d.facts {
		if !f.StartedAt.Known() && matchesReference(q, f, dimensionText("property:plan", f)) {
			untimed++
		}
	}
	for _, o := range chat.Outcomes {
		engaged += r.Outcomes[o.Outcome]
	}
	coverage := Coverage{int64(want["conversations"].value), int64(want["engaged_conversations"].value), untimed, ""}
	if r.Coverage != coverage || engaged != coverage.Engaged {
		t.Fatalf("coverage %+v, want %+v; the outcomes add up to %d", r.Coverage, coverage, engaged)
	}
}

func checkPrevious(t *rapid.T, got []Value, want map[string]number) {
	for _, v := range got {
		w := want[v.Name]
		if (v.Previous == nil) != (w.n == 0) || w.n > 0 && math.Abs(*v.Previous-w.value) > 1e-9*(1+w.value) {
			t.Fatalf("%s was %v, want %+v", v.Name, v.Previous, w)
		}
		if known := v.Value != nil && v.Previous != nil; (v.Change != nil) != known || !known && v.PValue != nil {
			t.Fatalf("%s: a change of %v, p %v, from %v to %v", v.Name, v.Change, v.PValue, v.Previous, v.Value)
		}
		if (v.PValue == nil) != (v.Significant == nil) || v.PValue != nil && (!(*v.PValue >= 0 && *v.PValue <= 1) || *v.Significant != (*v.PValue < 0.05)) {
			t.Fatalf("%s: p = %v, significant: %v", v.Name, v.PValue, v.Significant)
		}
	}
}

func groupText(q Query, f chat.Facts) string {
	var texts []string
	for _, name := range q.By {
		texts = append(texts, cmp.Or(dimensionText(name, f), "(none)"))
	}
	return strings.Join(texts, " / ")
}

func keyText(k GroupKey) string {
	var texts []string
	for _, part := range k {
		if part.Value == nil {
			texts = append(texts, "(none)")
		} else {
			texts = append(texts, *part.Value)
		}
	}
	return strings.Join(texts, " / ")
}

// The order of the conversations and how they are split over collectors must not
// show in a single bit of the output.
func TestOrderAndPartitionDoNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		want, err := json.Marshal(result(t, collect(t, q, d)))
		if err != nil {
			t.Fatal(err)
		}
		parts := make([]data, rapid.IntRange(1, 4).Draw(t, "parts"))
		part := func() *data { return &parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")] }
		for _, f := range rapid.Permutation(d.facts).Draw(t, "order") {
			p := part()
			p.facts = append(p.facts, f)
		}
		for _, h := range rapid.Permutation(d.history).Draw(t, "order of the history") {
			p := part()
			p.history = append(p.history, h)
		}
		whole := collect(t, q, parts[0])
		for _, p := range parts[1:] {
			whole.Merge(collect(t, q, p))
		}
		got, err := json.Marshal(result(t, whole))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("in %d parts: %s\nat once:   %s", len(parts), got, want)
		}
	})
}

// What is counted in the groups adds up to the total.
func TestGroupsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		q.By = append(q.By, "model")[:1]
		r := result(t, collect(t, q, d))
		for i, total := range r.Values {
			fold := Registry[slices.IndexFunc(Registry, func(m Metric) bool { return m.Name == total.Metric })].Statistics[0].Fold
			if total.Statistic != "" || fold == Distinct || fold == DistinctNew || fold == DistinctReturning {
				continue // users may be in several groups
			}
			var value, numerator, denominator float64
			for _, g := range r.Groups {
				if v := g.Values[i]; v.Denominator != nil {
					numerator += *v.Numerator
					denominator += *v.Denominator
				} else if v.Value != nil {
					value += *v.Value
				}
			}
			switch {
			case total.Value == nil:
			case total.Denominator != nil && (*total.Numerator != numerator || *total.Denominator != denominator):
				t.Fatalf("%s: the groups add up to %g/%g, the total is %g/%g", total.Name, numerator, denominator, *total.Numerator, *total.Denominator)
			case total.Denominator == nil && *total.Value != value:
				t.Fatalf("%s: the groups add up to %g, the total is %g", total.Name, value, *total.Value)
			}
		}
	})
}
