package briefing

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chatcops/abtest"
	"chatcops/internal/cells"
	"chatcops/internal/chat"
	"chatcops/internal/period"
	"chatcops/metrics"
	"chatcops/report"
	"chatcops/report/page"
)

// told is a metric whose change may be a finding. Of those with one topic only
// the strongest change is told: they say the same in other words.
type told struct {
	name, subject, topic string
}

// findable is the one table of what findings speak of.
var findable = []told{
	{"conversations", "Conversations", "volume"},
	{"users", "Users", "users"},
	{"new_users", "New users", "users"},
	{"leads_captured", "Captured leads", "leads"},
	{"resolution_rate", "The resolution rate", "resolution"},
	{"escalation_rate", "The escalation rate", "escalation"},
	{"abandonment_rate", "The abandonment rate", "abandonment"},
	{"fallback_rate", "The fallback rate", "fallback"},
	{"fallback_conversation_rate", "The share of conversations with a fallback", "fallback"},
	{"conversion_rate", "The conversion rate", "conversion"},
	{"completion_rate", "The goal completion rate", "completion"},
	{"recontact_rate", "The recontact rate", "recontact"},
	{"csat", "Satisfaction (CSAT)", "satisfaction"},
	{"satisfaction_score", "The mean rating", "satisfaction"},
	{"feedback_rate", "The feedback rate", "feedback"},
	{"sentiment", "The users' sentiment", "sentiment"},
	{"negative_rate", "The share of negative conversations", "sentiment"},
	{"positive_rate", "The share of positive conversations", "sentiment"},
	{"quality_score.mean", "The mean quality score", "quality"},
	{"first_response_time.p50", "The median first response time", "response"},
	{"response_time.mean", "The mean response time", "response"},
	{"messages_per_conversation", "Messages per conversation", "length"},
	{"cost_per_conversation", "The cost of a conversation", "cost"},
	{"cost_per_resolution", "The cost of a resolution", "cost"},
}

// mostFindings is how many findings a report tells.
const mostFindings = 6

// significance is the level at which all findings of a report together hold.
const significance = 0.05

// tested is a change that was tested.
type tested struct {
	told
	value    *metrics.Value
	adjusted float64 // p-value for all the changes that were tested
	before   int64   // conversations that the value before rests on
}

// findings tells the significant changes, the strongest first. The p-values are
// adjusted by Holm's method for the number of changes that were looked at, so
// that a month of mere noise has a finding in at most one report of twenty.
func (d *data) findings() []page.Finding {
	if f := d.nothingToTell(); f != "" {
		return []page.Finding{{Text: f}}
	}
	list := d.testedChanges()
	slices.SortStableFunc(list, func(a, b tested) int {
		return cmp.Or(cmp.Compare(a.adjusted, b.adjusted), cmp.Compare(math.Abs(relative(b.value)), math.Abs(relative(a.value))))
	})
	var out []page.Finding
	topics := map[string]bool{}
	for i := range list {
		t := &list[i]
		if t.adjusted >= significance || topics[t.topic] || len(out) == mostFindings {
			continue
		}
		topics[t.topic] = true
		out = append(out, d.finding(t))
	}
	if len(out) == 0 {
		text := fmt.Sprintf("No change against %s is larger than chance explains: %s compared, %s now, %s before.",
			d.periodText(d.overall.ComparedTo), report.Things(int64(len(list)), "metric"), report.Things(d.overall.Coverage.Conversations, "conversation"), report.Figure(d.before()))
		out = append(out, page.Finding{Text: text})
	}
	return out
}

// nothingToTell says why no change can be told, "" if one can.
func (d *data) nothingToTell() string {
	switch {
	case d.overall.Coverage.Conversations == 0:
		text := "There is no conversation in this period"
		if d.First.Known() {
			day := func(t chat.Time) string { return t.In(d.location()).Format("2 January 2006") }
			if day(d.First) == day(d.Last) {
				return text + "; all data is of " + day(d.First) + "."
			}
			return text + "; the data covers " + day(d.First) + " to " + day(d.Last) + "."
		}
		return text + "."
	case d.Previous == nil:
		return "The period has no other to be compared with, so no change is told."
	case !d.compares():
		return "There is no conversation in the period before, so no change is told."
	}
	return ""
}

