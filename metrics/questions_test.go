package metrics

import (
	"flag"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// thousands is how often a property is checked on 100 data sets: each test of a
// question compares 2,000 data sets with the plain reference.
const thousands = 20

// many checks a property on thousands of data sets.
func many(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	once := checks.String()
	n, err := strconv.Atoi(once)
	if err != nil {
		t.Fatal(err)
	}
	if !testing.Short() {
		n *= thousands
	}
	defer func() { _ = checks.Set(once) }()
	if err := checks.Set(strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, property)
}

// judgedConversations draws conversations with goals, feedback and usage.
func judgedConversations() *rapid.Generator[chat.Facts] {
	base := conversations()
	return rapid.Custom(func(t *rapid.T) chat.Facts {
		f := base.Draw(t, "conversation")
		for _, name := range []string{"a", "b", "c"} {
			if rapid.Bool().Draw(t, "goal "+name) {
				at := chat.NoTime
				if f.Timed() && rapid.Bool().Draw(t, "timed goal") {
					at = f.StartedAt + chat.Time(rapid.SampledFrom([]int64{-1, 0, 5e6, 9e9}).Draw(t, "goal after"))
				}
				f.Goals, f.GoalTimes = append(f.Goals, name), append(f.GoalTimes, at)
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "ratings") {
			f.FeedbackCount++
			rating := rapid.Int32Range(0, 5).Draw(t, "rating") // 0: only a comment
			if rating > 0 {
				f.RatingCount++
				f.RatingSum += rating
			}
			if rating >= 4 {
				f.PositiveCount++
			}
		}
		for _, model := range []string{"large-1", "small-1", ""} {
			if rapid.IntRange(0, 2).Draw(t, "uses "+model) == 0 {
				u := chat.Usage{Model: model, Input: rapid.Int64Range(0, 1e6).Draw(t, "in"), Output: rapid.Int64Range(0, 1e4).Draw(t, "out")}
				u.Cached = rapid.Int64Range(0, u.Input).Draw(t, "cached")
				if rapid.IntRange(0, 3).Draw(t, "recorded") == 0 {
					u.Cost = chat.Cost{Known: true, Nanos: rapid.Int64Range(0, 1e9).Draw(t, "cost")}
				}
				f.Usage = append(f.Usage, u)
			}
		}
		return f
	})
}

// inquiry is a question with the data that it is put to.
type inquiry struct {
	query Query
	facts []chat.Facts
}

func drawInquiry(t *rapid.T) inquiry {
	return inquiry{drawQuery(t), rapid.SliceOfN(judgedConversations(), 0, 40).Draw(t, "facts")}
}

func (q *inquiry) selection() *Selection {
	return &Selection{Filter: q.query.Filter, Previous: q.query.Previous}
}

// sides returns the facts of the period and of the one before, plainly.
func (q *inquiry) sides() (list [2][]chat.Facts) {
	for _, f := range q.facts {
		if selects(q.query, q.query.Span, f) {
			list[Now] = append(list[Now], f)
		}
		if q.query.Previous != nil && selects(q.query, *q.query.Previous, f) {
			list[Before] = append(list[Before], f)
		}
	}
	return list
}

// feed gives the facts to a counter, in two parts that are merged.
func feed[T interface {
	Add(int, *chat.Facts)
	Merge(T)
}](q *inquiry, begin func() T) (T, Head) {
	s := q.selection()
	total, other := begin(), begin()
	selector, second := NewSelector(s), NewSelector(s)
	for i := range q.facts {
		f := q.facts[i]
		if i%2 == 0 {
			selector.Each(&f, total.Add)
		} else {
			second.Each(&f, other.Add)
		}
	}
	total.Merge(other)
	selector.Merge(second)
	return total, selector.Head()
}

// expect compares a value and its previous one with a plain fraction; n is how
// many the value rests on.
func expect(t *rapid.T, v *Value, n int64, numerator, denominator float64, was ...float64) {
	t.Helper()
	if v == nil {
		t.Fatalf("no such value")
	}
	near := func(a *float64, b float64) bool {
		if math.IsNaN(b) || math.IsInf(b, 0) {
			return a == nil
		}
		return a != nil && math.Abs(*a-b) <= 1e-9*(1+math.Abs(b))
	}
	if v.N != n || !near(v.Value, numerator/denominator) {
		t.Fatalf("%s of %d is %v, want %v of %d", v.Name, v.N, deref(v.Value), numerator/denominator, n)
	}
	if v.Low != nil && (*v.Low > *v.Value+1e-9 || *v.High < *v.Value-1e-9) {
		t.Fatalf("%s = %g lies outside of %g to %g", v.Name, *v.Value, *v.Low, *v.High)
	}
	if v.PValue != nil && !(*v.PValue >= 0 && *v.PValue <= 1) {
		t.Fatalf("%s: p = %v", v.Name, *v.PValue)
	}
	if len(was) == 2 && !near(v.Previous, was[0]/was[1]) {
		t.Fatalf("%s before is %v, want %v", v.Name, deref(v.Previous), was[0]/was[1])
	}
	if len(was) == 0 && v.Previous != nil {
		t.Fatalf("%s has a previous value %v", v.Name, *v.Previous)
	}
}

func deref(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

// counted counts facts; summed adds up.
func counted(list []chat.Facts, which func(chat.Facts) bool) float64 {
	return summed(list, func(f chat.Facts) float64 {
		if which(f) {
			return 1
		}
		return 0
	})
}

func summed(list []chat.Facts, of func(chat.Facts) float64) (sum float64) {
	for _, f := range list {
		sum += of(f)
	}
	return sum
}

// medianOf is the median of a list, NaN of an empty one.
func medianOf(list []float64) float64 {
	slices.Sort(list)
	n := len(list)
	if n == 0 {
		return math.NaN()
	}
	return (list[(n-1)/2] + list[n/2]) / 2
}

func TestGoalsAgreeWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		c, head := feed(&q, NewGoalCounter)
		r := c.Result(head, q.selection(), []string{"never"})
		sides := q.sides()
		if head.Coverage.Conversations != int64(len(sides[Now])) {
			t.Fatalf("%d conversations, want %d", head.Coverage.Conversations, len(sides[Now]))
		}
		seen := map[string]bool{}
		last := int64(math.MaxInt64)
		for i := range r.Goals {
			g := &r.Goals[i]
			seen[g.Goal] = true
			reached := func(f chat.Facts) bool { return f.UserMessages > 0 && slices.Contains(f.Goals, g.Goal) }
			var was []float64
			if q.query.Previous != nil {
				was = []float64{counted(sides[Before], reached), counted(sides[Before], isEngaged)}
			}
			n := counted(sides[Now], isEngaged)
			expect(t, g.Find("rate"), int64(n), counted(sides[Now], reached), n, was...)
			var waits []float64
			for _, f := range sides[Now] {
				if i := slices.Index(f.Goals, g.Goal); i >= 0 && f.UserMessages > 0 && f.GoalTimes[i].Known() && f.GoalTimes[i] >= f.StartedAt {
					waits = append(waits, float64(f.GoalTimes[i]-f.StartedAt)/1e6)
				}
			}
			if m := medianOf(waits); g.Find("median_seconds").N != int64(len(waits)) || len(waits) > 0 && math.Abs(*g.MedianSeconds-m) > 1e-9 {
				t.Fatalf("median of %s: %v of %d, want %v of %d", g.Goal, deref(g.MedianSeconds), g.Find("median_seconds").N, m, len(waits))
			}
			if g.Conversations > last {
				t.Fatalf("%s stands behind goals that were reached less", g.Goal)
			}
			last = g.Conversations
		}
		if !seen["never"] || head.Coverage.Engaged > 0 && r.Completion.N != head.Coverage.Engaged {
			t.Fatalf("goals %v, completion of %d", seen, r.Completion.N)
		}
	})
}

func TestFeedbackAgreesWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		c, head := feed(&q, func() *FeedbackCounter { return NewFeedbackCounter(0) })
		r := c.Result(head, q.selection())
		sides := q.sides()
		check := func(values []Value, now, before []chat.Facts) {
			ratings := func(l []chat.Facts) float64 {
				return summed(l, func(f chat.Facts) float64 { return float64(f.RatingCount) })
			}
			rated := int64(counted(now, func(f chat.Facts) bool { return f.RatingCount > 0 }))
			positive := func(l []chat.Facts) float64 {
				return summed(l, func(f chat.Facts) float64 { return float64(f.PositiveCount) })
			}
			sum := func(l []chat.Facts) float64 {
				return summed(l, func(f chat.Facts) float64 { return float64(f.RatingSum) })
			}
			given := func(l []chat.Facts) float64 {
				return counted(l, func(f chat.Facts) bool { return f.UserMessages > 0 && f.FeedbackCount > 0 })
			}
			was := func(of, over func([]chat.Facts) float64) []float64 {
				if q.query.Previous == nil {
					return nil
				}
				return []float64{of(before), over(before)}
			}
			engaged := func(l []chat.Facts) float64 { return counted(l, isEngaged) }
			expect(t, findValue(values, "csat"), rated, positive(now), ratings(now), was(positive, ratings)...)
			expect(t, findValue(values, "satisfaction_score"), rated, sum(now), ratings(now), was(sum, ratings)...)
			expect(t, findValue(values, "feedback_rate"), int64(engaged(now)), given(now), engaged(now), was(given, engaged)...)
		}
		check(r.Values, sides[Now], sides[Before])
		of := func(l []chat.Facts, name *string, text func(chat.Facts) string) []chat.Facts {
			return slices.DeleteFunc(slices.Clone(l), func(f chat.Facts) bool { return text(f) != "" && name == nil || name != nil && text(f) != *name })
		}
		for _, dimension := range []struct {
			parts []FeedbackPart
			text  func(chat.Facts) string
		}{{r.Bots, func(f chat.Facts) string { return f.Bot }}, {r.Models, func(f chat.Facts) string { return f.Model }}} {
			var conversations int64
			for _, p := range dimension.parts {
				conversations += p.Conversations
				check(p.Values, of(sides[Now], p.Name, dimension.text), of(sides[Before], p.Name, dimension.text))
			}
			if conversations != head.Coverage.Conversations {
				t.Fatalf("the groups add up to %d, want %d", conversations, head.Coverage.Conversations)
			}
		}
	})
}

