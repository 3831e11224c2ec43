package metrics

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// countsAnyway tells the counts of which there are 0 where there are no conversations.
func countsAnyway(v Value, want map[string]number) bool {
	return v.Unit == UnitCount && want["conversations"].value == 0
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
		if w.n == 0 && countsAnyway(v, want) {
			if v.Value == nil || *v.Value != 0 {
				t.Fatalf("%s: %s of nothing is %v", where, v.Name, v.Value)
			}
			continue
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

// starts returns when each user started conversations.
func (d data) starts() map[uint64][]chat.Time {
	starts := map[uint64][]chat.Time{}
	for _, f := range d.facts {
		if f.UserKey != 0 && f.StartedAt.Known() {
			starts[f.UserKey] = append(starts[f.UserKey], f.StartedAt)
		}
	}
	for _, h := range d.history {
		starts[h.user] = append(starts[h.user], h.started)
	}
	return starts
}

// firstSeen returns when each user started a conversation first, if that is known.
func (d data) firstSeen() map[uint64]chat.Time {
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
	return first
}

func TestAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		r := result(t, collect(t, q, d))

		first := d.firstSeen()
		newInPeriod := func(s period.Span) func(uint64) bool {
			return func(user uint64) bool {
				at, ok := first[user]
				return s.Start.IsZero() || !ok || !at.In(berlin).Before(s.Start)
			}
		}
		selected := func(s period.Span) []chat.Facts {
			return slices.DeleteFunc(slices.Clone(d.facts), func(f chat.Facts) bool { return !selects(q, s, f) })
		}
		now := selected(q.Span)
		starts := d.starts()
		of := func(isNew func(uint64) bool) world { return world{isNew, starts, q.Newest} }
		want := reference(now, of(newInPeriod(q.Span)))
		checkValues(t, "total", r.Values, want)
		checkCoverage(t, r, d, q, want)
		if q.Previous != nil {
			checkPrevious(t, r.Values, reference(selected(*q.Previous), of(newInPeriod(*q.Previous))), false)
		}
		if len(q.By) == 0 {
			return
		}

		groups := map[string][]chat.Facts{}
		for _, f := range now {
			groups[groupText(q, f)] = append(groups[groupText(q, f)], f)
		}
		for _, g := range r.Groups {
			members := groups[keyText(g.Key)]
			delete(groups, keyText(g.Key))
			if len(members) == 0 { // a gap
				if len(q.By) != 1 || q.By[0] == "bot" {
					t.Fatalf("%s has no conversations", keyText(g.Key))
				}
				checkValues(t, keyText(g.Key), g.Values, reference(nil, of(nil)))
				continue
			}
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
			checkValues(t, keyText(g.Key), g.Values, reference(members, of(isNew)))
		}
		if len(groups) > 0 {
			t.Fatalf("groups are missing: %v", slices.Collect(maps.Keys(groups)))
		}
	})
}

func checkCoverage(t *rapid.T, r *Result, d data, q Query, want map[string]number) {
	var untimed, engaged, unread int64
	for _, f := range d.facts {
		if !f.StartedAt.Known() && matchesReference(q, f, dimensionText("property:plan", f)) {
			untimed++
		}
		if isEngaged(f) && !f.WordsRead && selects(q, q.Span, f) {
			unread++
		}
	}
	for _, o := range chat.Outcomes {
		engaged += r.Outcomes[o.Outcome]
	}
	coverage := Coverage{int64(want["conversations"].value), int64(want["engaged_conversations"].value), untimed, unread, ""}
	if r.Coverage != coverage || engaged != coverage.Engaged {
		t.Fatalf("coverage %+v, want %+v; the outcomes add up to %d", r.Coverage, coverage, engaged)
	}
}

// checkPrevious compares the other period with the reference; grouped says that
// p-values are corrected for other groups.
func checkPrevious(t *rapid.T, got []Value, want map[string]number, grouped bool) {
	for _, v := range got {
		w := want[v.Name]
		if (v.Previous == nil) != (w.n == 0 && !countsAnyway(v, want)) || w.n > 0 && math.Abs(*v.Previous-w.value) > 1e-9*(1+w.value) {
			t.Fatalf("%s was %v, want %+v", v.Name, v.Previous, w)
		}
		if known := v.Value != nil && v.Previous != nil; (v.Change != nil) != known || !known && v.PValue != nil {
			t.Fatalf("%s: a change of %v, p %v, from %v to %v", v.Name, v.Change, v.PValue, v.Previous, v.Value)
		}
		if (v.PValue == nil) != (v.Significant == nil) || v.PValue != nil && (!(*v.PValue >= 0 && *v.PValue <= 1) || !grouped && *v.Significant != (*v.PValue < 0.05)) {
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
			case total.Value == nil, total.Name == "cost_per_resolution": // where nothing was resolved it has no fraction
			case total.Denominator != nil && (math.Abs(*total.Numerator-numerator) > 1e-9 || *total.Denominator != denominator):
				t.Fatalf("%s: the groups add up to %g/%g, the total is %g/%g", total.Name, numerator, denominator, *total.Numerator, *total.Denominator)
			case total.Denominator == nil && math.Abs(*total.Value-value) > 1e-9*(1+value):
				t.Fatalf("%s: the groups add up to %g, the total is %g", total.Name, value, *total.Value)
			}
		}
	})
}
