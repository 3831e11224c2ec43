package demo

import (
	"strconv"
	"time"
)

// appendKey appends a key and its colon, with a comma before it where the object holds one already.
func appendKey(b []byte, key string) []byte {
	if last := b[len(b)-1]; last != '{' {
		b = append(b, ',')
	}
	b = appendString(b, key)
	return append(b, ':')
}

// appendField appends a key with a string.
func appendField(b []byte, key, value string) []byte {
	return appendString(appendKey(b, key), value)
}

// appendIfSet appends a key with a string unless that is empty.
func appendIfSet(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return appendField(b, key, value)
}

// appendString appends a JSON string. The texts are valid UTF-8.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < 0x20:
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

func quote(s string) string { return string(appendString(nil, s)) }

const isoMillis = "2006-01-02T15:04:05.000Z"

// appendTime appends a key with a time in ISO 8601, UTC, milliseconds.
func appendTime(b []byte, key string, millis int64) []byte {
	b = append(appendKey(b, key), '"')
	b = time.UnixMilli(millis).UTC().AppendFormat(b, isoMillis)
	return append(b, '"')
}

func appendInt(b []byte, key string, value int) []byte {
	return strconv.AppendInt(appendKey(b, key), int64(value), 10)
}
