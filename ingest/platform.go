package ingest

import (
	"slices"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// members gathers the members of a JSON object: what a record says that is no
// field of ours. Of members of one name the first stands, the next ones are
// kept under longer names.
type members struct {
	b    []byte
	keys []string
}

func (m *members) key(key string) {
	for slices.Contains(m.keys, key) {
		key += "_"
	}
	m.keys = append(m.keys, key)
	if len(m.b) > 0 {
		m.b = append(m.b, ',')
	}
	m.b = append(jsondoc.AppendString(m.b, key), ':')
}

// add keeps a value that says something: neither null nor empty.
func (m *members) add(key string, v jsondoc.Value) {
	if saysNothing(v) {
		return
	}
	m.key(key)
	m.b = jsondoc.Compact(m.b, v.Raw())
}

// text keeps text that is not empty.
func (m *members) text(key, s string) {
	if s != "" {
		m.key(key)
		m.b = jsondoc.AppendString(m.b, s)
	}
}

// truth keeps that something is so.
func (m *members) truth(key string) {
	m.key(key)
	m.b = append(m.b, "true"...)
}

// all keeps every member of an object but the named ones.
func (m *members) all(v jsondoc.Value, but ...string) {
	for it := v.Iter(); it.Next(); {
		if key := it.Key(); key != "" && !slices.Contains(but, key) {
			m.add(key, it.Value())
		}
	}
}

// under keeps the members of an object but the named ones, as an object of that key.
func (m *members) under(key string, v jsondoc.Value, but ...string) {
	if v.Kind() != jsondoc.Object {
		m.add(key, v)
		return
	}
	var inner members
	inner.all(v, but...)
	if len(inner.b) > 0 {
		m.key(key)
		m.b = append(append(append(m.b, '{'), inner.b...), '}')
	}
}

// object returns what was gathered, "" if nothing.
func (m *members) object() string {
	if len(m.b) == 0 {
		return ""
	}
	return "{" + string(m.b) + "}"
}

func saysNothing(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.Missing, jsondoc.Null:
		return true
	case jsondoc.String:
		return len(v.Raw()) == len(`""`)
	case jsondoc.Object, jsondoc.Array:
		it := v.Iter()
		return !it.Next()
	}
	return false
}

// firstOf returns the first member of those names that is there and not null.
func firstOf(v jsondoc.Value, keys ...string) jsondoc.Value {
	for _, key := range keys {
		if m := v.Get(key); m.Kind() > jsondoc.Null {
			return m
		}
	}
	return jsondoc.Value{}
}

// timeOf reads a time; none is no time.
func timeOf(v jsondoc.Value) (chat.Time, error) {
	if v.Kind() <= jsondoc.Null {
		return chat.NoTime, nil
	}
	return jsonTime(v)
}

// eachOf decodes the elements of a list that one record holds, each by itself, so
// that a bad one costs nothing but itself.
func (d *decoder) eachOf(list jsondoc.Value, line int, decode func(jsondoc.Value) error) error {
	d.out.read += max(0, list.Len()-1)
	for it := list.Iter(); it.Next(); {
		if err := decode(it.Value()); err != nil {
			d.reject(line, it.Value().Raw(), err.Error())
		}
	}
	return nil
}

// newEventAt makes an event of the vocabulary; source is the data's own word for it.
func newEventAt(kind, source, id string, at chat.Time, properties *members) chat.Event {
	e := chat.Event{ID: id, Type: kind, Time: at}
	if source != kind {
		e.SourceType = source
	}
	if properties != nil {
		e.Properties = properties.object()
	}
	return e
}

// ownEvent makes an event of a word that is the data's own, or of the vocabulary
// where that knows it.
func ownEvent(word, id string, at chat.Time, properties *members) chat.Event {
	kind, known := chat.EventName(word)
	if !known {
		kind = word
	}
	return newEventAt(kind, word, id, at, properties)
}

// reasonsOf writes labels as the reasons of feedback.
func reasonsOf(labels jsondoc.Value) string {
	var b []byte
	for it := labels.Iter(); it.Next(); {
		s := it.Value().Scalar()
		if s == "" {
			continue
		}
		if b == nil {
			b = append(b, '[')
		} else {
			b = append(b, ',')
		}
		b = append(b, `{"label":`...)
		b = append(jsondoc.AppendString(b, s), '}')
	}
	if b == nil {
		return ""
	}
	return string(append(b, ']'))
}

// says reports whether a record says anything.
func says(rec *chat.Record) bool {
	return len(rec.Messages)+len(rec.Events)+len(rec.Feedback)+len(rec.Scores) > 0
}

// asksForHuman reports whether a name that a platform's user has chosen, of an
// action, an intent or a topic, is that of a hand-off.
func asksForHuman(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"handoff", "hand_off", "hand-off", "handover", "human", "live_agent", "liveagent", "escalat"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
