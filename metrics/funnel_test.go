package metrics

import (
	"math"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
)

// drawTalk draws a conversation whose messages and events have times in their
// order, or some without; ties are frequent.
func drawTalk(t *rapid.T, timed bool) *chat.Conversation {
	c := &chat.Conversation{}
	at := chat.Time(dataStart.UnixMicro())
	when := func() chat.Time {
		at += chat.Time(rapid.SampledFrom([]int64{0, 0, 1e6, 60e6, 3600e6}).Draw(t, "later"))
		if !timed && rapid.Bool().Draw(t, "untimed") {
			return chat.NoTime
		}
		return at
	}
	for range rapid.IntRange(0, 8).Draw(t, "things") {
		word := rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "word")
		if rapid.Bool().Draw(t, "event") {
			c.Events = append(c.Events, chat.Event{Type: word, Time: when()})
			continue
		}
		role := rapid.SampledFrom([]chat.Role{chat.RoleUser, chat.RoleAssistant}).Draw(t, "role")
		c.Messages = append(c.Messages, chat.Message{Role: role, Content: word, Time: when()})
	}
	return c
}

func drawFunnel(t *rapid.T) *Funnel {
	f := &Funnel{Name: "drawn", Ordered: rapid.Bool().Draw(t, "ordered"), Window: rapid.SampledFrom([]int64{0, 0, 1, 60e6, 3601e6}).Draw(t, "window")}
	for range rapid.IntRange(2, 4).Draw(t, "steps") {
		word := rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "step word")
		var s Step
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			s.Event = word
		case 1:
			s.Pattern, s.Role = regexp.MustCompile(word), chat.RoleUser
		case 2:
			s.UserMessages = rapid.IntRange(1, 3).Draw(t, "count")
		case 3:
			s.Outcomes = []chat.Outcome{chat.Escalated, chat.ResolvedAssumed}
		default:
			s.Goal = word
		}
		f.Steps = append(f.Steps, s)
	}
	return f
}

// thing is when a step happened: a time, NaN for none, and the place among the
// messages, −1 for what is none.
type thing struct {
	at    float64
	place int
}

// happened lists when a step happened, read plainly from the raw conversation.
func happened(s *Step, f *chat.Facts, c *chat.Conversation) (list []thing) {
	seconds := func(at chat.Time) float64 {
		if !at.Known() {
			return math.NaN()
		}
		return float64(at)
	}
	users := 0
	for i, m := range c.Messages {
		if m.Role == chat.RoleUser {
			users++
			if s.UserMessages == users || s.Pattern != nil && s.Pattern.MatchString(m.Content) {
				list = append(list, thing{seconds(m.Time), i})
			}
		}
	}
	for _, e := range c.Events {
		if s.Event != "" && e.Type == s.Event {
			list = append(list, thing{seconds(e.Time), -1})
		}
	}
	if slices.Contains(s.Outcomes, f.Outcome) {
		list = append(list, thing{math.NaN(), -1})
	}
	if i := slices.Index(f.Goals, s.Goal); i >= 0 && s.Goal != "" {
		list = append(list, thing{seconds(f.GoalTimes[i]), -1})
	}
	return list
}

// furthest tries every choice of moments and returns how many steps can be walked
// from the first one on.
func furthest(q *Funnel, steps [][]thing, start, last *thing) int {
	if len(steps) == 0 {
		return 0
	}
	best := 0
	for _, x := range steps[0] {
		from, placed := start, last
		if start == nil {
			from, placed = &x, &x
		} else {
			early := x.at < last.at // false for NaN
			if x.place >= 0 && last.place >= 0 {
				early = x.place < last.place
			}
			if q.Ordered && early || q.Window > 0 && math.Abs(x.at-start.at) > float64(q.Window) {
				continue
			}
			if !math.IsNaN(x.at) || x.place >= 0 {
				placed = &x
			}
		}
		best = max(best, 1+furthest(q, steps[1:], from, placed))
	}
	return best
}

func TestFunnelAgreesWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawFunnel(t)
		counter := NewFunnelCounter(q)
		reached := make([]int64, len(q.Steps))
		for range rapid.IntRange(0, 10).Draw(t, "conversations") {
			c := drawTalk(t, true)
			f := &chat.Facts{UserMessages: 1, Outcome: chat.Outcome(rapid.IntRange(int(chat.Escalated), int(chat.Unknown)).Draw(t, "outcome"))}
			if rapid.Bool().Draw(t, "goal") {
				f.Goals, f.GoalTimes = []string{"x"}, []chat.Time{chat.Time(dataStart.Add(time.Minute).UnixMicro())}
			}
			var plain [][]thing
			for i := range q.Steps {
				plain = append(plain, happened(&q.Steps[i], f, c))
			}
			want := furthest(q, plain, nil, nil)
			walk := q.Walk(q.Moments(f, c))
			if len(walk) != want {
				t.Fatalf("%+v comes %d steps far, want %d: %v", c, len(walk), want, plain)
			}
			for i := range want {
				reached[i]++
			}
			counter.Add(Now, walk)
		}
		r := counter.Result(Head{}, &Selection{})
		for i, s := range r.Steps {
			if s.Conversations != reached[i] {
				t.Fatalf("step %d: %d, want %d", i, s.Conversations, reached[i])
			}
			expect(t, s.Find("share_of_first"), reached[0], float64(reached[i]), float64(reached[0]))
			if i > 0 {
				expect(t, s.Find("share_of_previous"), reached[i-1], float64(reached[i]), float64(reached[i-1]))
				expect(t, s.Find("drop_off_rate"), reached[i-1], float64(reached[i-1]-reached[i]), float64(reached[i-1]))
			}
		}
	})
}

