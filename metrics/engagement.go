package metrics

import (
	"math"
	"time"

	"chatcops/internal/period"
	"chatcops/internal/stats"
)

// Lengths of the windows of active users, in days.
const (
	weekDays  = 7
	monthDays = 30
)

// Units of means.
const (
	UnitUsers         Unit = "users"
	UnitConversations Unit = "conversations"
)

// recontactWithin is the time within which a second conversation is a recontact.
const recontactWithin = 24 * time.Hour

// EngagementResult is how users come back.
type EngagementResult struct {
	Head
	Values []Value   `json:"metrics"`
	Days   []DayUse  `json:"days"`
	Weeks  Retention `json:"weekly_retention"`
	Months Retention `json:"monthly_retention"`
	// WithoutUser counts the conversations of the period without a user id.
	WithoutUser int64 `json:"without_user"`
}

// DayUse is how many users were active on a day of the period.
type DayUse struct {
	Day   string `json:"day"`
	Users int64  `json:"users"`
}

// EngagementQuery says what to compute of visits.
type EngagementQuery struct {
	Selection *Selection
	// Known is until when the data tells of visits: the end of the newest data.
	// What lies behind it is unfinished.
	Known time.Time
}

var (
	dailyUsers   = measure{"daily_active_users", "Daily active users, mean", UnitUsers, Higher, false}
	weeklyUsers  = measure{"weekly_active_users", "Weekly active users, last 7 days", UnitCount, Higher, false}
	monthlyUsers = measure{"monthly_active_users", "Monthly active users, last 30 days", UnitCount, Higher, false}
	stickinessOf = measure{"stickiness", "Stickiness (daily ÷ monthly)", UnitShare, Higher, false}
	usersOf      = measure{"users", "Users", UnitCount, Higher, false}
	newUsersOf   = measure{"new_users", "New users", UnitCount, Higher, false}
	returningOf  = measure{"returning_users", "Returning users", UnitCount, Higher, false}
	perUser      = measure{"conversations_per_user", "Conversations per user", UnitConversations, None, false}
	recontactOf  = measure{"recontact_rate", "Recontact within 24 h", UnitShare, Lower, true}
)

// Engagement computes the result of a query.
func (v *Visits) Engagement(head Head, q EngagementQuery) *EngagementResult {
	v.sort()
	r := &EngagementResult{Head: head, Days: []DayUse{}}
	s := q.Selection
	now := v.use(q.clip(s.Span, v), s.Span.Location)
	l := s.lengths()
	var was *use
	if s.compared() {
		u := v.use(q.clip(*s.Previous, v), s.Span.Location)
		was = &u
	}
	r.Values = now.values(was, l)
	var before *estimated
	if s.compared() {
		e := v.recontacts(*s.Previous, q.Known)
		before = &e
	}
	r.Values = append(r.Values, recontactOf.estimate(v.recontacts(s.Span, q.Known), before))
	if head.Coverage.Conversations == 0 {
		for i := range r.Values {
			r.Values[i].nothing()
		}
	}
	for _, d := range now.days {
		r.Days = append(r.Days, DayUse{d.day, d.users})
	}
	r.Weeks, r.Months = v.retention(period.Week, q), v.retention(period.Month, q)
	return r
}

// clip bounds a period by the data: from the first selected visit, up to the day
// of the last data.
func (q *EngagementQuery) clip(s period.Span, v *Visits) period.Span {
	first, _, ok := v.span()
	if !ok {
		return period.Span{Location: s.Location}
	}
	days := period.NewBucketer(period.Day, s.Location)
	if from := time.UnixMicro(days.Index(first)); s.Start.IsZero() || s.Start.Before(from) {
		s.Start = from
	}
	if until := time.UnixMicro(dayAfter(days, q.Known.UnixMicro())); s.End.IsZero() || until.Before(s.End) {
		s.End = until
	}
	return s
}

// end is until when what there is can be taken to be whole: to the end of the day
// of the newest data, but not beyond the present or the period.
func (q *EngagementQuery) end() int64 {
	at := dayAfter(period.NewBucketer(period.Day, q.Selection.Span.Location), q.Known.UnixMicro())
	for _, limit := range []time.Time{q.Selection.AsOf, q.Selection.Span.End} {
		if !limit.IsZero() {
			at = min(at, limit.UnixMicro())
		}
	}
	return at
}

// dayAfter is the end of the day of an instant, be that of any length.
func dayAfter(days *period.Bucketer, at int64) int64 {
	index, next := days.Index(at), at
	for days.Index(next) == index {
		next += (12 * time.Hour).Microseconds()
	}
	return days.Index(next)
}

// use is who used the agent in a period.
type use struct {
	days             []dayUse
	daily            stats.Sums
	weekly, monthly  int64
	full             bool // the data reaches back over the 30 days
	covered          int  // days of the 30 that there is data of
	sticky           stats.PairSums
	users, new       int64
	perUser          stats.Sums
	wholeWeek, whole bool // the period holds all of the window, so that periods do not overlap
}

type dayUse struct {
	day   string
	users int64
}

