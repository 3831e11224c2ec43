package abtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// event is an exposure (with a variant) or a conversion (without).
type event struct {
	session, variant string
	time             chat.Time
}

func feed(c *Counter, events []event) Counts {
	for _, e := range events {
		if e.variant == "" {
			c.Convert(Conversion{Session: Session{ID: e.session}, Time: e.time})
		} else {
			c.Expose(Exposure{Session: Session{ID: e.session}, Variant: e.variant, Time: e.time})
		}
	}
	return c.Counts()
}

func TestCountingRules(t *testing.T) {
	const never = chat.NoTime
	type want struct {
		a, b   [2]int64 // sessions, conversions
		checks Checks   // without hash mismatches
	}
	for _, c := range []struct {
		rule   string
		events []event
		want   want
	}{
		{"nothing", nil, want{}},
		{"an exposure makes a session", []event{{"s", "A", 5}}, want{a: [2]int64{1, 0}}},
		{"a repeated exposure counts once", []event{{"s", "A", 5}, {"s", "A", 6}}, want{a: [2]int64{1, 0}}},
		{"a conversion after the exposure counts", []event{{"s", "A", 5}, {"s", "", 6}}, want{a: [2]int64{1, 1}}},
		{"a conversion at the exposure counts", []event{{"s", "A", 5}, {"s", "", 5}}, want{a: [2]int64{1, 1}}},
		{"many conversions count once", []event{{"s", "A", 5}, {"s", "", 6}, {"s", "", 7}}, want{a: [2]int64{1, 1}}},
		{"one before does not", []event{{"s", "A", 5}, {"s", "", 4}},
			want{a: [2]int64{1, 0}, checks: Checks{ConversionsBeforeExposure: 1}}},
		{"one before and one after counts", []event{{"s", "", 4}, {"s", "A", 5}, {"s", "", 6}}, want{a: [2]int64{1, 1}}},
		{"the earliest exposure fixes the variant, in whatever order", []event{{"s", "B", 9}, {"s", "A", 5}},
			want{a: [2]int64{1, 0}, checks: Checks{Crossovers: 1}}},
		{"of equal times the first fed", []event{{"s", "B", 5}, {"s", "A", 5}},
			want{b: [2]int64{1, 0}, checks: Checks{Crossovers: 1}}},
		{"a conversion after the earliest exposure counts though another follows", []event{{"s", "B", 9}, {"s", "", 7}, {"s", "A", 5}},
			want{a: [2]int64{1, 1}, checks: Checks{Crossovers: 1}}},
		{"an unknown variant exposes to nothing", []event{{"s", "Z", 1}, {"s", "A", 5}, {"s", "", 3}, {"u", "Z", 1}, {"u", "", 2}},
			want{a: [2]int64{1, 0}, checks: Checks{UnknownVariants: 2, ConversionsBeforeExposure: 1, ConversionsUnexposed: 1}}},
		{"conversions without exposure", []event{{"s", "", 1}, {"s", "", 2}, {"u", "", 3}},
			want{checks: Checks{ConversionsUnexposed: 2}}},
		{"an untimed exposure is the earliest", []event{{"s", "B", 1}, {"s", "A", never}, {"s", "", 0}},
			want{a: [2]int64{1, 1}, checks: Checks{Crossovers: 1}}},
		{"an untimed conversion counts", []event{{"s", "", never}, {"s", "A", 5}}, want{a: [2]int64{1, 1}}},
		{"an untimed conversion outweighs an early one", []event{{"s", "", never}, {"s", "", 1}, {"s", "A", 5}}, want{a: [2]int64{1, 1}}},
		{"an untimed conversion needs an exposure all the same", []event{{"s", "", never}},
			want{checks: Checks{ConversionsUnexposed: 1}}},
		{"times before 1970 are times", []event{{"s", "A", -9}, {"s", "", -8}, {"u", "B", 0}, {"u", "", -1}},
			want{a: [2]int64{1, 1}, b: [2]int64{1, 0}, checks: Checks{ConversionsBeforeExposure: 1}}},
	} {
		got := feed(NewCounter(mustTest(t, "t", []string{"A", "B"}, nil)), c.events)
		got.Checks.HashMismatches = 0
		a, b := got.Variants[0], got.Variants[1]
		seen := want{[2]int64{a.Sessions, a.Conversions}, [2]int64{b.Sessions, b.Conversions}, got.Checks}
		if seen != c.want {
			t.Errorf("%s: got %+v, want %+v", c.rule, seen, c.want)
		}
	}
}

