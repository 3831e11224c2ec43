package metrics

import (
	"bytes"
	"encoding/json"
	"time"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Result is what a query comes to. As JSON it has the shape that programs rely on.
type Result struct {
	Period     Period        `json:"period"`
	ComparedTo *Period       `json:"compared_to"`
	Coverage   Coverage      `json:"coverage"`
	Outcomes   OutcomeCounts `json:"outcomes"`
	Messages   Speakers      `json:"messages_by_role"`
	Currency   *string       `json:"currency,omitempty"` // of metrics of money
	Values     []Value       `json:"metrics"`
	// Groups are sorted: time ascending, other dimensions by their conversations
	// (most first), then by key; conversations without a value come last.
	Groups []Group `json:"groups"`
	// Notes say what makes the two periods unequal.
	Notes []string `json:"notes"`
}

// Speakers counts the messages by who wrote them.
type Speakers struct {
	User       int64 `json:"user"`
	Assistant  int64 `json:"assistant"`
	HumanAgent int64 `json:"human_agent"`
}

// Period is a period as the output shows it; a side without a bound is nil.
type Period struct {
	Start    *time.Time `json:"start"`
	End      *time.Time `json:"end"`
	Timezone string     `json:"timezone"`
	Label    string     `json:"label"`
	Complete bool       `json:"complete"` // no part of it is still to come
	Text     string     `json:"-"`        // for people
}

// newPeriod shows the instants of a span in its timezone.
func newPeriod(s period.Span) Period {
	loc := s.Location
	if loc == nil {
		loc = time.UTC
	}
	bound := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.In(loc)
		return &t
	}
	p := Period{Start: bound(s.Start), End: bound(s.End), Timezone: loc.String(), Label: s.Label, Complete: true, Text: s.String()}
	if loc == time.Local && p.Timezone == "Local" {
		p.Timezone = offset(s, loc)
	}
	if p.Label == "" && p.Start == nil && p.End == nil {
		p.Label = "all"
	}
	return p
}

// offset names a zone that has no name by its distance from UTC: +02:00, as at the
// start of the span, else at its end, else in January.
func offset(s period.Span, loc *time.Location) string {
	at := time.Date(2026, time.January, 1, 0, 0, 0, 0, loc)
	if !s.End.IsZero() {
		at = s.End
	}
	if !s.Start.IsZero() {
		at = s.Start
	}
	return at.In(loc).Format("-07:00")
}

// Coverage says what the values rest on.
type Coverage struct {
	Conversations int64 `json:"conversations"`
	Engaged       int64 `json:"engaged"`
	// WithoutTime counts the conversations without any time that the filters
	// select; they belong to no bounded period.
	WithoutTime int64 `json:"without_time"`
	// WordsNotRead counts the engaged conversations in a language without word
	// rules: only explicit evidence speaks for them.
	WordsNotRead int64  `json:"words_not_read"`
	Rules        string `json:"rules"` // version of the scoring rules, set by the caller
}

// OutcomeCounts counts the engaged conversations by outcome; index it by chat.Outcome.
type OutcomeCounts [chat.Unknown + 1]int64

// MarshalJSON writes all the outcomes, by name.
func (c OutcomeCounts) MarshalJSON() ([]byte, error) {
	return marshalObject(len(chat.Outcomes), func(i int) (string, any) {
		o := chat.Outcomes[i]
		return o.Name, c[o.Outcome]
	})
}

// Value is one number with its doubt. What is undefined is nil.
type Value struct {
	Metric    string    `json:"-"`    // of the registry
	Statistic string    `json:"-"`    // of the metric, "" for its only one
	Name      string    `json:"name"` // as in duration.p90
	Title     string    `json:"title"`
	Unit      Unit      `json:"unit"`
	Better    Direction `json:"better"`
	Value     *float64  `json:"value"`
	// N is how many conversations (of a count of users: with a user id) the value
	// rests on; the value is nil when there are none.
	N int64 `json:"n"`
	// WithoutTime counts, for a metric that needs times, the conversations that
	// have none of those it needs; LacksTime says which these are.
	WithoutTime *int64   `json:"without_time,omitempty"`
	LacksTime   string   `json:"-"`
	Numerator   *float64 `json:"numerator"`
	Denominator *float64 `json:"denominator"`
	Low         *float64 `json:"low"` // of the 95 % interval
	High        *float64 `json:"high"`
	Parts       []Part   `json:"parts,omitempty"`
	Warnings    []string `json:"warnings"`
	Previous    *float64 `json:"previous"` // the value in the period compared with
	PreviousN   int64    `json:"-"`        // N of that value
	Change      *float64 `json:"change"`   // Value − Previous
	ChangeLow   *float64 `json:"change_low"`
	ChangeHigh  *float64 `json:"change_high"`
	PValue      *float64 `json:"p_value"` // that there is no change, two-sided
	// AdjustedP is, in groups, PValue corrected by Holm for the number of groups
	// of which this metric was tested.
	AdjustedP   *float64 `json:"adjusted_p_value,omitempty"`
	Significant *bool    `json:"significant"` // AdjustedP, else PValue, is below 0.05
}

// Part is what one outcome contributes to a share.
type Part struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Value     *float64 `json:"value"`
	Numerator float64  `json:"numerator"`
}

// Group holds the values of the conversations that agree in the dimensions.
type Group struct {
	Key GroupKey `json:"key"`
	// Merged is how many groups were put together in this one, whose key is then
	// "other"; 0 for a group of its own.
	Merged int     `json:"merged,omitempty"`
	Values []Value `json:"metrics"`
}

// GroupKey holds the value of each dimension of the query, in its order.
type GroupKey []KeyPart

// KeyPart is the value of one dimension, nil for conversations that have none.
type KeyPart struct {
	Dimension string
	Value     *string
}

// MarshalJSON writes an object with the dimensions in their order.
func (k GroupKey) MarshalJSON() ([]byte, error) {
	return marshalObject(len(k), func(i int) (string, any) { return k[i].Dimension, k[i].Value })
}

// marshalObject writes a JSON object whose fields keep their order.
func marshalObject(n int, field func(i int) (name string, value any)) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		name, value := field(i)
		for j, v := range []any{name, value} {
			text, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			if j == 1 {
				b.WriteByte(':')
			}
			b.Write(text)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
