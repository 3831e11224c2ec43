package metrics

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Groups of which a census tells the largest are what the reference makes of them,
// and the others are put together as Top does it.
func TestLargestAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, q := drawData(t), drawQuery(t)
		q.By = []string{rapid.SampledFrom([]string{"channel", "user", "bot", "outcome", "property:plan", "topic"}).Draw(t, "by")}
		full := result(t, collect(t, q, d))
		n := rapid.IntRange(1, 4).Draw(t, "largest")
		q.Largest = drawCensus(t, q, d).Largest(n)
		r := result(t, collect(t, q, d))
		if len(full.Groups) <= n {
			if len(r.Groups) != len(full.Groups) {
				t.Fatalf("%d groups of %d", len(r.Groups), len(full.Groups))
			}
			return
		}
		rest := r.Groups[len(r.Groups)-1]
		if len(r.Groups) != n+1 || rest.Merged != len(full.Groups)-n || keyText(rest.Key) != "other" {
			t.Fatalf("%d of %d groups, the last of which is %s of %d", len(r.Groups), len(full.Groups), keyText(rest.Key), rest.Merged)
		}
		kept := map[string]bool{}
		for _, g := range r.Groups[:n] {
			kept[keyText(g.Key)] = true
		}
		checkKept(t, q, full.Groups, kept)
		checkRest(t, q, d, rest, kept)
		for _, g := range r.Groups[:n] {
			i := slices.IndexFunc(full.Groups, func(o Group) bool { return keyText(o.Key) == keyText(g.Key) })
			if *g.Values[0].Value != *full.Groups[i].Values[0].Value {
				t.Fatalf("%s: %g instead of %g", keyText(g.Key), *g.Values[0].Value, *full.Groups[i].Values[0].Value)
			}
		}
	})
}

// drawCensus counts data in two parts.
func drawCensus(t *rapid.T, q Query, d data) *Census {
	var parts [2]*Census
	for i := range parts {
		var err error
		if parts[i], err = NewCensus(q); err != nil {
			t.Fatal(err)
		}
	}
	at := rapid.IntRange(0, len(d.facts)).Draw(t, "cut")
	for i := range d.facts {
		parts[one(i >= at)].Add(&d.facts[i])
	}
	parts[0].Merge(parts[1])
	return parts[0]
}

// With the largest told apart there are never too many groups, and as many as
// there is room for can be.
func TestLargestOfTooMany(t *testing.T) {
	q := Query{Metrics: []string{"conversations", "users"}, By: []string{"user"}, MaxGroups: 10}
	var facts []chat.Facts
	for i := range 400 {
		user := 'a' + rune(i%20)
		facts = append(facts, chat.Facts{Key: int64(i), UserID: string(user), UserKey: uint64(user), StartedAt: chat.NoTime, UserMessages: 1})
	}
	facts = append(facts, chat.Facts{Key: 400, UserID: "c", UserKey: 'c', StartedAt: chat.NoTime, UserMessages: 1})
	if _, err := collect(t, q, data{facts: facts}).Result(); err == nil {
		t.Fatal("20 groups where 10 may be")
	}
	census, err := NewCensus(q)
	if err != nil {
		t.Fatal(err)
	}
	for i := range facts {
		census.Add(&facts[i])
	}
	q.Largest = census.Largest(census.Room())
	r := result(t, collect(t, q, data{facts: facts}))
	if len(r.Groups) != 10 || keyText(r.Groups[0].Key) != "c" || r.Groups[9].Merged != 11 || *r.Groups[9].Values[0].Value != 11*20 || *r.Groups[9].Values[1].Value != 11 {
		t.Fatalf("%d groups: %+v", len(r.Groups), r.Groups)
	}
	for _, by := range [][]string{nil, {"day"}, {"bot", "channel"}, {"mood"}} {
		if _, err := NewCensus(Query{By: by, Filter: Filter{Span: period.Span{}}}); err == nil {
			t.Errorf("groups by %q were counted", by)
		}
	}
}