func TestHashMismatches(t *testing.T) {
	test := mustTest(t, "t", []string{"A", "B"}, nil)
	counter := NewCounter(test)
	for i := range 100 {
		session := fmt.Sprint(i)
		index, variant := test.Assign(session)
		if i < 30 { // served the other one
			variant = test.Variants()[1-index]
		}
		counter.Expose(Exposure{Session: Session{ID: session}, Variant: variant, Time: 1})
	}
	if got := counter.Counts().Checks.HashMismatches; got != 30 {
		t.Errorf("%d hash mismatches, want 30", got)
	}
}

// drawEvents makes events whose exposures of one session differ in time, so
// that their order in the input cannot matter.
func drawEvents(t *rapid.T) []event {
	var events []event
	taken := map[event]bool{}
	for range rapid.IntRange(0, 40).Draw(t, "events") {
		e := event{
			session: rapid.SampledFrom([]string{"s0", "s1", "s2", "s3", "séance"}).Draw(t, "session"),
			variant: rapid.SampledFrom([]string{"", "A", "B", "C", "Z"}).Draw(t, "variant"),
			time:    chat.Time(rapid.Int64Range(-3, 20).Draw(t, "time")),
		}
		if e.time == -3 {
			e.time = chat.NoTime
		}
		moment := event{session: e.session, time: e.time}
		if e.variant != "" && taken[moment] {
			continue
		}
		taken[moment] = taken[moment] || e.variant != ""
		events = append(events, e)
	}
	return events
}

func TestOrderOfEventsIsIrrelevant(t *testing.T) {
	test := mustTest(t, "t", []string{"A", "B", "C"}, []string{"2", "1", "0"})
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t)
		want := feed(NewCounter(test), events)
		r := rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed")))
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := feed(NewCounter(test), events); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestASessionCountsOnce(t *testing.T) {
	test := mustTest(t, "t", []string{"A", "B", "C"}, nil)
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t)
		exposed, all := map[string]bool{}, map[string]bool{}
		for _, e := range events {
			if e.variant != "Z" {
				all[e.session] = true
			}
			if e.variant != "" && e.variant != "Z" {
				exposed[e.session] = true
			}
		}
		got := feed(NewCounter(test), events)
		var sessions int64
		for _, v := range got.Variants {
			sessions += v.Sessions
			if v.Conversions > v.Sessions {
				t.Fatalf("%s: %d conversions of %d sessions", v.Name, v.Conversions, v.Sessions)
			}
		}
		if sessions != int64(len(exposed)) {
			t.Fatalf("%d sessions counted, %d exposed", sessions, len(exposed))
		}
		if n := sessions + got.Checks.ConversionsUnexposed; n != int64(len(all)) {
			t.Fatalf("%d sessions accounted for, of %d", n, len(all))
		}
		twice := feed(NewCounter(test), append(events, events...))
		twice.Checks.UnknownVariants /= 2
		if !reflect.DeepEqual(twice, got) {
			t.Fatalf("events fed twice: got %+v, want %+v", twice, got)
		}
	})
}

func TestSwappingVariantsMirrorsTheCounts(t *testing.T) {
	ab, ba := mustTest(t, "t", []string{"A", "B"}, nil), mustTest(t, "t", []string{"B", "A"}, nil)
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t)
		got, mirrored := feed(NewCounter(ab), events), feed(NewCounter(ba), events)
		if !reflect.DeepEqual(got.Variants[0], mirrored.Variants[1]) || !reflect.DeepEqual(got.Variants[1], mirrored.Variants[0]) {
			t.Fatalf("got %+v, mirrored %+v", got.Variants, mirrored.Variants)
		}
	})
}

func TestCountAssigned(t *testing.T) {
	test := mustTest(t, "t", []string{"A", "B", "C"}, []string{"3", "1", "0"})
	sessions := map[string]bool{}
	for i := range 400 {
		sessions[fmt.Sprint("s", i)] = i%4 == 0
	}
	// Each session comes twice, the second time as not converted.
	got := CountAssigned(test, func(yield func(Session, bool) bool) {
		for s, converted := range sessions {
			if !yield(Session{ID: s}, converted) || !yield(Session{ID: s}, false) {
				return
			}
		}
	})
	if !got.Recomputed || got.Checks != (Checks{}) {
		t.Errorf("recomputed %v, checks %+v", got.Recomputed, got.Checks)
	}
	counter := NewCounter(test)
	for s, converted := range sessions {
		_, variant := test.Assign(s)
		counter.Expose(Exposure{Session: Session{ID: s}, Variant: variant, Time: 1})
		if converted {
			counter.Convert(Conversion{Session: Session{ID: s}, Time: 1})
		}
	}
	want := counter.Counts()
	if !reflect.DeepEqual(got.Variants, want.Variants) {
		t.Errorf("got %+v, want %+v", got.Variants, want.Variants)
	}
	if n := got.Variants[2].Sessions; n != 0 {
		t.Errorf("%d sessions in a variant of weight 0", n)
	}
	if empty := CountAssigned(test, maps.All(map[Session]bool{})); len(empty.Variants) != 3 || empty.Variants[0].Sessions != 0 {
		t.Errorf("without sessions: %+v", empty)
	}
}

