package metrics

import (
	"fmt"
	"math"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/guess"
	"chatcops/internal/period"
)

// Dimension is one entry of the table of dimensions: something to group by.
type Dimension struct {
	Name  string // in flags and output
	Title string // for people
	Doc   string
	unit  period.Unit              // of a dimension of time
	text  func(*chat.Facts) string // of any other; nil for time
	reads bool                     // text reads a text of the facts
}

// Prefixes of the names of dimensions that stand for many: of a property, and of
// the variant in a test.
const (
	propertyPrefix = "property:"
	variantPrefix  = "variant:"
)

// TopicDimension is the name of the dimension whose values Query.TopicOf tells.
const TopicDimension = "topic"

// Dimensions is the one table of dimensions. The entry property:KEY stands for
// one dimension for each property, variant:TEST for one for each test.
var Dimensions = append(timeDimensions(), []Dimension{
	{Name: "bot", Title: "Bot", Doc: "the agent", reads: true, text: func(f *chat.Facts) string { return f.Bot }},
	{Name: "channel", Title: "Channel", Doc: "where the conversation took place", reads: true, text: func(f *chat.Facts) string { return f.Channel }},
	{Name: "user", Title: "User", Doc: "the user's id", reads: true, text: func(f *chat.Facts) string { return f.UserID }},
	{Name: "model", Title: "Model", Doc: "the language model", reads: true, text: func(f *chat.Facts) string { return f.Model }},
	{Name: "language", Title: "Language", Doc: "the conversation's language", reads: true, text: func(f *chat.Facts) string { return f.Language }},
	{Name: "outcome", Title: "Outcome", Doc: "how the engaged conversation ended", text: func(f *chat.Facts) string { return outcome(f).String() }},
	{Name: TopicDimension, Title: "Topic", Doc: "what the user asks: the label of the topic, other if it fits none", text: func(*chat.Facts) string { return "" }},
	{Name: propertyPrefix + "KEY", Title: "Property", Doc: "the scalar value of the property KEY of the conversation", reads: true},
	{Name: variantPrefix + "TEST", Title: "Variant", Doc: "the variant of the A/B test TEST that the conversation was first exposed to", reads: true},
}...)

// timeDimensions derives the dimensions of time from the units of periods.
func timeDimensions() []Dimension {
	list := make([]Dimension, 0, len(period.Units))
	for _, u := range period.Units {
		doc := "the " + strings.ToLower(u.Title) + " in which the conversation started"
		list = append(list, Dimension{Name: u.Name, Title: u.Title, Doc: doc, unit: u.Unit})
	}
	return list
}

// VariantTest returns the test of the dimension variant:TEST.
func VariantTest(name string) (test string, ok bool) { return strings.CutPrefix(name, variantPrefix) }

// ParseDimension finds a dimension by name, property:KEY and variant:TEST included.
func ParseDimension(name string) (Dimension, error) {
	if key, ok := strings.CutPrefix(name, propertyPrefix); ok {
		if key == "" {
			return Dimension{}, fmt.Errorf("dimension %q names no property: write %sKEY", name, propertyPrefix)
		}
		return Dimension{Name: name, Title: key, Doc: "the property " + key, reads: true, text: propertyText(key)}, nil
	}
	if test, ok := VariantTest(name); ok {
		if test == "" {
			return Dimension{}, fmt.Errorf("dimension %q names no test: write %sTEST", name, variantPrefix)
		}
		return Dimension{Name: name, Title: test, Doc: "the variant of " + test, reads: true, text: func(*chat.Facts) string { return "" }}, nil
	}
	var known []string
	for _, d := range Dimensions {
		if d.Name == name {
			return d, nil
		}
		known = append(known, d.Name)
	}
	return Dimension{}, fmt.Errorf("unknown dimension %q: %s", name, guess.Word(name, known))
}

func propertyText(key string) func(*chat.Facts) string {
	r := newPropertyReader(key)
	return func(f *chat.Facts) string { return r.read(f.Properties) }
}

// OfTime reports whether the dimension of that name is one of time.
func OfTime(name string) bool {
	d, err := ParseDimension(name)
	return err == nil && d.text == nil
}

// Unbounded reports whether nothing but the data says how many groups the dimension
// of that name has: bots, users, values of a property.
func Unbounded(name string) bool {
	d, err := ParseDimension(name)
	return err == nil && d.reads
}

// bucketed reports whether the groups are stretches of time.
func (d *Dimension) bucketed() bool { return d.text == nil && !period.Units[d.unit].Cyclic }

// Codes that are no value of a dimension: of conversations that have none, and of
// all those that are put together.
const noKey, restCode = math.MinInt64, math.MinInt64 + 1

// axis turns the values of one dimension into numbers and back, for one collector.
type axis struct {
	dimension Dimension
	buckets   *period.Bucketer // of a dimension of time
	codes     map[string]int64 // of any other: text → its index in texts
	texts     []string
	last      string // the text before and its code: neighbours tend to agree
	lastCode  int64
	largest   *Largest // the values that have a code of their own
}

func newAxis(d Dimension, span period.Span, largest *Largest) *axis {
	if d.text == nil {
		return &axis{dimension: d, buckets: period.NewBucketer(d.unit, span.Location)}
	}
	a := &axis{dimension: d, codes: map[string]int64{}, largest: largest}
	a.lastCode = a.none()
	return a
}

// none is the code of the empty text, which is no value.
func (a *axis) none() int64 {
	if a.largest.has("") {
		return noKey
	}
	return restCode
}

// code returns the number of the value of the conversation.
func (a *axis) code(f *chat.Facts) int64 {
	if a.buckets != nil {
		if !f.Timed() {
			return noKey
		}
		return a.buckets.Index(int64(f.StartedAt))
	}
	return a.intern(a.dimension.text(f))
}

// intern returns the number of a text.
func (a *axis) intern(text string) int64 {
	if text == a.last {
		return a.lastCode
	}
	if text == "" {
		a.last, a.lastCode = "", a.none()
		return a.lastCode
	}
	code, ok := a.codes[text]
	if !ok && !a.largest.has(text) {
		return restCode
	}
	if !ok {
		code = int64(len(a.texts))
		text = strings.Clone(text) // the caller's may be a part of a large buffer
		a.codes[text] = code
		a.texts = append(a.texts, text)
	}
	a.last, a.lastCode = a.texts[code], code
	return code
}

// name returns the value that code stands for, nil for none.
func (a *axis) name(code int64) *string {
	if code == noKey {
		return nil
	}
	var name string
	if a.buckets != nil {
		name = a.buckets.Name(code)
	} else {
		name = a.texts[code]
	}
	return &name
}

// translate returns the code in a of a code of the same dimension in another collector.
func (a *axis) translate(o *axis, code int64) int64 {
	if a.buckets != nil || code == noKey || code == restCode {
		return code
	}
	return a.intern(o.texts[code])
}
