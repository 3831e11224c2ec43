package metrics

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

func TestRulesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "is no rule",
		"escalation_rate":                        "is no rule",
		"escalation_rate = 10%":                  "is no rule",
		"luck > 3":                               `unknown metric "luck"`,
		"response_time > 5s":                     "name one of response_time.mean",
		"response_time.p50 > 5s":                 "response_time has",
		"escalation_rate > 10":                   "write 10%",
		"escalation_rate > ten":                  `"ten" is no number`,
		"escalation_rate > NaN":                  "is no number",
		"response_time.mean > 5%":                "is no share",
		"conversations < 50 per fortnight":       "per hour, per day or per week",
		"escalation_rate < 5% per day":           "does not add up",
		"users < 5 per day":                      "does not add up",
		"conversations < 5 over soon":            `"soon" is no period`,
		"resolution_rate drops -2pp":             "not negative",
		"response_time.mean rises 2pp":           "pp are points of a share",
		"resolution_rate drops 2pp over all":     "no period before it",
		"conversations outside usual of 3":       "4 to 100 periods",
		"conversations outside usual of 1000000": "4 to 100 periods",
		"conversations above usual of 5 over 3m": "months and years",
	} {
		if r, err := ParseRule(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", text, r, err, want)
		}
	}
}

// day is a period of one day, n days after the first.
func day(n int) period.Span {
	start := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	s, _ := period.Between(start.Format(time.DateOnly), start.AddDate(0, 0, 1).Format(time.DateOnly), time.UTC)
	return s
}

// talks are n conversations of a day, so many of them escalated, answered after some seconds.
func talks(n int, at period.Span, escalated int, seconds int64) []chat.Facts {
	var list []chat.Facts
	for i := range n {
		f := chat.Facts{UserMessages: 1, AssistantMessages: 1, Outcome: chat.ResolvedAssumed, FirstResponse: -1,
			StartedAt: chat.Time(at.Start.UnixMicro() + int64(i+1)*1e6), ResponseSum: seconds*1e6 + int64(i%3)*1e5, ResponseCount: 1}
		if i < escalated {
			f.Outcome = chat.Escalated
		}
		list = append(list, f)
	}
	return list
}