func TestRatingsAndReasons(t *testing.T) {
	c := NewFeedbackCounter(0)
	c.Add(Now, &chat.Facts{UserMessages: 1, FeedbackCount: 3, RatingCount: 2, RatingSum: 6, PositiveCount: 1})
	c.AddPiece(5, nil)
	c.AddPiece(1, []string{"slow", "wrong", "slow"})
	c.AddPiece(0, []string{"slow"})
	r := c.Result(Head{}, &Selection{})
	if r.Scale[0].Count != 1 || *r.Scale[0].Share != 0.5 || r.Scale[4].Count != 1 {
		t.Errorf("ratings %+v", r.Scale)
	}
	if len(r.Reason) != 2 || r.Reason[0].Reason != "slow" || r.Reason[0].Count != 2 || *r.Reason[0].MeanRating != 1 || *r.Reason[0].Rate.Value != 1 || r.Reason[1].Count != 1 {
		t.Errorf("reasons %+v", r.Reason)
	}
	if r.Note == "" {
		t.Error("a response rate of 100 % is not remarked on")
	}
}

// testPrices is a table in which a name is more telling than a pattern, and a
// later day wins over an earlier one.
var testPrices = []Price{
	{Model: "*-1", Input: 1, Output: 2, Cached: 0.5},
	{Model: "*-1", Input: 2, Output: 4, Cached: 1, From: time.Date(2026, 10, 20, 0, 0, 0, 0, berlin)},
	{Model: "large-*", Input: 10, Output: 30, Cached: 10, From: time.Date(2026, 10, 25, 0, 0, 0, 0, berlin)},
}
