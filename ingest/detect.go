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
}

// Named stands for the reason of a format that the user has named.
const Named = "--input-format"

var errEmpty = errors.New("is empty")

// errUnrecognised lists what could have been read.
var errUnrecognised = errors.New("no format recognised: neither JSON nor CSV with a column for the conversation")

// foreign are beginnings of files that are no text.
var foreign = []struct{ magic, what string }{
	{"SQLite format 3\x00", "is a SQLite database; export its messages first"},
	{"PAR1", "is a Parquet file; convert it to JSON lines or CSV first"},
	{"PK\x03\x04", "is a zip archive; unpack it first"},
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
	if wanted != nil && wanted.csv || (wanted == nil || wanted.scores) && text[0] != '{' && text[0] != '[' {
		return detectCSV(csvrow.TrimBOM(peek), whole, wanted, n)
	}
	d := detection{format: wanted, why: Named, framing: framingOf(text)}
	if wanted != nil {
		return d, nil
	}
	d.format, d.why = detectJSON(text, n)
	if d.format == nil {
		return d, errors.New("no format recognised: " + d.why)
	}
	return d, nil
}

// framingOf tells JSON lines from JSON that is laid out otherwise.
func framingOf(text []byte) Framing {
	if text[0] == '[' {
		return Values
	}
	var p jsondoc.Parser
	for i := 0; i < 20 && len(text) > 0; i++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSpace(line)
		if !ended && i == 0 {
			return Lines // one record, or one longer than we look at
		}
		if len(line) > 0 && (i == 0 || text[0] == '{') { // an indented object is part of a larger one
			if v, err := p.Parse(line); err == nil && v.Kind() == jsondoc.Object {
				return Lines
			}
		}
		text = rest
	}
	return Values
}

// detectJSON decides by the keys of the first records; the most frequent kind wins.
func detectJSON(text []byte, n *names) (*Format, string) {
	votes := map[string]int{}
	var first string
	var p jsondoc.Parser
	var s jsondoc.Splitter
	for seen := 0; seen < 20; {
		found, start, end := s.Next(text, false)
		if found != jsondoc.Record {
			break
		}
		v, err := p.Parse(text[start:end])
		text = text[end:]
		if err != nil || v.Kind() != jsondoc.Object {
			continue
		}
		seen++
		if name := formatOfObject(v, n); name != "" {
			if first == "" {
				first = name
			}
			votes[name]++
		}
	}
	if first == "" {
		return formatOfBeginning(text, n)
	}
	best := first
	for _, f := range Formats {
		if votes[f.Name] > votes[best] {
			best = f.Name
		}
	}
	f, _ := FindFormat(best)
	return f, f.Recognised
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

// formatOfBeginning judges a record that is longer than what is looked at.
func formatOfBeginning(text []byte, n *names) (*Format, string) {
	for _, c := range []struct{ key, format string }{{`"messages"`, "openai"}, {`"traj"`, "openai"}, {`"event_type"`, "events-jsonl"}, {`"role"`, "native-jsonl"}} {
		if bytes.Contains(text, []byte(c.key)) {
			f, _ := FindFormat(c.format)
			return f, f.Recognised
		}
	}
	for column, f := range n.mapped {
		if f == fieldRole && bytes.Contains(text, []byte(column)) {
			f, _ := FindFormat("native-jsonl")
			return f, f.Recognised
		}
	}
	return nil, "no record of the first 64 KiB has keys of a known format; chatcops formats lists them"
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
