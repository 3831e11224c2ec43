package metrics

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// visitor is one conversation of the plain reference.
type visitor struct {
	user     string
	at       time.Time
	selected bool
}

// visitors are the conversations with a user and a time.
func (q *inquiry) visitors() (list []visitor) {
	for _, f := range q.facts {
		if f.UserID != "" && f.Timed() {
			list = append(list, visitor{f.UserID, f.StartedAt.In(berlin), matchesReference(q.query, f, dimensionText("property:plan", f))})
		}
	}
	slices.SortStableFunc(list, func(a, b visitor) int { return a.at.Compare(b.at) })
	return list
}

// midnightOf is the start of the day; no clock change of the tests is at midnight.
func midnightOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, berlin)
}

// usersIn are the users with a selected visit in [from, to).
func usersIn(list []visitor, from, to time.Time) map[string]bool {
	users := map[string]bool{}
	for _, v := range list {
		if v.selected && !v.at.Before(from) && v.at.Before(to) {
			users[v.user] = true
		}
	}
	return users
}

// firstVisit is when a user was first seen, whatever the filters.
func firstVisit(list []visitor, user string) time.Time {
	for _, v := range list {
		if v.user == user {
			return v.at
		}
	}
	return time.Time{}
}

func (q *inquiry) visits() *Visits {
	v, other := &Visits{}, &Visits{}
	selector := NewSelector(q.selection())
	for i := range q.facts {
		to := v
		if i%3 == 0 {
			to = other
		}
		to.Add(&q.facts[i], selector.Matches(&q.facts[i]))
	}
	v.Merge(other)
	return v
}

// newest is the latest time of the facts; all is dataEnd where there is none.
func (q *inquiry) newest() time.Time {
	at := chat.NoTime
	for _, f := range q.facts {
		at = max(at, f.StartedAt)
	}
	if !at.Known() {
		return dataEnd
	}
	return at.In(berlin)
}

func TestEngagementAgreesWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		known := q.newest()
		r := q.visits().Engagement(Head{}, EngagementQuery{Selection: q.selection(), Known: known})
		list := q.visitors()
		var first time.Time
		for _, v := range list {
			if v.selected {
				first = v.at
				break
			}
		}
		s := q.query.Span
		from, to := s.Start, s.End
		if day := midnightOf(first); from.IsZero() || from.Before(day) {
			from = day
		}
		if day := midnightOf(known).AddDate(0, 0, 1); to.IsZero() || day.Before(to) {
			to = day
		}
		value := func(name string) *Value { return findValue(r.Values, name) }
		hits, judged := plainRecontacts(list, s.Start, s.End, known)
		if v := value("recontact_rate"); (v.N > 0) != (judged > 0) || judged > 0 && (*v.Numerator != float64(hits) || *v.Denominator != float64(judged)) {
			t.Fatalf("recontact: %+v, want %d of %d", v, hits, judged)
		}
		if first.IsZero() || !from.Before(to) {
			if len(r.Days) > 0 || value("users").Value != nil && *value("users").Value != 0 {
				t.Fatalf("there is nothing, and yet %v", r.Values)
			}
			return
		}
		var days []string
		var sum float64
		for day := midnightOf(from); day.Before(to); day = day.AddDate(0, 0, 1) {
			next := day.AddDate(0, 0, 1)
			lo, hi := day, next
			if lo.Before(from) {
				lo = from
			}
			if hi.After(to) {
				hi = to
			}
			n := len(usersIn(list, lo, hi))
			sum += float64(n)
			days = append(days, fmt.Sprint(day.Format(time.DateOnly), " ", n))
		}
		var got []string
		for _, d := range r.Days {
			got = append(got, fmt.Sprint(d.Day, " ", d.Users))
		}
		if !slices.Equal(got, days) {
			t.Fatalf("days %v, want %v", got, days)
		}
		number := func(name string, want int) {
			if v := value(name).Value; want > 0 && (v == nil || *v != float64(want)) || want == 0 && v != nil && *v != 0 {
				t.Fatalf("%s is %v, want %d", name, deref(v), want)
			}
		}
		if v := value("daily_active_users"); v.N != int64(len(days)) || *v.Numerator != sum {
			t.Fatalf("%v users a day over %d days, want %v over %d", *v.Numerator, v.N, sum, len(days))
		}
		last := midnightOf(to.Add(-time.Microsecond))
		week, month := last.AddDate(0, 0, -6), last.AddDate(0, 0, -29)
		number("weekly_active_users", len(usersIn(list, week, to)))
		number("monthly_active_users", len(usersIn(list, month, to)))
		users := usersIn(list, from, to)
		fresh, conversations := 0, 0
		for user := range users {
			if !firstVisit(list, user).Before(from) {
				fresh++
			}
		}
		for _, v := range list {
			if v.selected && !v.at.Before(from) && v.at.Before(to) {
				conversations++
			}
		}
		number("users", len(users))
		number("new_users", fresh)
		number("returning_users", len(users)-fresh)
		if v := value("conversations_per_user"); len(users) > 0 && *v.Numerator != float64(conversations) {
			t.Fatalf("%v conversations of users, want %d", *v.Numerator, conversations)
		}
		reach := month
		if d := midnightOf(first); d.After(reach) {
			reach = d
		}
		var active, covered float64
		for day := reach; day.Before(to); day = day.AddDate(0, 0, 1) {
			hi := day.AddDate(0, 0, 1)
			if hi.After(to) {
				hi = to
			}
			active += float64(len(usersIn(list, day, hi)))
			covered++
		}
		if v, n := value("stickiness"), len(usersIn(list, month, to)); n > 0 && (*v.Numerator != active || *v.Denominator != covered*float64(n)) {
			t.Fatalf("stickiness %v of %v, want %v of %v", *v.Numerator, *v.Denominator, active, covered*float64(n))
		}
	})
}