// testedChanges are the changes of the findable metrics, with adjusted p-values.
func (d *data) testedChanges() []tested {
	var list []tested
	var p []float64
	for _, t := range findable {
		v := value(d.overall.Values, t.name)
		if v == nil || v.PValue == nil || v.Change == nil || t.name == "new_users" && d.allWereNew() {
			continue
		}
		list, p = append(list, tested{told: t, value: v, before: v.PreviousN}), append(p, *v.PValue)
	}
	for i, adjusted := range abtest.Holm(p) {
		list[i].adjusted = adjusted
	}
	return list
}

// allWereNew says that the data begin in the period before, so that all of its
// users were new.
func (d *data) allWereNew() bool {
	return d.First.Known() && d.First >= chat.TimeOf(d.Previous.Start)
}

// relative is a change as a part of the value before.
func relative(v *metrics.Value) float64 {
	if v.Change == nil || v.Previous == nil || *v.Previous == 0 {
		return 0
	}
	return *v.Change / math.Abs(*v.Previous)
}

// findingJSON is a finding for machines.
type findingJSON struct {
	Metric    string   `json:"metric"`
	Value     *float64 `json:"value"`
	Previous  *float64 `json:"previous"`
	Change    *float64 `json:"change"`
	N         int64    `json:"n"`
	NBefore   int64    `json:"n_before"`
	PValue    *float64 `json:"p_value"`
	AdjustedP float64  `json:"adjusted_p"`
}

func (d *data) finding(t *tested) page.Finding {
	v := t.value
	u := d.unit(v)
	now, was, change := *v.Value, *v.Previous, *v.Change
	data := findingJSON{v.Name, v.Value, v.Previous, v.Change, v.N, t.before, v.PValue, t.adjusted}
	if v.Unit == metrics.UnitCount {
		return page.Finding{Text: d.countSentence(t, now, was), Tone: tone(v, d.rate(now, false)-d.rate(was, true)), Data: data}
	}
	verb := "rose"
	if change < 0 {
		verb = "fell"
	}
	text := fmt.Sprintf("%s %s to %s from %s (%s", t.subject, verb, shown(u)(now), shown(u)(was), signed(change, u))
	if v.ChangeLow != nil && v.ChangeHigh != nil {
		text += ", 95 % interval " + signed(*v.ChangeLow, u) + " to " + signed(*v.ChangeHigh, u)
	}
	text += fmt.Sprintf("; n = %s, before %s; %s).", report.Figure(v.N), report.Figure(t.before), pText(t.adjusted))
	return page.Finding{Text: text, Tone: tone(v, change), Data: data}
}

// countSentence tells of totals, by the day where the periods differ in length.
func (d *data) countSentence(t *tested, now, was float64) string {
	perDay, perDayBefore := d.rate(now, false), d.rate(was, true)
	verb := "rose"
	if perDay < perDayBefore {
		verb = "fell"
	}
	size := ""
	if perDayBefore > 0 {
		size = " by " + shown(report.Relative)(math.Abs(perDay/perDayBefore-1))
	}
	values := fmt.Sprintf("to %s from %s", shown(report.Count)(now), shown(report.Count)(was))
	if math.Abs(d.length(false)-d.length(true)) > 0.01 {
		values = fmt.Sprintf("to %s a day from %s a day (%s in all, before %s", shown(report.Decimal(1))(perDay), shown(report.Decimal(1))(perDayBefore), shown(report.Count)(now), shown(report.Count)(was))
		return t.subject + " " + verb + size + " " + values + "; " + pText(t.adjusted) + ")."
	}
	return t.subject + " " + verb + size + " " + values + " (" + pText(t.adjusted) + ")."
}

// length is how many days of a period there can be data of.
func (d *data) length(before bool) float64 {
	s := d.Span
	if before && d.Previous != nil {
		s = *d.Previous
	}
	end := s.End
	if now := d.sofar(); !now.IsZero() && now.Before(end) {
		end = now
	}
	return max(period.Seconds(s.Start, end)/86400, 1e-9)
}

// rate is a total by the day.
func (d *data) rate(total float64, before bool) float64 { return total / d.length(before) }

// tone says whether a change is for the better.
func tone(v *metrics.Value, change float64) report.Direction {
	direction := cells.DirectionOf(v)
	if change < 0 {
		return -direction
	}
	return direction
}

// signed prints a difference with its sign, without a mark.
func signed(v float64, u report.Unit) string {
	_, text, _ := strings.Cut(report.Change(v, u, report.Neither, true).Shown(), " ")
	return text
}

func pText(p float64) string {
	if p < 0.001 {
		return "p < 0.001"
	}
	return fmt.Sprintf("p = %.3f", p)
}
