package ingest

import (
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/chat"
	"chatcops/internal/instant"
	"chatcops/internal/jsondoc"
)

// idText reads an id, which may be a number.
func idText(key string, v jsondoc.Value) (string, error) {
	switch v.Kind() {
	case jsondoc.String, jsondoc.Number:
		return v.Scalar(), nil
	}
	return "", fmt.Errorf("%s is no text", key)
}

// roleText reads a role, which may stand in an object such as an author.
func roleText(v jsondoc.Value) string {
	if v.Kind() == jsondoc.Object {
		for _, key := range []string{"role", "type"} {
			if s := v.Get(key).Text(); s != "" {
				return s
			}
		}
	}
	return v.Scalar()
}

func jsonTime(v jsondoc.Value) (chat.Time, error) {
	if s, ok := v.Str(); ok {
		return parseTime(s)
	}
	var us int64
	err := errors.New("it is neither text nor a number in range")
	if n, ok := v.Int(); ok {
		us, err = instant.FromInt(n)
	} else if f, ok := v.Float(); ok {
		us, err = instant.FromFloat(f)
	}
	if err != nil {
		return chat.NoTime, fmt.Errorf("timestamp: %w", err)
	}
	return chat.Time(us), nil
}

// contentText reads what is said: text, a list of parts, or null. There is
// content even where it is empty; null is none.
func contentText(v jsondoc.Value) (text string, there bool, err error) {
	switch v.Kind() {
	case jsondoc.String:
		return v.Text(), true, nil
	case jsondoc.Null:
		return "", false, nil
	case jsondoc.Array:
		var parts []string
		for it := v.Iter(); it.Next(); {
			if s := partText(it.Value()); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, "\n"), true, nil
	case jsondoc.Object:
		if s := partText(v); s != "" {
			return s, true, nil
		}
		return v.RawString(), true, nil
	}
	return v.Scalar(), true, nil // a number or a truth value is text that was not quoted
}

// partText reads one part of a content: its text, else its kind in brackets.
func partText(v jsondoc.Value) string {
	if s, ok := v.Str(); ok {
		return s
	}
	for _, key := range []string{"text", "content", "refusal", "value"} {
		p := v.Get(key)
		if s, ok := p.Str(); ok {
			return s
		}
		if s, ok := p.Get("value").Str(); ok {
			return s
		}
	}
	if s := v.Get("type").Text(); s != "" {
		return "[" + s + "]"
	}
	return ""
}

// object is a JSON object of the record that is being read: a part of its
// document, or text.
type object struct {
	value jsondoc.Value
	text  string
}

func (o object) empty() bool { return o.text == "" && o.value.Kind() != jsondoc.Object }

// object reads a JSON object, which may be quoted as a string (as in CSV).
func (d *decoder) object(v jsondoc.Value) (o object, err error) {
	if v.Kind() == jsondoc.Object {
		return object{value: v}, nil
	}
	if s, ok := v.Str(); ok {
		o.text, err = d.quotedObject(s)
		return o, err
	}
	return o, errors.New("properties are no JSON object")
}

// text is an object without the whitespace outside its strings, "" if it is empty.
func (d *decoder) text(o object) string {
	if o.value.Kind() != jsondoc.Object {
		return o.text
	}
	return o.value.Compact()
}

// objectText is the text of a JSON object, which may be quoted as a string.
func (d *decoder) objectText(v jsondoc.Value) (string, error) {
	o, err := d.object(v)
	return d.text(o), err
}

// quotedObject checks text that should be a JSON object.
func (d *decoder) quotedObject(s string) (string, error) {
	if s = strings.TrimSpace(s); s == "" {
		return "", nil
	}
	v, err := d.inner.Parse([]byte(s))
	if err != nil {
		return "", fmt.Errorf("properties: %w", err)
	}
	if v.Kind() == jsondoc.Null {
		return "", nil
	}
	if v.Kind() != jsondoc.Object {
		return "", errors.New("properties are no JSON object")
	}
	return s, nil
}

// toolCalls writes the calls of a message as [{id,name,arguments}], "" if there are none.
func (d *decoder) toolCalls(v jsondoc.Value) string {
	if s, ok := v.Str(); ok { // quoted, as in CSV
		inner, err := d.inner.Parse([]byte(s))
		if err != nil {
			return ""
		}
		v = inner
	}
	var b []byte
	for it := v.Iter(); it.Next(); {
		b = appendCall(b, it.Value())
	}
	if b == nil {
		return ""
	}
	return string(append(b, ']'))
}

// appendCall adds one call to a JSON array that starts with it.
func appendCall(b []byte, call jsondoc.Value) []byte {
	f := call.Get("function")
	if f.Kind() != jsondoc.Object {
		f = call
	}
	if b == nil {
		b = append(b, '[')
	} else {
		b = append(b, ',')
	}
	b = append(b, `{"id":`...)
	b = jsondoc.AppendString(b, call.Get("id").Scalar())
	b = append(b, `,"name":`...)
	b = jsondoc.AppendString(b, f.Get("name").Scalar())
	b = append(b, `,"arguments":`...)
	if a := f.Get("arguments"); a.Exists() {
		b = jsondoc.Compact(b, a.Raw())
	} else {
		b = append(b, "null"...)
	}
	return append(b, '}')
}