// plainRecontacts judges each selected conversation of the span by looking at all
// others of its user.
func plainRecontacts(list []visitor, from, to, known time.Time) (hits, judged int64) {
	for i, v := range list {
		if !v.selected || v.at.Before(from) || !to.IsZero() && !v.at.Before(to) || v.at.Add(24*time.Hour).After(known) {
			continue
		}
		judged++
		for j, o := range list {
			if j != i && o.user == v.user && o.at.After(v.at) && !o.at.After(v.at.Add(24*time.Hour)) {
				hits++
				break
			}
		}
	}
	return hits, judged
}

func weekName(t time.Time) string {
	y, w := t.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

func TestRetentionAgreesWithReference(t *testing.T) {
	many(t, func(t *rapid.T) {
		q := drawInquiry(t)
		known := q.newest()
		r := q.visits().Engagement(Head{}, EngagementQuery{Selection: q.selection(), Known: known})
		list := q.visitors()
		s := q.query.Span
		inside := func(at time.Time) bool { return !at.Before(s.Start) && (s.End.IsZero() || at.Before(s.End)) }
		end := midnightOf(known).AddDate(0, 0, 1)
		if !s.End.IsZero() && s.End.Before(end) {
			end = s.End
		}
		var total int64
		for i, c := range r.Weeks.Cohorts {
			cohort := map[string]bool{}
			for user := range usersIn(list, dataStart.AddDate(-1, 0, 0), dataEnd.AddDate(1, 0, 0)) {
				at := firstVisit(list, user)
				back := slices.ContainsFunc(list, func(v visitor) bool {
					return v.user == user && v.selected && inside(v.at) && v.at.Before(end) && weekName(v.at) == c.Start
				})
				if weekName(at) == c.Start && inside(at) && at.Before(end) && back {
					cohort[user] = true
				}
			}
			if c.Users != int64(len(cohort)) {
				t.Fatalf("cohort %s has %d users, want %d", c.Start, c.Users, len(cohort))
			}
			total += c.Users
			for age, cell := range c.Cells {
				week := r.Weeks.Cohorts[i+age].Start
				var monday time.Time
				for monday = dataStart.AddDate(0, 0, -14); weekName(monday) != week; {
					monday = monday.AddDate(0, 0, 1)
				}
				if over := !monday.AddDate(0, 0, 7).After(end); over != (cell != nil) && c.Users > 0 {
					t.Fatalf("cohort %s after %d: over %v, but the cell is %v", c.Start, age, over, cell)
				}
				if cell == nil {
					continue
				}
				back := 0
				for user := range cohort {
					if slices.ContainsFunc(list, func(v visitor) bool { return v.user == user && v.selected && inside(v.at) && weekName(v.at) == week }) {
						back++
					}
				}
				if int(*cell.Numerator) != back || cell.N != c.Users {
					t.Fatalf("cohort %s after %d: %v of %d, want %d", c.Start, age, *cell.Numerator, cell.N, back)
				}
				if age == 0 && back != len(cohort) {
					t.Fatalf("cohort %s is not whole in its own week", c.Start)
				}
			}
		}
	})
}

func TestCohortsOfMonths(t *testing.T) {
	v := &Visits{}
	add := func(user uint64, day string) {
		at, err := time.ParseInLocation(time.DateOnly, day, berlin)
		if err != nil {
			t.Fatal(err)
		}
		v.Add(&chat.Facts{UserKey: user, StartedAt: chat.TimeOf(at)}, true)
	}
	add(1, "2026-07-31")
	add(1, "2026-09-01")
	add(2, "2026-08-15")
	add(2, "2026-08-20")
	add(3, "2026-07-01")
	s := &Selection{}
	s.Span.Location = berlin
	r := v.retention(period.Month, EngagementQuery{Selection: s, Known: time.Date(2026, 9, 10, 9, 0, 0, 0, berlin)})
	got := ""
	for _, c := range r.Cohorts {
		got += fmt.Sprint(c.Start, " ", c.Users, ":")
		for _, cell := range c.Cells {
			if cell == nil {
				got += " –"
			} else {
				got += fmt.Sprint(" ", *cell.Numerator)
			}
		}
		got += "\n"
	}
	if want := "2026-07 2: 2 0 –\n2026-08 1: 1 –\n2026-09 0: –\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