func (v *Visits) use(span period.Span, loc *time.Location) use {
	u := use{}
	if !span.Bounded() || !span.Start.Before(span.End) {
		return u
	}
	days := period.NewBucketer(period.Day, loc)
	list := days.Range(span)
	index := make(map[int64]int, len(list))
	for i, day := range list {
		index[day] = i
		u.days = append(u.days, dayUse{day: days.Name(day)})
	}
	lo, hi := span.Bounds()
	last := hi - 1
	week, month := daysBack(days, last, weekDays), daysBack(days, last, monthDays)
	first, _, _ := v.span()
	u.full = days.Index(first) <= month
	reach := max(month, days.Index(first))
	u.covered = len(days.Range(period.Span{Start: time.UnixMicro(reach), End: span.End, Location: loc}))
	u.wholeWeek, u.whole = lo <= week, lo <= month
	v.users(func(own []visit) { u.add(own, days, index, lo, hi, week, month) })
	for _, d := range u.days {
		u.daily.Add(d.users)
	}
	return u
}

// daysBack is the start of the day that is the n-th last up to that of an instant.
func daysBack(days *period.Bucketer, at int64, n int) int64 {
	start := days.Index(at)
	for range n - 1 {
		start = days.Index(start - 1)
	}
	return start
}

// add counts the visits of one user.
func (u *use) add(own []visit, days *period.Bucketer, index map[int64]int, lo, hi, week, month int64) {
	var in, active int64
	weekly, lastActive, lastIn := false, int64(math.MinInt64), int64(math.MinInt64)
	for _, x := range own {
		if !x.selected || x.at >= hi || x.at < min(lo, month) {
			continue
		}
		day := days.Index(x.at)
		weekly = weekly || x.at >= week
		if x.at >= month && day != lastActive {
			lastActive = day
			active++
		}
		if x.at < lo {
			continue
		}
		in++
		if day != lastIn {
			lastIn = day
			u.days[index[day]].users++
		}
	}
	u.weekly += one(weekly)
	if active > 0 {
		u.monthly++
		u.sticky.Add(active, int64(u.covered))
	}
	if in > 0 {
		u.users++
		u.new += one(own[0].at >= lo)
		u.perUser.Add(in)
	}
}

func (u *use) values(was *use, l lengths) []Value {
	basis := u.perUser.N
	number := func(m measure, now int64, of func(*use) int64, apart bool) Value {
		var before *float64
		if was != nil {
			n := float64(of(was))
			before = &n
		}
		lengths := l
		if !apart {
			lengths = struct{ now, before float64 }{}
		}
		return m.count(max(basis, now), float64(now), before, lengths)
	}
	daily := dailyUsers.estimate(meanOf(&u.daily, 1), estimateWhen(was, func() estimated { return meanOf(&was.daily, 1) }))
	window := lengths{1, 1} // the windows are equally long
	weekly := number(weeklyUsers, u.weekly, func(u *use) int64 { return u.weekly }, false)
	monthly := number(monthlyUsers, u.monthly, func(u *use) int64 { return u.monthly }, false)
	if was != nil && u.wholeWeek && was.wholeWeek && weekly.Value != nil {
		weekly.testRate(float64(was.weekly), float64(was.weekly), float64(u.weekly), float64(u.weekly), window)
	}
	if was != nil && u.whole && was.whole && monthly.Value != nil {
		monthly.testRate(float64(was.monthly), float64(was.monthly), float64(u.monthly), float64(u.monthly), window)
	}
	sticky := stickinessOf.estimate(ratioOf(&u.sticky, 1), estimateWhen(was, func() estimated { return ratioOf(&was.sticky, 1) }))
	if was != nil && !(u.whole && was.whole) {
		sticky.PValue, sticky.Significant, sticky.ChangeLow, sticky.ChangeHigh = nil, nil, nil, nil // the windows overlap
	}
	if !u.full && u.monthly > 0 {
		for _, v := range []*Value{&monthly, &sticky} {
			v.warn("the data covers %d of the 30 days", u.covered)
		}
	}
	return []Value{daily, weekly, monthly, sticky,
		number(usersOf, u.users, func(u *use) int64 { return u.users }, true),
		number(newUsersOf, u.new, func(u *use) int64 { return u.new }, true),
		number(returningOf, u.users-u.new, func(u *use) int64 { return u.users - u.new }, true),
		perUser.estimate(meanOf(&u.perUser, 1), estimateWhen(was, func() estimated { return meanOf(&was.perUser, 1) }))}
}

func estimateWhen(was *use, of func() estimated) before[estimated] {
	if was == nil {
		return nil
	}
	e := of()
	return &e
}

// recontacts is the share of the selected conversations of a span, of those that
// are old enough to judge, after whose start the user started another within 24
// hours, be that selected or not.
func (v *Visits) recontacts(s period.Span, known time.Time) estimated {
	lo, hi := s.Bounds()
	within := recontactWithin.Microseconds()
	var sums stats.ClusterSums
	v.users(func(own []visit) {
		var again, judged int64
		later := 0 // the first one after the one at hand
		for i, x := range own {
			for later <= i || later < len(own) && own[later].at == x.at {
				later++
			}
			if !x.selected || x.at < lo || x.at >= hi || x.at > known.UnixMicro()-within {
				continue
			}
			judged++
			again += one(later < len(own) && own[later].at-x.at <= within)
		}
		if judged > 0 {
			sums.Add(again, judged)
		}
	})
	return sharedBy(&sums)
}