func TestCountsAsJSON(t *testing.T) {
	counts := feed(NewCounter(mustTest(t, "greeting", []string{"A", "B"}, []string{"0.9", "0.1"})),
		[]event{{"s", "A", 1}, {"s", "", 2}, {"u", "A", 1}})
	text, err := json.Marshal(counts)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Test       string
		Variants   []map[string]any
		Checks     map[string]any
		Recomputed bool
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	a, b := got.Variants[0], got.Variants[1]
	for key, want := range map[string]any{"name": "A", "sessions": 2.0, "conversions": 1.0, "rate": 0.5, "weight": 9.0} {
		if a[key] != want {
			t.Errorf("A's %s is %v, want %v", key, a[key], want)
		}
	}
	// Wilson's interval of 1 in 2, by hand: 0.5 ∓ 0.5·z/√(2+z²).
	z2 := 1.959963984540054 * 1.959963984540054
	half := 0.5 * math.Sqrt(z2/(2+z2))
	if low, high := a["low"].(float64), a["high"].(float64); math.Abs(low-0.5+half) > 1e-12 || math.Abs(high-0.5-half) > 1e-12 {
		t.Errorf("A's interval is [%v, %v], want 0.5 ∓ %v", low, high, half)
	}
	if rate, ok := b["rate"]; !ok || rate != nil || b["low"] != 0.0 || b["high"] != 1.0 {
		t.Errorf("without sessions: %v", b)
	}
	for _, key := range []string{"crossovers", "hash_mismatches", "unknown_variants"} {
		if _, ok := got.Checks[key].(float64); !ok {
			t.Errorf("checks lack %s: %v", key, got.Checks)
		}
	}
}

func TestSessionsOfSourcesDiffer(t *testing.T) {
	counter := NewCounter(mustTest(t, "t", []string{"A", "B"}, nil))
	one, other := Session{"x", "s"}, Session{"y", "s"}
	counter.Expose(Exposure{Session: one, Variant: "A", Time: 5})
	counter.Convert(Conversion{Session: other, Time: 6})
	got := counter.Counts()
	if a := got.Variants[0]; a.Sessions != 1 || a.Conversions != 0 || got.Checks.ConversionsUnexposed != 1 {
		t.Errorf("got %+v, checks %+v", a, got.Checks)
	}
	got = CountAssigned(mustTest(t, "t", []string{"A"}, nil), maps.All(map[Session]bool{one: true, other: false}))
	if a := got.Variants[0]; a.Sessions != 2 || a.Conversions != 1 {
		t.Errorf("assigned: %+v", a)
	}
}

func TestCountsOfSomeSessions(t *testing.T) {
	counter := NewCounter(mustTest(t, "t", []string{"A", "B"}, nil))
	feed(counter, []event{{"s", "B", 9}, {"s", "A", 5}, {"s", "", 6}, {"u", "B", 7}, {"w", "", 1}, {"z", "Z", 1}})
	for session, want := range map[string]Exposure{"s": {Variant: "A", Time: 5}, "u": {Variant: "B", Time: 7}, "w": {}, "z": {}, "none": {}} {
		first, exposed := counter.First(Session{ID: session})
		if exposed != (want.Variant != "") || exposed && ([]string{"A", "B"}[first.Variant] != want.Variant || first.Time != want.Time) {
			t.Errorf("%s: first exposed to %+v (%v), want %+v", session, first, exposed, want)
		}
	}
	late := counter.CountsOf(func(s Session) bool { first, _ := counter.First(s); return first.Time >= 6 })
	if late.Variants[0].Sessions != 0 || late.Variants[1].Sessions != 1 || late.Checks.Crossovers != 0 || late.Checks.ConversionsUnexposed != 0 {
		t.Errorf("those exposed late: %+v", late)
	}
}
