package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"chatcops/internal/csvrow"
	"chatcops/internal/jsondoc"
)

// peekSize is how much of an input detection looks at.
const peekSize = 64 << 10

// detection is what was found out about an input, and why.
type detection struct {
	format  *Format
	framing Framing
	sep     byte // of CSV
	why     string
	unwrap  []string // keys of the arrays that hold the records of an object as large as the file
}

// Named stands for the reason of a format that the user has named.
const Named = "--input-format"

var (
	errEmpty     = errors.New("is empty")
	errNoRecords = errors.New("has no records")
)

// errUnrecognised lists what could have been read.
var errUnrecognised = errors.New("no format recognised: neither JSON nor CSV with a column for the conversation")

// foreign are beginnings of files that are no text.
var foreign = []struct{ magic, what string }{
	{"SQLite format 3\x00", "is a SQLite database; name one of chatcops with --db, and export the messages of any other"},
	{"PAR1", "is a Parquet file; convert it to JSON lines or CSV first"},
	{"PK\x03\x04", "is a zip archive within another file or on standard input; give it as a file"},
	{"%PDF", "is a PDF"},
	{"\xff\xfe", "is UTF-16 text; save it as UTF-8"},
	{"\xfe\xff", "is UTF-16 text; save it as UTF-8"},
}

// detect looks at the beginning of an input. wanted is the format that the user
// has named, nil if none; whole says that peek is all there is.
func detect(peek []byte, whole bool, wanted *Format, n *names) (detection, error) {
	for _, f := range foreign {
		if bytes.HasPrefix(peek, []byte(f.magic)) {
			return detection{}, errors.New(f.what)
		}
	}
	text := bytes.TrimLeft(csvrow.TrimBOM(peek), " \t\r\n")
	if len(text) == 0 {
		return detection{}, errEmpty
	}
	if rest, ok := bytes.CutPrefix(text, []byte("[")); ok && whole && bytes.Equal(bytes.TrimSpace(rest), []byte("]")) {
		return detection{}, errNoRecords
	}
	json := text[0] == '{' || text[0] == '['
	if wanted != nil && wanted.csv || (wanted == nil || wanted.mayBeCSV()) && !json {
		return detectCSV(csvrow.TrimBOM(peek), whole, wanted, n)
	}
	d := detection{format: wanted, why: Named, framing: framingOf(text)}
	first := firstValues(text, whole)
	if wanted == nil {
		var err error
		if d.format, err = detectJSON(first, text, whole, n); err != nil {
			return d, err
		}
		d.why = d.format.Recognised
	}
	if endless := bytes.IndexByte(text, '\n') < 0 && !whole; text[0] == '{' && (d.framing == Values || endless) {
		if d.unwrap = d.format.around(first); d.unwrap != nil {
			d.framing = Values
		}
	}
	return d, nil
}

// mayBeCSV reports whether a file of the format may be a table though its other files are JSON.
func (f *Format) mayBeCSV() bool { return f.scores || f.shape != nil && f.shape.header != nil }

// around returns the keys of the arrays that the first value is around, nil if it is a record itself.
func (f *Format) around(first [][]byte) []string {
	var p jsondoc.Parser
	if f.shape == nil || len(first) == 0 {
		return nil
	}
	if v, err := p.Parse(first[0]); err != nil || !f.shape.wrapped(v).Exists() {
		return nil
	}
	return f.shape.wrap
}

// framingOf tells JSON lines from JSON that is laid out otherwise.
func framingOf(text []byte) Framing {
	if text[0] == '[' && !arraysOnLines(text) {
		return Values
	}
	var p jsondoc.Parser
	for i := 0; i < 20 && len(text) > 0; i++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSpace(line)
		if !ended && i == 0 {
			return Lines // one record, or one longer than we look at
		}
		if len(line) > 0 && (i == 0 || text[0] == '{' || text[0] == '[') { // what is indented is part of something larger
			if v, err := p.Parse(line); err == nil && (v.Kind() == jsondoc.Object || v.Kind() == jsondoc.Array) {
				return Lines
			}
		}
		text = rest
	}
	return Values
}

// arraysOnLines reports whether the first line is a whole array and another one follows.
func arraysOnLines(text []byte) bool {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	var p jsondoc.Parser
	_, err := p.Parse(bytes.TrimSpace(line))
	return err == nil && len(rest) > 0 && rest[0] == '['
}

