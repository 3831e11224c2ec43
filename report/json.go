package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// JSONStream writes values as JSON lines as they come, however many.
type JSONStream struct {
	w       *bufio.Writer
	buffer  bytes.Buffer
	encoder *json.Encoder
}

// NewJSONStream begins a stream of JSON lines. It buffers: an error of w may
// show only in Flush.
func NewJSONStream(w io.Writer) *JSONStream {
	s := &JSONStream{w: bufio.NewWriter(w)}
	s.encoder = json.NewEncoder(&s.buffer)
	s.encoder.SetEscapeHTML(false)
	return s
}

// Write appends one value on a line of its own. Invalid UTF-8 becomes U+FFFD. A
// number that is not finite is an error: the undefined is a nil pointer.
func (s *JSONStream) Write(v any) error { return s.write(v, "\n") }

// write appends one value and what ends it.
func (s *JSONStream) write(v any, end string) error {
	s.buffer.Reset()
	if err := s.encoder.Encode(v); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	s.w.Write(escapeControls(bytes.TrimSuffix(s.buffer.Bytes(), []byte("\n"))))
	_, err := s.w.WriteString(end)
	return err
}

// Flush writes what is buffered and must end the stream.
func (s *JSONStream) Flush() error { return s.w.Flush() }

// JSONArray writes values as the elements of one array as they come, one a line.
type JSONArray struct {
	s     *JSONStream
	begun bool
}

// NewJSONArray begins an array; it buffers as a JSONStream does.
func NewJSONArray(w io.Writer) *JSONArray { return &JSONArray{s: NewJSONStream(w)} }

// Write appends one element.
func (a *JSONArray) Write(v any) error {
	open := ",\n"
	if !a.begun {
		open = "[\n"
	}
	a.begun = true
	a.s.w.WriteString(open) // the writer keeps its first error for Close
	return a.s.write(v, "")
}

// Close ends the array and writes what is buffered.
func (a *JSONArray) Close() error {
	end := "\n]\n"
	if !a.begun {
		end = "[]\n"
	}
	a.s.w.WriteString(end)
	return a.s.Flush()
}

func writeJSON(w *bufio.Writer, d *Document, _ Options) error {
	if d.JSON == nil {
		return fmt.Errorf("%q has no json form: use another format", d.Heading)
	}
	s := NewJSONStream(w)
	s.encoder.SetIndent("", "  ")
	return s.Write(d.JSON)
}

func writeJSONLines(w *bufio.Writer, d *Document, _ Options) error {
	lines := d.Lines
	if lines == nil {
		if d.JSON == nil {
			return fmt.Errorf("%q has no jsonl form: use another format", d.Heading)
		}
		lines = Each([]any{d.JSON})
	}
	s := NewJSONStream(w)
	for v := range lines {
		if err := s.Write(v); err != nil {
			return err
		}
	}
	return nil
}

// escapeControls writes DEL, the C1 controls (U+0080–U+009F) and what turns the
// direction of text (U+202A–U+202E, U+2066–U+2069) as \uxxxx: the same value in
// JSON, but no longer a command to the terminal that shows it. encoding/json
// escapes only those below the space.
func escapeControls(text []byte) []byte {
	if !bytes.ContainsFunc(text, isCommand) {
		return text
	}
	escaped := make([]byte, 0, len(text)+64)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if isCommand(r) {
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		} else {
			escaped = append(escaped, text[:size]...)
		}
		text = text[size:]
	}
	return escaped
}

func isCommand(r rune) bool {
	return r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
