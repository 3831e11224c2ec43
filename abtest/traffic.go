package abtest

import "chatcops/internal/chat"

// Days of traffic that a forecast rests on.
const trafficDays = 7

// microsPerDay is the length of a UTC day.
const microsPerDay = 24 * 60 * 60 * 1e6

// hoursPerDay is the length of a UTC day in hours.
const hoursPerDay = 24

// Hour returns the UTC hour of a time, counted from 1970. What has no time is of
// an hour before all others.
func Hour(t chat.Time) int {
	if !t.Known() {
		return -allDays
	}
	return int(floor(int64(t), microsPerDay/hoursPerDay))
}

// Day returns the UTC day of a time, counted from 1970. What has no time is of a
// day before all others.
func Day(t chat.Time) int { return dayOf(Hour(t)) }

// dayOf returns the day of an hour.
func dayOf(hour int) int { return int(floor(int64(hour), hoursPerDay)) }

// floor is the largest whole number that does not exceed a/b, b > 0.
func floor(a, b int64) int64 {
	if a%b < 0 {
		return a/b - 1
	}
	return a / b
}

// Traffic counts the exposed sessions of a test: by day and variant, and by user.
type Traffic struct {
	test  *Test
	days  map[int][]int64
	users map[uint64]firstSeen
	alone []int64 // sessions of unknown users, by variant
	first int     // day with an exposure
}

// firstSeen is the first session of a user in the test.
type firstSeen struct {
	at      chat.Time
	variant int
}

// NewTraffic returns the count of no sessions.
func NewTraffic(t *Test) *Traffic {
	return &Traffic{test: t, days: map[int][]int64{}, users: map[uint64]firstSeen{}, alone: make([]int64, len(t.variants)), first: allDays}
}

// Add counts a session by its first exposure. A user of 0 is not known.
func (t *Traffic) Add(variant int, at chat.Time, user uint64) {
	day := Day(at)
	if t.days[day] == nil {
		t.days[day] = make([]int64, len(t.test.variants))
	}
	t.days[day][variant]++
	if at.Known() {
		t.first = min(t.first, day)
	}
	if user == 0 {
		t.alone[variant]++
		return
	}
	if seen, ok := t.users[user]; !ok || at < seen.at || at == seen.at && variant < seen.variant {
		t.users[user] = firstSeen{at, variant}
	}
}

// Sessions returns how many sessions each variant has.
func (t *Traffic) Sessions() []int64 { return t.by(allDays) }

// by returns how many sessions each variant had by the end of a day.
func (t *Traffic) by(last int) []int64 {
	out := make([]int64, len(t.test.variants))
	for day, of := range t.days {
		if day > last {
			continue
		}
		for i, n := range of {
			out[i] += n
		}
	}
	return out
}

// Users returns how many users each variant has, each by its first session:
// however many follow, those are split as the weights say.
func (t *Traffic) Users() []int64 {
	out := append([]int64{}, t.alone...)
	for _, u := range t.users {
		out[u.variant]++
	}
	return out
}

// until returns how many sessions came by the end of a day.
func (t *Traffic) until(last int) (n int64) {
	for _, sessions := range t.by(last) {
		n += sessions
	}
	return n
}

// CompleteDays returns how many UTC days the test ran for: from that of its first
// exposure up to, not including, today.
func (t *Traffic) CompleteDays(today int) int {
	if t.first == allDays {
		return 0
	}
	return max(0, today-t.first)
}

// recent returns the days, from first up to before, that a forecast rests on: the
// last complete ones; ok is false without any.
func (t *Traffic) recent(today int) (first, before int, ok bool) {
	n := min(trafficDays, t.CompleteDays(today))
	return today - n, today, n > 0
}

// PerDay returns the mean of new sessions a day over the last complete days, 7 at
// most; ok is false without a complete day.
func (t *Traffic) PerDay(today int) (n float64, ok bool) {
	first, before, ok := t.recent(today)
	if !ok {
		return 0, false
	}
	return float64(t.until(before-1)-t.until(first-1)) / float64(before-first), true
}

// split returns the units by which the split is checked.
func (t *Traffic) split(byUser bool) []Arm {
	counts := t.Sessions()
	if byUser {
		counts = t.Users()
	}
	out := make([]Arm, len(counts))
	for i, n := range counts {
		out[i] = Arm{Name: t.test.variants[i], Weight: t.test.weights[i], Sessions: n}
	}
	return out
}