// judgeLast judges a rule at the end of the last day of the data, which it is about.
func judgeLast(t *testing.T, text string, days ...[]chat.Facts) Judgement {
	t.Helper()
	r, err := ParseRule(text)
	if err != nil {
		t.Fatal(err)
	}
	last := day(len(days) - 1)
	e := Extent{First: chat.NoTime, Newest: chat.NoTime}
	spans := append([]period.Span{last}, PeriodsBefore(last, r.Lookback())...)
	collectors := make([]*Collector, len(spans))
	for i, s := range spans {
		if collectors[i], err = NewCollector(Query{Filter: Filter{Span: s}, Metrics: []string{r.Metric}, Contrasts: true, AsOf: last.End}); err != nil {
			t.Fatal(err)
		}
	}
	for _, facts := range days {
		for i := range facts {
			f := &facts[i]
			if !e.First.Known() || f.StartedAt < e.First {
				e.First = f.StartedAt
			}
			e.Newest = max(e.Newest, f.StartedAt)
			for _, c := range collectors {
				c.Add(f)
			}
		}
	}
	j, err := r.Judge(collectors[0], collectors[1:], e)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJudge(t *testing.T) {
	few, quiet, usual, bad := func(d int) []chat.Facts { return talks(19, day(d), 19, 9) }, func(d int) []chat.Facts { return talks(100, day(d), 5, 2) },
		func(d int) []chat.Facts { return talks(100+d, day(d), 10+d%2, 2) }, func(d int) []chat.Facts { return talks(100, day(d), 40, 9) }
	week := func(last []chat.Facts) [][]chat.Facts {
		return [][]chat.Facts{usual(0), usual(1), usual(2), usual(3), usual(4), last}
	}
	for _, c := range []struct {
		rule  string
		data  [][]chat.Facts
		state State
		why   string
	}{
		{"escalation_rate > 10%", [][]chat.Facts{bad(0)}, StateAlert, "above"},
		{"escalation_rate > 10%", [][]chat.Facts{quiet(0)}, StateOK, ""},
		{"escalation_rate > 10%", [][]chat.Facts{few(0)}, StateNoData, "n = 19"},
		{"escalation_rate > 10%", [][]chat.Facts{talks(100, day(0), 10, 2)}, StateOK, ""},
		{"escalation_rate >= 10%", [][]chat.Facts{talks(100, day(0), 10, 2)}, StateAlert, "above"},
		{"escalation_rate >= 0.1", [][]chat.Facts{talks(100, day(0), 10, 2)}, StateAlert, "above"},
		{"escalation_rate<5%", [][]chat.Facts{quiet(0)}, StateOK, ""},
		{"escalation_rate <= 5%", [][]chat.Facts{quiet(0)}, StateAlert, "below"},
		{"response_time.mean > 5s", [][]chat.Facts{bad(0)}, StateAlert, "above"},
		{"response_time.mean > 5000ms", [][]chat.Facts{quiet(0)}, StateOK, ""},
		{"conversations < 50 per day", [][]chat.Facts{quiet(0)}, StateOK, ""},
		{"conversations < 50 per day", [][]chat.Facts{few(0)}, StateAlert, "below"},       // a count is judged whatever n
		{"conversations < 50 per week", [][]chat.Facts{quiet(0)}, StateNoData, "shorter"}, // than a week
		{"conversations < 50", [][]chat.Facts{quiet(0), nil}, StateNoData, "no data has come"},
		{"conversations > 4 per hour", [][]chat.Facts{quiet(0)}, StateAlert, "above"}, // 100 in 24 hours
		{"users < 5", [][]chat.Facts{quiet(0)}, StateNoData, "has what is counted"},
		{"escalation_rate rises 2pp", [][]chat.Facts{quiet(0), bad(1)}, StateAlert, "risen"},
		{"escalation_rate rises 5%", [][]chat.Facts{quiet(0), bad(1)}, StateAlert, "risen"},
		{"escalation_rate drops 2pp", [][]chat.Facts{quiet(0), bad(1)}, StateOK, ""},
		{"escalation_rate drops 2pp", [][]chat.Facts{bad(0), quiet(1)}, StateAlert, "dropped"},
		{"escalation_rate rises 2pp", [][]chat.Facts{quiet(0), talks(100, day(1), 8, 2)}, StateNoData, "may be noise"},
		{"escalation_rate rises 3pp", [][]chat.Facts{quiet(0), talks(100, day(1), 8, 2)}, StateOK, ""}, // exactly 3 points
		{"escalation_rate rises 2pp", [][]chat.Facts{few(0), bad(1)}, StateNoData, "in the period before"},
		{"escalation_rate rises 2pp", [][]chat.Facts{nil, bad(1)}, StateNoData, "no data"},
		{"conversations drops 50%", [][]chat.Facts{quiet(0), few(1)}, StateAlert, "dropped"},
		{"conversations drops by 50", [][]chat.Facts{quiet(0), talks(80, day(1), 0, 2)}, StateOK, ""},
		{"messages drops 10", [][]chat.Facts{quiet(0), few(1)}, StateAlert, "dropped"},
		{"response_time.mean rises 1s", [][]chat.Facts{quiet(0), bad(1)}, StateAlert, "risen"},
		{"escalation_rate outside usual of 5", week(bad(5)), StateAlert, "above"},
		{"escalation_rate above usual of 5", week(usual(5)), StateOK, ""},
		{"escalation_rate below usual of 5", week(bad(5)), StateOK, ""},
		{"conversations below usual of 5", week(few(5)), StateAlert, "below"},
		{"conversations above usual of 5", week(few(5)), StateOK, ""},
		{"response_time.mean above usual of 5", week(bad(5)), StateAlert, "above"},
		{"escalation_rate outside usual of 5", [][]chat.Facts{usual(0), few(1), few(2), usual(3), usual(4), bad(5)}, StateNoData, "3 of the 5"},
	} {
		if j := judgeLast(t, c.rule, c.data...); j.State != c.state || !strings.Contains(j.Reason, c.why) || (j.Reason == "") != (c.state == StateOK) {
			t.Errorf("%s: %s, %q, want %s, %q", c.rule, j.State, j.Reason, c.state, c.why)
		}
	}
}

// The day before has data of its second half only: its count is that of half a day.
func TestJudgeScalesCounts(t *testing.T) {
	late := talks(50, day(0), 0, 2)
	for i := range late {
		late[i].StartedAt += chat.Time(12 * 3600 * 1e6)
	}
	j := judgeLast(t, "conversations drops 20%", late, talks(100, day(1), 0, 2))
	if j.State != StateOK || j.Previous == nil || *j.Previous < 99 || *j.Previous > 101 {
		t.Errorf("%+v", j)
	}
}

// Of days that vary by chance alone about one in a hundred is unusual.
func TestUsualRangeIsUsual(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about numbers, which the whole run checks")
	}
	alerts, n := 0, 0
	seed := uint64(1)
	next := func(below uint64) int { // xorshift
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		return int(seed % below)
	}
	for range 400 {
		var days [][]chat.Facts
		for d := range 9 {
			escalated := 0
			for range 200 {
				if next(10) == 0 {
					escalated++
				}
			}
			days = append(days, talks(200, day(d), escalated, 2))
		}
		n++
		if judgeLast(t, "escalation_rate outside usual of 8", days...).State == StateAlert {
			alerts++
		}
	}
	if alerts > 12 { // 3 %, 4 standard errors above 1 %
		t.Errorf("%d of %d ordinary days alert", alerts, n)
	}
}

