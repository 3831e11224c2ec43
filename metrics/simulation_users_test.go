package metrics

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"chatcops/internal/chat"
)

// visitors draws conversations of users of whom some come again soon: those with
// a mind to do so after half of their conversations, others after a tenth.
func visitors(r *rand.Rand, users int, from, to time.Time) (list []chat.Facts) {
	length := float64(to.Sub(from).Microseconds())
	for range users {
		key, again := r.Uint64()|1, 0.1
		if r.Float64() < 0.3 {
			again = 0.5
		}
		at := chat.TimeOf(from) + chat.Time(r.Float64()*length)
		for {
			list = append(list, chat.Facts{StartedAt: at, EndedAt: at, UserKey: key, UserMessages: 1})
			if r.Float64() >= again {
				break
			}
			at += chat.Time(1 + r.Int64N(Day))
		}
	}
	return list
}

// The rate of recontacts: its interval covers, and its change is tested, though
// the conversations of one user are alike.
func TestRecontactsOfUsers(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	// Of a user's conversations all but the last are followed: with chance a of
	// coming again there are 1/(1-a) of them, a/(1-a) of which are followed.
	conversations, followed := 0.7/0.9+0.3/0.5, 0.7*0.1/0.9+0.3*0.5/0.5
	rate := followed / conversations
	sizes := sizesOf(simulatedSizes[1:]...)
	of := newShares("recontacts, of so many users", sizes...)
	before, now := september(), october()
	q := Query{Metrics: []string{"recontact_rate"}, Newest: chat.TimeOf(now.End.AddDate(0, 1, 0)), Previous: &before}
	q.Span = now
	for _, users := range sizes {
		r := rand.New(rand.NewPCG(7, 24))
		runs := runsOf(1000, users)
		if simulateInFull {
			runs = map[int]int{300: 40_000, 1000: 10_000, 5000: 4_000}[users]
		}
		for range runs {
			list := append(visitors(r, users, before.Start, before.Start.AddDate(0, 0, 20)), visitors(r, users, now.Start, now.Start.AddDate(0, 0, 20))...)
			v := result(t, collect(t, q, data{facts: list})).Values[0]
			of.add("interval covers", users, one64(*v.Low <= rate && rate <= *v.High)/float64(runs))
			of.add("false alarms", users, one64(*v.Significant)/float64(runs))
			of.add("interval of the change misses", users, one64(*v.ChangeLow > 0 || *v.ChangeHigh < 0)/float64(runs))
		}
		covered, alarms, missed := of.of["interval covers"][users], of.of["false alarms"][users], of.of["interval of the change misses"][users]
		if covered < 0.93 || covered > 0.97 || max(alarms, missed) > 0.05+byChance(runs) {
			t.Errorf("%d users: the interval covers in %.1f %%, false alarms in %.1f %%, the interval of the change misses in %.1f %%", users, 100*covered, 100*alarms, 100*missed)
		}
	}
	of.show()
}

// Among many groups of which none has changed hardly any is said to have.
func TestFalseAlarmsAmongGroups(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	runs := runsOf(300, 1500)
	of := newShares("any false alarm among 15 groups, of so many conversations", 1500)
	previous := september()
	q := Query{Metrics: []string{"conversion_rate", "messages_per_conversation"}, By: []string{"channel"}, Previous: &previous}
	q.Span = october()
	r := rand.New(rand.NewPCG(8, 20))
	for range runs {
		facts := month(r, 1500, previous.Start, q.Span.End)
		for i := range facts {
			facts[i].Channel = fmt.Sprint(r.IntN(15))
		}
		any := map[string]bool{}
		for _, g := range result(t, collect(t, q, data{facts: facts})).Groups {
			for _, v := range g.Values {
				any[v.Name] = any[v.Name] || v.Significant != nil && *v.Significant
			}
		}
		for name, is := range any {
			of.add(name, 1500, one64(is)/float64(runs))
		}
	}
	for name := range of.of {
		if share := of.of[name][1500]; share > 0.05+byChance(runs) {
			t.Errorf("%s: in %.1f %% of the samples some of 15 groups is said to have changed", name, 100*share)
		}
	}
	of.show()
}
