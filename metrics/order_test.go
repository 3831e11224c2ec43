package metrics

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// What is cut off is put together as if it were one group, and all is compared
// with the reference.
func TestTopAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		if len(q.By) == 0 {
			q.By = []string{"channel"}
		}
		full := result(t, collect(t, q, d))
		q.Top = rapid.IntRange(1, 4).Draw(t, "top")
		q.Reverse = rapid.Bool().Draw(t, "reverse")
		if rapid.Bool().Draw(t, "sorts") {
			q.Sort = rapid.SampledFrom([]string{"conversations", "resolution_rate", "response_time.p90", "recontact_rate", "users"}).Draw(t, "sort")
		}
		r := result(t, collect(t, q, d))
		if len(full.Groups) <= q.Top {
			if len(r.Groups) != len(full.Groups) {
				t.Fatalf("%d groups of %d", len(r.Groups), len(full.Groups))
			}
			return
		}
		if len(r.Groups) != q.Top+1 {
			t.Fatalf("top %d: %d groups", q.Top, len(r.Groups))
		}
		rest := r.Groups[q.Top]
		if rest.Merged != len(full.Groups)-q.Top || keyText(rest.Key) != strings.Repeat("other / ", len(q.By)-1)+"other" {
			t.Fatalf("%d groups less %d: %d are put together in %s", len(full.Groups), q.Top, rest.Merged, keyText(rest.Key))
		}
		kept := map[string]bool{}
		for _, g := range r.Groups[:q.Top] {
			kept[keyText(g.Key)] = true
		}
		checkKept(t, q, full.Groups, kept)
		checkRest(t, q, d, rest, kept)
	})
}

// checkKept checks that no group that was put with the rest should stand before
// one that was kept.
func checkKept(t *rapid.T, q Query, groups []Group, kept map[string]bool) {
	name := q.Sort
	if name == "" {
		name = "conversations"
	}
	value := func(g Group) float64 {
		i := slices.IndexFunc(g.Values, func(v Value) bool { return v.Name == name })
		switch v := g.Values[i].Value; {
		case v == nil:
			return math.Inf(-1) // the last, whatever the order
		case q.Reverse:
			return -*v
		default:
			return *v
		}
	}
	least, most := math.Inf(1), math.Inf(-1)
	for _, g := range groups {
		if kept[keyText(g.Key)] {
			least = min(least, value(g))
		} else {
			most = max(most, value(g))
		}
	}
	if most > least {
		t.Fatalf("by %s: one with %g is kept, one with %g is not", name, least, most)
	}
}

// checkRest compares the rest with the reference over its conversations, now and before.
func checkRest(t *rapid.T, q Query, d data, rest Group, kept map[string]bool) {
	members := func(s period.Span) (list []chat.Facts) {
		for _, f := range d.facts {
			if selects(q, s, f) && !kept[groupText(q, f)] {
				list = append(list, f)
			}
		}
		return list
	}
	first, starts := d.firstSeen(), d.starts()
	now := members(q.Span)
	ofTime := func(name string) bool { return slices.Contains([]string{"hour", "day", "week", "month"}, name) }
	timeKey := func(f chat.Facts) string {
		var texts []string
		for _, name := range q.By {
			if ofTime(name) {
				texts = append(texts, dimensionText(name, f))
			}
		}
		return strings.Join(texts, "/")
	}
	stretches := map[string]bool{}
	timeless := map[string]bool{}
	for _, f := range now {
		stretches[timeKey(f)] = true
		timeless[timeKey(f)] = !f.StartedAt.Known()
	}
	isNew := func(user uint64) bool {
		at, ok := first[user]
		if !ok {
			return true
		}
		if !q.Span.Start.IsZero() && at.In(berlin).Before(q.Span.Start) {
			return false
		}
		if !slices.ContainsFunc(q.By, ofTime) {
			return true
		}
		for _, untimed := range timeless {
			if untimed {
				return true
			}
		}
		return stretches[timeKey(chat.Facts{StartedAt: at})]
	}
	checkValues(t, "other", rest.Values, reference(now, world{isNew, starts, q.Newest}))
	if q.Previous == nil || slices.ContainsFunc(q.By, ofTime) {
		return
	}
	newBefore := func(user uint64) bool {
		at, ok := first[user]
		return q.Previous.Start.IsZero() || !ok || !at.In(berlin).Before(q.Previous.Start)
	}
	checkPrevious(t, rest.Values, reference(members(*q.Previous), world{newBefore, starts, q.Newest}), true)
}

func TestOrderOfQuery(t *testing.T) {
	for _, c := range []struct {
		q    Query
		want string // part of the error, "" for none
	}{
		{Query{By: []string{"bot"}, Sort: "duration.p90"}, ""},
		{Query{By: []string{"bot"}, Sort: "duration"}, `groups cannot be sorted by "duration": the metrics that were asked for are conversations, `},
		{Query{By: []string{"bot"}, Sort: "users", Metrics: []string{"csat"}}, `the metrics that were asked for are csat`},
		{Query{By: []string{"bot"}, Top: -1}, "top -1"},
		{Query{Top: 3}, "say what to group by"},
		{Query{Sort: "users"}, "say what to group by"},
	} {
		_, err := NewCollector(c.q)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.q, err, c.want)
		}
	}
}