// Whatever the data, too few are never OK, and a rule and its opposite never both alert.
func TestJudgeOnAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		metric := rapid.SampledFrom([]string{"escalation_rate", "conversations", "response_time.mean", "duration.p90", "users", "messages", "sentiment"}).Draw(t, "metric")
		words := rapid.SampledFrom([][2]string{{" > 0.5", " < 0.5"}, {" rises 0", " drops 0"}, {" above usual of 4", " below usual of 4"}}).Draw(t, "form")
		span := drawSpan(t, "span")
		e := Extent{First: chat.Time(dataStart.UnixMicro()), Newest: chat.Time(dataEnd.UnixMicro())}
		var out [2]Judgement
		for i, text := range words {
			r, err := ParseRule(metric + text)
			if err != nil {
				t.Fatal(err)
			}
			var list []*Collector
			for _, s := range append([]period.Span{span}, PeriodsBefore(span, r.Lookback())...) {
				list = append(list, collect(t, Query{Filter: Filter{Span: s}, Metrics: []string{metric}, Contrasts: true, AsOf: dataEnd}, d))
			}
			if out[i], err = r.Judge(list[0], list[1:], e); err != nil {
				t.Fatal(err)
			}
			if j := out[i]; j.State == StateOK && (j.Value == nil || j.Unit != UnitCount && j.N < SmallSample) {
				t.Fatalf("%s: OK of %d", r.Text, j.N)
			}
		}
		if out[0].State == StateAlert && out[1].State == StateAlert {
			t.Fatalf("both ways: %+v", out)
		}
	})
}

func FuzzParseRule(f *testing.F) {
	for _, r := range RuleForms {
		f.Add(strings.NewReplacer("METRIC", "conversations", "VALUE", "10", " N", " 8").Replace(r.Form))
	}
	f.Add("score:a b > 3 over 7d")
	f.Add("resolution_rate drops by 2pp over 2026-10")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRule(text)
		if err != nil {
			return
		}
		again, err := ParseRule(r.Text)
		if err != nil || again != r {
			t.Fatalf("%q reads %+v, again %+v, %v", text, r, again, err)
		}
	})
}
