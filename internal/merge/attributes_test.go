package merge

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

func drawAttributes(t *rapid.T, timed bool) Attributes {
	name := rapid.SampledFrom([]string{"", "a", "b"})
	object := rapid.SampledFrom([]string{"", `{"k":1}`, `{"k":2}`, `{"l":"x"}`, `{"k":1,"l":"y"}`})
	at := func() chat.Time {
		if !timed || rapid.Bool().Draw(t, "untimed") {
			return chat.NoTime
		}
		return chat.Time(rapid.IntRange(1, 3).Draw(t, "time"))
	}
	return Attributes{name.Draw(t, "user"), name.Draw(t, "bot"), name.Draw(t, "channel"), name.Draw(t, "language"),
		object.Draw(t, "properties"), object.Draw(t, "user properties"), at(), at()}
}

// Join is commutative and idempotent; where no times rank the records, also associative.
func TestJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAttributes(t, true), drawAttributes(t, true)
		if ab, ba := Join(a, b), Join(b, a); ab != ba {
			t.Fatalf("%+v, but the other way round %+v", ab, ba)
		}
		if aa := Join(a, a); aa != a {
			t.Fatalf("with itself: %+v, want %+v", aa, a)
		}
		if ab := Join(a, b); Join(ab, b) != ab && a.UpdatedAt == b.UpdatedAt && a.CreatedAt == b.CreatedAt {
			t.Fatalf("joined again: %+v, want %+v", Join(ab, b), ab)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawAttributes(t, false), drawAttributes(t, false), drawAttributes(t, false)
		if x, y := Join(Join(a, b), c), Join(a, Join(b, c)); x != y {
			t.Fatalf("(ab)c is %+v, a(bc) %+v", x, y)
		}
	})
}

// Events of any imports in any order; those without an id that are equal within
// one import stay as many.
func TestEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var events []chat.Event
		for i := range rapid.IntRange(0, 10).Draw(t, "events") {
			e := chat.Event{Type: rapid.SampledFrom([]string{"lead", "conversion"}).Draw(t, "type"), Time: chat.NoTime,
				Properties: rapid.SampledFrom([]string{"", `{"n":1}`}).Draw(t, "properties")}
			if rapid.Bool().Draw(t, "timed") {
				e.Time = chat.Time(rapid.IntRange(1, 3).Draw(t, "time"))
			}
			if rapid.Bool().Draw(t, "id") {
				e.ID = fmt.Sprintf("e%d", i)
			}
			events = append(events, e)
		}
		want := slices.Clone(Events([]EventPiece{{Events: events, Import: 1}}))
		if len(want) != len(events) {
			t.Fatalf("%d events became %d", len(events), len(want))
		}
		at := rapid.IntRange(0, len(events)).Draw(t, "at")
		shuffled := rapid.Permutation(events).Draw(t, "shuffled")
		pieces := []EventPiece{{Events: shuffled[:at], Import: 1}, {Events: shuffled[at:], Import: 1}, {Events: events, Import: 2}, {Events: want}}
		if got := Events(rapid.Permutation(pieces).Draw(t, "order")); !slices.Equal(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestEventToldTwiceUnderItsID(t *testing.T) {
	a, b := chat.Event{ID: "e1", Type: "lead", Time: 1}, chat.Event{ID: "e1", Type: "lead", Time: 2, Properties: `{"n":1}`}
	for _, pieces := range [][]EventPiece{
		{{Events: []chat.Event{a}, Import: 1}, {Events: []chat.Event{b}, Import: 2}},
		{{Events: []chat.Event{b}, Import: 1}, {Events: []chat.Event{a}, Import: 2}},
		{{Events: []chat.Event{a, b}, Import: 1}},
	} {
		if got := Events(pieces); !slices.Equal(got, []chat.Event{b}) {
			t.Errorf("%+v", got)
		}
	}
}

func TestFeedbackInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []chat.Feedback
		for range rapid.IntRange(0, 8).Draw(t, "feedback") {
			all = append(all, chat.Feedback{ID: rapid.SampledFrom([]string{"", "f1", "f2"}).Draw(t, "id"), Rating: rapid.IntRange(0, 5).Draw(t, "rating"),
				Thumb: rapid.Bool().Draw(t, "thumb"), Time: chat.Time(rapid.IntRange(0, 2).Draw(t, "time"))})
		}
		want := Feedback(all)
		if got := Feedback(append(rapid.Permutation(all).Draw(t, "shuffled"), want...)); !slices.Equal(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}