// What has no time is taken to be in order, and a step that is nowhere ends the way.
func TestFunnelWithoutTimes(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawFunnel(t)
		c := drawTalk(t, false)
		for i := range c.Messages {
			c.Messages[i].Time = chat.NoTime
		}
		for i := range c.Events {
			c.Events[i].Time = chat.NoTime
		}
		moments := q.Moments(&chat.Facts{Outcome: chat.Escalated, UserMessages: 1}, c)
		walk := q.Walk(moments)
		last := -1
		for i, m := range walk {
			if m.At.Known() || !slices.Contains(moments[i], m) {
				t.Fatalf("step %d is reached at %+v, which is none of %+v", i, m, moments[i])
			}
			if m.Message >= 0 {
				if q.Ordered && m.Message < last {
					t.Fatalf("message %d comes behind message %d", m.Message, last)
				}
				last = m.Message
			}
		}
		if !q.Ordered {
			want := slices.IndexFunc(moments, func(m []Moment) bool { return len(m) == 0 })
			if want < 0 {
				want = len(moments)
			}
			if len(walk) != want {
				t.Fatalf("%d steps, want %d of %+v", len(walk), want, moments)
			}
		}
	})
}

func TestFunnelWalks(t *testing.T) {
	at := func(seconds ...int64) (list []Moment) {
		for _, s := range seconds {
			list = append(list, Moment{chat.Time(s * 1e6), -1})
		}
		return list
	}
	verdict := []Moment{{chat.NoTime, -1}}
	for _, c := range []struct {
		name    string
		ordered bool
		window  int64
		steps   [][]Moment
		want    int
	}{
		{"in order", true, 0, [][]Moment{at(1), at(2), at(3)}, 3},
		{"the same time counts", true, 0, [][]Moment{at(1), at(1), at(1)}, 3},
		{"out of order", true, 0, [][]Moment{at(2), at(1)}, 1},
		{"out of order, but that does not matter", false, 0, [][]Moment{at(2), at(1)}, 2},
		{"a verdict has no time", true, 0, [][]Moment{at(2), verdict, at(3)}, 3},
		{"a verdict does not hide the order", true, 0, [][]Moment{at(2), verdict, at(1)}, 2},
		{"too late", true, 5, [][]Moment{at(1), at(7)}, 1},
		{"just in time", true, 5, [][]Moment{at(1), at(6)}, 2},
		{"a later start is in time", true, 5, [][]Moment{at(1, 10), at(9, 12)}, 2},
		{"nothing at the start", true, 0, [][]Moment{nil, at(1)}, 0},
	} {
		f := &Funnel{Ordered: c.ordered, Window: c.window * 1e6, Steps: make([]Step, len(c.steps))}
		if got := len(f.Walk(c.steps)); got != c.want {
			t.Errorf("%s: %d steps, want %d", c.name, got, c.want)
		}
	}
}

func TestFunnelTimes(t *testing.T) {
	f := &Funnel{Steps: make([]Step, 3)}
	c := NewFunnelCounter(f)
	m := func(seconds int64) Moment { return Moment{chat.Time(seconds * 1e6), -1} }
	c.Add(Now, []Moment{m(0), {chat.NoTime, -1}, m(10)})
	c.Add(Now, []Moment{m(0), m(4), m(24)})
	c.Add(Now, []Moment{m(9), m(5)}) // the time ran backwards: in no order
	r := c.Result(Head{}, &Selection{})
	if v := r.Steps[1]; *v.MedianSeconds != 4 || v.Find("median_seconds_from_previous").N != 1 {
		t.Errorf("second step: %v of %d", *v.MedianSeconds, v.Find("median_seconds_from_previous").N)
	}
	if v := r.Steps[2]; *v.MedianSeconds != 15 { // 10 from the first step, 20 from the second
		t.Errorf("third step: %v", *v.MedianSeconds)
	}
}

func TestStatesOfTheDefaultFunnel(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		f := DefaultFunnel
		counter := NewFunnelCounter(&f)
		want := make([]int64, len(f.Steps))
		for _, x := range q.facts {
			x.FirstUserAt, x.Answered = chat.NoTime, rapid.Bool().Draw(t, "answered")
			for i, is := range []bool{true, x.UserMessages > 0, x.Answered, x.Outcome == chat.ResolvedAssumed || x.Outcome == chat.ResolvedConfirmed, x.Converted} {
				if !is {
					break
				}
				want[i]++
			}
			counter.Add(Now, f.Walk(f.Moments(&x, nil)))
		}
		for i, s := range counter.Result(Head{}, q.selection()).Steps {
			if s.Conversations != want[i] {
				t.Fatalf("%s: %d, want %d", s.Name, s.Conversations, want[i])
			}
		}
	})
}