// firstValues returns the first records of an input as JSON values. The last is
// closed where the text that is looked at ends.
func firstValues(text []byte, whole bool) (values [][]byte) {
	const most = 20
	var s jsondoc.Splitter
	if arraysOnLines(text) {
		for line := range bytes.Lines(text) {
			if len(values) < most {
				values = append(values, bytes.TrimSpace(line))
			}
		}
		return values
	}
	for len(values) < most {
		found, start, end := s.Next(text, false)
		if found != jsondoc.Record {
			if closed := jsondoc.Close(text[start:]); closed != nil && !whole {
				values = append(values, closed)
			}
			break
		}
		values = append(values, text[start:end])
		text = text[end:]
	}
	return values
}

// formatOfObject tells a record's format by its keys, "" if it has none that we know.
func formatOfObject(v jsondoc.Value, n *names) string {
	has := map[field]bool{}
	for it := v.Iter(); it.Next(); {
		f := n.of(it.Key())
		if f == fieldMessages && it.Value().Kind() != jsondoc.Array || f == fieldContent && it.Value().Kind() == jsondoc.Null {
			continue
		}
		has[f] = true
	}
	switch {
	case has[fieldMessages]:
		return "openai"
	case has[fieldEventType]:
		return "events-jsonl"
	case has[fieldRole] || has[fieldRating] || has[fieldTest] && has[fieldVariant]:
		return "native-jsonl"
	case has[fieldType]:
		if isVerdict(v.Get("type").Text()) || v.Get("type").Text() == "exposure" {
			return "native-jsonl"
		}
		return "events-jsonl"
	case has[fieldContent] && has[fieldConversation]:
		return "native-jsonl"
	case scored(keysOf(v), n):
		return "scores"
	}
	return ""
}

func keysOf(v jsondoc.Value) (keys []string) {
	for it := v.Iter(); it.Next(); {
		keys = append(keys, it.Key())
	}
	return keys
}

// scored reports whether records with these keys, which make them nothing else,
// are scores. An id stands for that of the conversation only beside a score that
// is called so: too many tables hold an id, a name and a value.
func scored(keys []string, n *names) bool {
	has := map[field]bool{}
	own := newScoreNames(n.mapped)
	for _, key := range keys {
		has[own.of(strings.TrimSpace(key))] = true
	}
	return (has[fieldName] || has[fieldScorer]) && (has[fieldConversation] && (has[fieldScore] || has[fieldOtherScore]) || has[fieldID] && has[fieldScore])
}

// names finds the fields of what was recognised.
func (d *detection) names(mapped map[string]field) *names {
	if d.format.scores {
		return newScoreNames(mapped)
	}
	return newNames(mapped)
}

// detectCSV reads the header.
func detectCSV(peek []byte, whole bool, wanted *Format, n *names) (detection, error) {
	if bytes.IndexByte(peek, 0) >= 0 {
		return detection{}, errors.New("holds NUL bytes: it is no text file")
	}
	d := detection{framing: Rows, sep: csvrow.DetectSeparator(peek), format: wanted, why: Named}
	header, err := readHeader(peek, d.sep, whole)
	if err != nil {
		return d, err
	}
	if f, err := formatOfHeader(header); wanted == nil && (f != nil || err != nil) {
		if f != nil {
			d.format, d.why = f, f.Recognised
		}
		return d, err
	}
	if wanted != nil && wanted.shape != nil {
		return d, nil
	}
	if err := n.matchHeader(header); err != nil {
		return d, err
	}
	has := map[field]bool{}
	for _, title := range header {
		has[n.of(strings.TrimSpace(title))] = true
	}
	if wanted != nil {
		return d, nil
	}
	name := ""
	switch {
	case has[fieldEventType] && !has[fieldRole]:
		name = "events-csv"
	case (has[fieldConversation] || has[fieldMessageID]) && (has[fieldRole] || has[fieldContent] || has[fieldRating] || has[fieldVariant] || has[fieldType]):
		name = "native-csv"
	case scored(header, n):
		name = "scores"
	case len(header) > 1:
		return d, fmt.Errorf("no format recognised: the header %q has no columns for conversation and role; name them with --map conversation_id=COLUMN,role=COLUMN,content=COLUMN", clip(strings.Join(header, ",")))
	default:
		return d, errUnrecognised
	}
	d.format, _ = FindFormat(name)
	d.why = d.format.Recognised
	return d, nil
}
