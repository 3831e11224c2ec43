package metrics

import (
	"bytes"
	"encoding/json"
)

// propertyMemory is how many texts of properties a propertyReader remembers:
// conversations of one source tend to carry few different ones.
const propertyMemory = 4096

// propertyReader looks up one property in the JSON objects of conversations.
type propertyReader struct {
	key  string
	seen map[string]string // text of an object → value
}

func newPropertyReader(key string) *propertyReader {
	return &propertyReader{key: key, seen: map[string]string{}}
}

// read returns the value of the property in an object, "" when it is missing,
// null, an object, an array or empty.
func (r *propertyReader) read(object string) string {
	if object == "" {
		return ""
	}
	if v, ok := r.seen[object]; ok {
		return v
	}
	if len(r.seen) >= propertyMemory {
		clear(r.seen)
	}
	v := scalarProperty(object, r.key)
	r.seen[object] = v
	return v
}

// scalarProperty returns a string as its text, a number or a truth value as
// written, and "" for all else.
func scalarProperty(object, key string) string {
	var values map[string]json.RawMessage
	if json.Unmarshal([]byte(object), &values) != nil {
		return ""
	}
	raw := bytes.TrimSpace(values[key])
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '{', '[', 'n':
		return ""
	case '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return ""
		}
		return text
	}
	return string(raw)
}
