package ingest

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/jsondoc"
)

// keep keeps a value that says something: neither null nor empty.
func (r *rest) keep(key string, v jsondoc.Value) {
	if !saysNothing(v) {
		r.add(key, v)
	}
}

// number keeps a number that may be written as text, as in CSV.
func (r *rest) number(key string, v jsondoc.Value) {
	f, ok := v.Float()
	if s := v.Text(); s != "" {
		parsed, err := strconv.ParseFloat(s, 64)
		f, ok = parsed, err == nil && !math.IsNaN(parsed) && !math.IsInf(parsed, 0)
	}
	if ok {
		r.key(key)
		*r = strconv.AppendFloat(*r, f, 'g', -1, 64)
	}
}

// all keeps every member of an object that says something, but the named ones.
func (r *rest) all(v jsondoc.Value, but ...string) {
	for it := v.Iter(); it.Next(); {
		if key := it.Key(); key != "" && !slices.Contains(but, key) {
			r.keep(key, it.Value())
		}
	}
}

// under keeps the members of an object but the named ones, as an object of that key.
func (r *rest) under(key string, v jsondoc.Value, but ...string) {
	if v.Kind() != jsondoc.Object {
		r.keep(key, v)
		return
	}
	var inner rest
	inner.all(v, but...)
	if len(inner) > 0 {
		r.key(key)
		*r = append(append(append(*r, '{'), inner...), '}')
	}
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

// camel reads a member whose name is written with humps or with underscores.
func camel(v jsondoc.Value, key string) jsondoc.Value {
	if m := v.Get(key); m.Exists() {
		return m
	}
	var b [64]byte
	n := 0
	for i := 0; i < len(key) && n < len(b)-1; i++ {
		c := key[i]
		if c >= 'A' && c <= 'Z' {
			b[n] = '_'
			n++
			c += 'a' - 'A'
		}
		b[n] = c
		n++
	}
	return v.Get(string(b[:n]))
}

// eachOf decodes the elements of a list that one record holds, each by itself, so
// that a bad one costs nothing but itself.
func (d *decoder) eachOf(list jsondoc.Value, line int, decode func(jsondoc.Value) error) error {
	d.out.read += max(0, list.Len()-1)
	for it := list.Iter(); it.Next(); {
		d.record = it.Value().Raw()
		if err := decode(it.Value()); err != nil {
			d.reject(line, d.record, err.Error())
		}
	}
	return nil
}

// newEventAt makes an event of the vocabulary; source is the data's own word for it.
func newEventAt(kind, source, id string, at chat.Time, properties *rest) chat.Event {
	e := chat.Event{ID: id, Type: kind, Time: at}
	if source != kind {
		e.SourceType = source
	}
	if properties != nil {
		e.Properties = properties.object()
	}
	return e
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
