package demo

import "testing"

func TestTimelineIsInOrder(t *testing.T) {
	o := quarter(3000, 8)
	moments, err := Timeline(o)
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]int{}
	var last int64
	count := 0
	overlaps := 0
	before := ""
	for m := range moments {
		if m.Entry().Millis < last {
			t.Fatalf("%s goes back in time at entry %d", m.ID, m.Index)
		}
		last = m.Entry().Millis
		if m.Index != next[m.ID] {
			t.Fatalf("%s: entry %d, want %d", m.ID, m.Index, next[m.ID])
		}
		if m.ID != before && m.Index > 0 {
			overlaps++
		}
		before = m.ID
		next[m.ID]++
		count++
	}
	want := 0
	for _, c := range all(t, o) {
		want += len(c.Entries)
		if next[c.ID] != len(c.Entries) {
			t.Errorf("%s: %d of %d entries", c.ID, next[c.ID], len(c.Entries))
		}
	}
	if count != want {
		t.Errorf("%d entries, want %d", count, want)
	}
	if overlaps < 100 {
		t.Errorf("only %d changes between open conversations: too tidy for a live log", overlaps)
	}
}

// The conversations in memory are those open at one time. Ten times as many
// over ten times the span must not be more.
func TestMemoryStaysFlat(t *testing.T) {
	most := func(n, days int) int {
		o := quarter(n, 9)
		o.End = o.Start.AddDate(0, 0, days)
		conversations, err := Conversations(o)
		if err != nil {
			t.Fatal(err)
		}
		var open openConversations
		top := 0
		for c := range conversations {
			open.until(c.Entries[0].Millis, func(Moment) bool { return true })
			open.push(c)
			top = max(top, open.Len())
		}
		return top
	}
	few, many := most(500, 5), most(5000, 50)
	if few > 60 || many > 60 {
		t.Errorf("%d conversations open at once among 500 and %d among 5,000, want few", few, many)
	}
}

func TestStopEarly(t *testing.T) {
	conversations, err := Conversations(quarter(maxConversations, 1))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for range conversations {
		if seen++; seen == 3 {
			break
		}
	}
	moments, err := Timeline(quarter(maxConversations, 1))
	if err != nil {
		t.Fatal(err)
	}
	for range moments {
		if seen++; seen == 20 {
			break
		}
	}
	if seen != 20 {
		t.Errorf("stopped after %d", seen)
	}
}
