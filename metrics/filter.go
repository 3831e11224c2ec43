package metrics

import (
	"slices"

	"chatcops/internal/chat"
	"chatcops/internal/period"
)

// Filter selects conversations. A conversation must satisfy every field; a list
// is satisfied by any of its values, an empty one by all. The zero Filter selects all.
type Filter struct {
	Span       period.Span // in which the conversation started
	Bots       []string
	Channels   []string
	Users      []string
	Models     []string
	Languages  []string
	Outcomes   []chat.Outcome
	Properties []Property // those of one key are alternatives
}

// Property is a condition on the properties of a conversation: a scalar value as text.
type Property struct{ Key, Value string }

// Match reports whether the filter selects the conversation.
func (q *Filter) Match(f *chat.Facts) bool {
	return q.Span.Contains(int64(f.StartedAt)) && newMatcher(*q).match(f)
}

// NeedsText reports whether Match reads texts of the facts (bot, channel, user,
// model, language, properties) rather than only their numbers.
func (q *Filter) NeedsText() bool {
	return len(q.Bots)+len(q.Channels)+len(q.Users)+len(q.Models)+len(q.Languages)+len(q.Properties) > 0
}

// selective reports whether conversations of the span can fail to match.
func (q *Filter) selective() bool { return q.NeedsText() || len(q.Outcomes) > 0 }

// matcher is a filter made ready for many conversations; it leaves the span to its user.
type matcher struct {
	filter     Filter
	selective  bool
	properties []propertyMatcher
}

// propertyMatcher is the condition on one property.
type propertyMatcher struct {
	reader *propertyReader
	values []string
}

func newMatcher(q Filter) *matcher {
	m := &matcher{filter: q, selective: q.selective()}
	for _, p := range q.Properties {
		i := slices.IndexFunc(m.properties, func(o propertyMatcher) bool { return o.reader.key == p.Key })
		if i < 0 {
			i = len(m.properties)
			m.properties = append(m.properties, propertyMatcher{reader: newPropertyReader(p.Key)})
		}
		m.properties[i].values = append(m.properties[i].values, p.Value)
	}
	return m
}

func (m *matcher) match(f *chat.Facts) bool {
	if !m.selective {
		return true
	}
	q := &m.filter
	if !oneOf(q.Bots, f.Bot) || !oneOf(q.Channels, f.Channel) || !oneOf(q.Users, f.UserID) ||
		!oneOf(q.Models, f.Model) || !oneOf(q.Languages, f.Language) || !oneOf(q.Outcomes, outcome(f)) {
		return false
	}
	for _, p := range m.properties {
		if !slices.Contains(p.values, p.reader.read(f.Properties)) {
			return false
		}
	}
	return true
}

// oneOf reports whether value is among those wanted, if any are.
func oneOf[T comparable](wanted []T, value T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}
