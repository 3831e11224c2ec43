package safe

import (
	"encoding/json"
	"strings"
)

// JSON cleans the texts within a JSON value, keys and numbers included: a number
// that clean changes becomes a text. ok is false for what is no JSON.
func JSON(text string, clean func(string) string) (cleaned string, ok bool) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return "", false
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(cleanValue(v, clean)) != nil {
		return "", false
	}
	return strings.TrimSuffix(b.String(), "\n"), true
}

func cleanValue(v any, clean func(string) string) any {
	switch v := v.(type) {
	case string:
		return clean(v)
	case json.Number:
		if c := clean(v.String()); c != v.String() {
			return c
		}
	case []any:
		for i := range v {
			v[i] = cleanValue(v[i], clean)
		}
	case map[string]any:
		cleaned := make(map[string]any, len(v))
		for k, inner := range v {
			cleaned[clean(k)] = cleanValue(inner, clean)
		}
		return cleaned
	}
	return v
}
